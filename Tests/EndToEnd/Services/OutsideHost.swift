import Foundation
import Loopback
import Testing

/// A host whose worker asks what the operator names. Its secrets may show nowhere.
struct OutsideHost {
    static let bearer = "bearer-71c0a3f2e9d84b55"
    static let header = "header-0c94e1b7a2f6"

    let host: HostUnderTest
    private let secrets: [String]

    /// - Parameters:
    ///   - worker: further lines of the processor's entry, indented by four.
    ///   - after: what stands after the processors, at the margin.
    ///   - host: further lines of the `host:` part, indented by two.
    ///   - secrets: what its log, its errors and its status must not show, beside its own.
    init(worker: String, after: String, host: String = "", secrets: [String] = []) throws {
        self.secrets = secrets + [Self.bearer, Self.header]
        self.host = try HostUnderTest(
            plugins: [(try BuiltFiles.fixture("worker", "Worker"), "libWorker.so")],
            processors: Self.processors(worker: worker, after: after), host: host)
    }

    func configure(worker: String, after: String, host lines: String = "") throws {
        try host.configure(processors: Self.processors(worker: worker, after: after), host: lines)
    }

    private static func processors(worker: String, after: String) -> String {
        """
          worker:
            plugin: worker
            bindings:
              - { http: POST /outside, operation: worker.outside }
              - { http: POST /store, operation: worker.store }
        \(worker)
        \(after)
        """
    }

    /// What the operation answers to `ops`, a JSON list.
    func ask(
        _ ops: String, _ path: String = "/outside", tenant: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> [Any] {
        let headers = tenant.map { ["X-Tenant-Slug": $0] } ?? [:]
        let answer = try host.client().post(path, json: "{\"ops\": \(ops)}", headers: headers)
        #expect(answer.status == 200, "\(answer.text)", sourceLocation: sourceLocation)
        look(answer.text, sourceLocation)
        return try #require(answer.json["results"] as? [Any], sourceLocation: sourceLocation)
    }

    /// The stable code of a refusal, and its sentence.
    static func refusal(_ result: Any) -> (code: String, message: String)? {
        guard let members = result as? [String: Any], let code = members["error"] as? String else { return nil }
        return (code, members["message"] as? String ?? "")
    }

    /// The generation that serves now.
    func generation() throws -> Int? {
        let text = try host.admin().send("GET", "/metrics").text
        return text.firstMatch(of: /proctor_jobs_running\{generation="(\d+)",processor="worker",state="current"\}/)
            .flatMap { Int($0.1) }
    }

    /// Ends the host, and looks through all that it has said.
    func finish(sourceLocation: SourceLocation = #_sourceLocation) throws {
        for path in ["/status", "/metrics", "/ready"] {
            look(try host.admin().send("GET", path).text, sourceLocation)
        }
        #expect(host.stop() == 0, sourceLocation: sourceLocation)
        look(host.logs, sourceLocation)
    }

    private func look(_ text: String, _ sourceLocation: SourceLocation) {
        for secret in secrets {
            #expect(!text.contains(secret), "it shows \(secret)", sourceLocation: sourceLocation)
        }
    }
}
