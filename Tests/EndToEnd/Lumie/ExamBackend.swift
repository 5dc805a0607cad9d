import Foundation
import Loopback
import PythonPeer

/// The backend's internal surface, exam_backend.py: it checks each signature as the contract says.
final class ExamBackend {
    static let secret = "hmac-5f0c5b5e3d7a4c16b2e1"

    private let process = Process()
    private let input = Pipe()
    private let folder: TemporaryFolder
    let port: Int

    struct Seen: Decodable {
        var requests: Int
        var bad_signatures: Int
        var unsigned: Int
        var left: Int
        var tenant: String?
        var target: String?
        var traceparent: String?
    }

    /// - Parameter exam: the metadata that it knows of every exam but number 404.
    init(exam: [String: Any]) throws {
        folder = try TemporaryFolder()
        try JSONSerialization.data(withJSONObject: exam).write(to: URL(filePath: folder.path + "/exam.json"))
        process.executableURL = URL(filePath: try PythonEnvironment.interpreter())
        process.arguments = [
            PythonEnvironment.script("exam_backend.py"), "--secret", Self.secret, "--exam", folder.path + "/exam.json",
        ]
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = Data()
        while line.last != UInt8(ascii: "\n"), let piece = try output.fileHandleForReading.read(upToCount: 1) {
            line += piece
        }
        let words = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let port = words.split(separator: ":").last.flatMap({ Int($0) }) else {
            throw BuiltFiles.Missing(description: "exam_backend.py did not start: \(words)")
        }
        self.port = port
    }

    deinit {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    var url: String { "http://127.0.0.1:\(port)" }

    /// What it does wrong from now on, a JSON object; `{}` is nothing.
    func setTrouble(_ json: String) throws {
        _ = try HTTPClient(port: port).send("PUT", "/control", body: Array(json.utf8))
    }

    func seen() throws -> Seen {
        try JSONDecoder().decode(Seen.self, from: Data(HTTPClient(port: port).send("GET", "/control").body))
    }
}
