import Foundation
import Loopback
import Testing

/// The broker and the backend around a deployment of the report worker, made once for these tests. They go with the
/// test's process.
final class ReportSurroundings {
    static let students = 24
    /// One test at a time asks for it: the suites are serialized. It is gone before the process is.
    nonisolated(unsafe) private static var made: Result<ReportSurroundings, any Error>?

    static func shared() throws -> ReportSurroundings {
        if let made { return try made.get() }
        atexit { ReportSurroundings.made = nil }
        let result = Result { try ReportSurroundings() }
        made = result
        return try result.get()
    }

    let broker: ReportBroker
    let backend: ReportBackend

    private init() throws {
        backend = try ReportBackend(students: Self.students)
        broker = try ReportBroker()
    }

    /// The contract's environment names, and the address of the host's own listener. No others.
    var environment: [String: String] {
        [
            "HOST": "127.0.0.1", "PORT": "0", "RABBITMQ_HOST": "127.0.0.1", "RABBITMQ_PORT": "\(broker.server.port)",
            "RABBITMQ_USERNAME": ReportBroker.user, "RABBITMQ_PASSWORD": ReportBroker.password,
            "RABBITMQ_VHOST": ReportBroker.virtualHost, "LUMIE_BACKEND_URL": backend.url,
            "LUMIE_INTERNAL_HMAC_SECRET": ReportBackend.secret, "PROCTOR_ADMIN": "127.0.0.1:0",
        ]
    }
}

/// A host that runs docs/deployments/lumie-report.yaml, itself or with a few of its lines changed; ended with the test.
final class ReportDeployment {
    let around: ReportSurroundings
    let host: HostUnderTest
    private var changes: [(String, String)]

    var broker: ReportBroker { around.broker }
    var backend: ReportBackend { around.backend }

    /// - Parameters:
    ///   - changes: texts of the file, and what stands in their place. Without any it is the very file.
    ///   - environment: variables beside the contract's.
    init(_ changes: [(String, String)] = [], environment: [String: String] = [:]) throws {
        around = try ReportSurroundings.shared()
        try around.backend.setTrouble()
        try around.broker.purge()
        self.changes = changes
        host = try HostUnderTest(
            plugins: [(BuiltFiles.product("Report"), "libReport.so")], file: Self.text(changes),
            environment: around.environment.merging(environment) { $1 })
        try host.start()
        try host.wait("the processor's listener, and a queue that is consumed") { try get("/ready").status == 200 }
    }

    /// Writes the file with one more change; SIGHUP makes it effective.
    func change(_ old: String, to new: String) throws {
        changes.append((old, new))
        try host.configure(file: Self.text(changes))
    }

    /// Retries and time-outs of a test's patience in place of a deployment's.
    static let impatient = [
        ("retry: { attempts: 4, first: 1s, most: 4s }", "retry: { attempts: 2, first: 20ms, most: 20ms }"),
        ("deliveries: 5 ", "deliveries: 2 "), ("    timeout: 10s ", "    timeout: 1500ms "),
        ("retry: { attempts: 3, first: 500ms, most: 4s }", "retry: { attempts: 1 }\n    breaker: { failures: 0 }"),
    ]

    private static func text(_ changes: [(String, String)]) throws -> String {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = tests.deletingLastPathComponent().path + "/docs/deployments/lumie-report.yaml"
        var text = try String(contentsOfFile: file, encoding: .utf8)
        for (old, new) in changes {
            guard text.contains(old) else {
                throw BuiltFiles.Missing(description: "lumie-report.yaml has no \"\(old)\"")
            }
            text = text.replacingOccurrences(of: old, with: new)
        }
        return text
    }

    /// Of the processor's own listener.
    func get(_ path: String) throws -> HTTPClient.Answer { try client().send("GET", path) }

    func client() throws -> HTTPClient { try HTTPClient(port: host.port(of: "report")) }

    /// The counts of the processor's own listener.
    func metrics() throws -> MetricsText { MetricsText(try get("/metrics").text) }

    /// Ends the host, which has to succeed and to have told no secret and no student.
    func finish(sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(host.stop() == 0, sourceLocation: sourceLocation)
        for word in [ReportBroker.password, ReportBackend.secret, "하늘", "한빛고등학교"] {
            #expect(!host.logs.contains(word), "the log shows \(word)", sourceLocation: sourceLocation)
        }
    }
}
