import Foundation
import Loopback
import Testing

/// A host with the worker fixture, whose configuration has a secret and whose jobs carry a text: no log may show either.
enum WorkerHost {
    static let secret = "token-3f9c1e7788d24ab0"
    static let text = "the-essay-of-pupil-1187"

    /// - Parameters:
    ///   - bindings: elements of the worker's `bindings:`, indented by six.
    ///   - host: further lines of the `host:` part, indented by two.
    static func make(
        _ bindings: String, host: String = "", concurrency: Int = 4, environment: [String: String] = [:]
    ) throws -> HostUnderTest {
        try HostUnderTest(
            plugins: [(try BuiltFiles.fixture("worker", "Worker"), "libWorker.so")],
            processors: processor(bindings, concurrency: concurrency), host: hostLines(host), environment: environment)
    }

    static func processor(_ bindings: String, concurrency: Int = 4) -> String {
        """
          worker:
            plugin: worker
            limits: { concurrency: \(concurrency) }
            bindings:
        \(bindings)
        """
    }

    private static func hostLines(_ more: String) -> String {
        "  listeners: { guarded: { listen: \"127.0.0.1:0\", auth: { bearer: \(secret) } } }\n" + more
    }
}

extension HostUnderTest {
    /// Ends the host and looks through the logs of all its starts.
    func finish(sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(stop() == 0, sourceLocation: sourceLocation)
        for word in [WorkerHost.secret, WorkerHost.text] {
            #expect(!logs.contains(word), "the log shows \(word)", sourceLocation: sourceLocation)
        }
    }

    /// Runs a command and expects it to succeed.
    @discardableResult
    func command(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
        let result = try run(arguments)
        #expect(result.status == 0, "\(arguments): \(result.error)", sourceLocation: sourceLocation)
        return result.output
    }

    /// A command's JSON output.
    func document<Document>(_ arguments: String..., as type: Document.Type) throws -> Document {
        let output = try run(arguments).output
        return try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? Document)
    }

    /// The dead letters, the latest first.
    func letters() throws -> [[String: Any]] {
        try document("dead-letters", "list", "--json", as: [[String: Any]].self)
    }

    /// The jobs of a queue, in the order they came.
    func jobs(in queue: String) throws -> [[String: Any]] {
        try run(["queue", "jobs", queue, "--limit", "10000"]).output.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    /// Puts a job in over HTTP.
    @discardableResult
    func enqueue(
        _ path: String, _ json: String, id: String? = nil, headers: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> HTTPClient.Answer {
        let headers = id.map { headers.merging(["X-Request-Id": $0]) { $1 } } ?? headers
        let answer = try client().post(path, json: json, headers: headers)
        #expect(answer.status == 202, "\(answer.text)", sourceLocation: sourceLocation)
        return answer
    }

    /// The status document of a job, once it is in one of these states.
    func job(_ location: String, in states: String..., seconds: Double = 30) throws -> [String: Any] {
        let client = try client()
        var document: [String: Any] = [:]
        try wait("\(location) to be \(states)", seconds: seconds) {
            document = try client.send("GET", location).json
            return states.contains(document["state"] as? String ?? "")
        }
        return document
    }

    /// The port that a host which is not ready yet has opened.
    func loggedPort(of listener: String) -> Int? {
        let line = log.split(separator: "\n").first { $0.contains("listening") && $0.contains("listener=\(listener)") }
        let address = line?.split(separator: " ").first { $0.hasPrefix("address=") }
        return address?.split(separator: ":").last.flatMap { Int($0) }
    }

    /// The reason in `/ready`; nil when the host is ready.
    func hindrance() throws -> String? {
        let answer = try admin().send("GET", "/ready")
        return answer.json["ready"] as? Bool == true ? nil : answer.json["reason"] as? String ?? answer.text
    }
}
