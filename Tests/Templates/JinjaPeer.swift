import Foundation
import PythonPeer

/// The real Jinja2: what it makes of the same cases.
enum JinjaPeer {
    struct Answer: Decodable {
        var output: String?
        var error: String?
        var message: String?
        var line: Int?
    }

    struct Incomplete: Error {
        let answers: Int
        let cases: Int
    }

    static func answers(_ cases: [TemplateCase]) throws -> [Answer] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "proctor-templates-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let input = folder.appendingPathComponent("cases.json")
        let json = try cases.map { try $0.json() }.joined(separator: ",\n")
        try Data("[\(json)]".utf8).write(to: input)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try PythonEnvironment.interpreter())
        process.arguments = [CaseFile.folder.appendingPathComponent("jinja_peer.py").path, input.path]
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let answers = try JSONDecoder().decode([Answer].self, from: data)
        guard answers.count == cases.count else {
            throw Incomplete(answers: answers.count, cases: cases.count)
        }
        return answers
    }
}
