import Foundation
import Loopback
import PythonPeer

/// A server that speaks OpenAI's API and Anthropic's, model_server.py, in a process of its own on loopback; ended with
/// this object. What it answers to a key is scripted: tests with keys of their own do not disturb each other.
package final class ModelServer: @unchecked Sendable {  // the process is not touched between `init` and `deinit`
    package struct Broken: Error, CustomStringConvertible {
        package let description: String
    }

    /// What one answer is like, as model_server.py describes it: `["status": 429, "retry_after": 1]`.
    package typealias Step = [String: ScriptValue]

    package let port: Int
    private let process = Process()
    private let input = Pipe()

    package init() throws {
        process.executableURL = URL(fileURLWithPath: try PythonEnvironment.interpreter())
        process.arguments = [PythonEnvironment.script("model_server.py")]
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        // A line when it is ready; the end of the file when it is not to be.
        var line = Data()
        while line.last != UInt8(ascii: "\n"), let piece = try output.fileHandleForReading.read(upToCount: 1),
            !piece.isEmpty
        {
            line += piece
        }
        let words = String(decoding: line, as: UTF8.self).split { $0.isWhitespace }
        guard words.count == 2, words[0] == "port", let port = Int(words[1]) else {
            process.terminate()
            throw Broken(description: "model_server.py did not start: its own words are above")
        }
        self.port = port
    }

    deinit { kill() }

    /// Without a path: clients add `/v1/...`.
    package var origin: String { "http://127.0.0.1:\(port)" }

    /// Ends it as a crash would.
    package func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// What the next requests with this key get: a step each, the last one again and again.
    package func script(key: String, _ steps: [Step]) throws {
        try ask("PUT", "/_script/\(escaped(key))", body: JSONEncoder().encode(steps))
    }

    /// Forgets a key's script and its requests.
    package func forget(key: String) throws {
        try ask("DELETE", "/_script/\(escaped(key))")
    }

    /// The requests with this key, in the order in which they came.
    package func seen(key: String) throws -> [SeenRequest] {
        let body = try ask("GET", "/_seen/\(escaped(key))")
        return try JSONDecoder().decode([SeenRequest].self, from: Data(body))
    }

    /// The requests with this key as soon as they are as wanted.
    ///
    /// - Throws: ``Broken`` when they are not within ten seconds.
    package func seen(
        key: String, until isWanted: @Sendable ([SeenRequest]) -> Bool
    ) async throws -> [SeenRequest] {
        let end = ContinuousClock.now + .seconds(10)
        while true {
            let requests = try seen(key: key)
            if isWanted(requests) { return requests }
            guard ContinuousClock.now < end else {
                throw Broken(
                    description: "the model saw \(requests.count) requests, which are not as wanted: "
                        + requests.map { "\($0.path) \($0.end)" }.joined(separator: ", "))
            }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    @discardableResult
    private func ask(_ method: String, _ path: String, body: Data = Data()) throws -> [UInt8] {
        let answer = try HTTPClient(port: port, timeout: 10).send(method, path, body: Array(body))
        guard answer.status == 200 else { throw Broken(description: "\(method) \(path): \(answer.text)") }
        return answer.body
    }

    private func escaped(_ key: String) -> String {
        key.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? key
    }
}
