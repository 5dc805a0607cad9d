import Foundation
import Loopback
import PythonPeer

/// The backend's internal surface for reports, report_backend.py: it checks each signature as the contract says, and
/// counts what is asked.
final class ReportBackend {
    static let secret = "hmac-71f0aa2be6d94d0a93c7"
    static let exam = 42
    static let firstStudent = 1001

    /// What came since the last `setTrouble`.
    struct Seen: Decodable {
        /// By document and number: `exam/42`, `student/1001`.
        var asked: [String: Int]
        var tenants: [String]
        var bad_signatures: Int
        var unsigned: Int
    }

    private let process = Process()
    private let input = Pipe()
    let port: Int

    /// - Parameter students: how many sat the exam.
    init(students: Int) throws {
        process.executableURL = URL(filePath: try PythonEnvironment.interpreter())
        process.arguments = [
            PythonEnvironment.script("report_backend.py"), "--secret", Self.secret, "--students", "\(students)",
        ]
        process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 }
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = Data()
        while line.last != UInt8(ascii: "\n"), let piece = try output.fileHandleForReading.read(upToCount: 1),
            !piece.isEmpty
        {
            line += piece
        }
        let words = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let port = words.split(separator: ":").last.flatMap({ Int($0) }) else {
            throw BuiltFiles.Missing(description: "report_backend.py did not start: \(words)")
        }
        self.port = port
    }

    deinit {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    var url: String { "http://127.0.0.1:\(port)" }

    /// What it does wrong from now on: for the documents that a class shares, and by the students' numbers. Without any
    /// nothing. Counting starts anew.
    func setTrouble(exam: String = "{}", students: [Int: String] = [:]) throws {
        let each = students.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ")
        let body = "{\"exam\": \(exam), \"students\": {\(each)}}"
        let answer = try HTTPClient(port: port).send("PUT", "/control", body: Array(body.utf8))
        guard answer.status == 200 else { throw BuiltFiles.Missing(description: "the backend refused \(body)") }
    }

    func seen() throws -> Seen {
        try JSONDecoder().decode(Seen.self, from: Data(HTTPClient(port: port).send("GET", "/control").body))
    }
}
