import Foundation
import Loopback
import ModelServerPeer
import Testing

/// The model that all tests of analysis talk to, made once; each host has a key of its own there. It goes with the
/// test's process.
enum SharedModel {
    /// One test at a time asks for it: the suites are serialized. It is gone before the process is.
    nonisolated(unsafe) private static var made: Result<ModelServer, any Error>?

    static func server() throws -> ModelServer {
        if let made { return try made.get() }
        atexit { SharedModel.made = nil }
        let result = Result { try ModelServer() }
        made = result
        return try result.get()
    }
}

/// A host with the analysis plugin and a model behind it; ended with the test.
final class AnalysisHost {
    /// What a test says in its plugins.yaml.
    struct File {
        /// Lines of `model:`, indented by eight.
        var model = ""
        /// Lines of `config:` beside it, indented by six; nil: `llm: llm`.
        var config: String?
        /// Lines of the processor beside its config, indented by four.
        var processor = ""
        /// Lines of `host:`, indented by two.
        var host = ""
        /// Of the whole file, further lines.
        var more = ""
        /// Of the model; nil: the file names none.
        var name: String? = "gpt-4o-mini"

        /// Short pauses, so that a test of failures is over soon.
        static let impatient =
            "        retry: { attempts: 3, first: 10ms, most: 20ms }\n        breaker: { failures: 0 }\n"
    }

    let model: ModelServer
    let host: HostUnderTest
    /// Of the key at OpenAI's side of the model, and at Anthropic's.
    let key: String
    let claudeKey: String

    init(_ file: File = File(), environment: [String: String] = [:], starts: Bool = true) throws {
        model = try SharedModel.server()
        key = "key-\(UUID().uuidString)"
        claudeKey = "claude-\(UUID().uuidString)"
        host = try HostUnderTest(
            plugins: [(BuiltFiles.product("Analysis"), "libAnalysis.so")], file: Self.text(file, model.origin),
            environment: ["LLM_API_KEY": key, "ANTHROPIC_API_KEY": claudeKey].merging(environment) { $1 })
        if starts { try host.start() }
    }

    /// Writes another file; a reload makes it effective.
    func configure(_ file: File) throws { try host.configure(file: Self.text(file, model.origin)) }

    private static func text(_ file: File, _ origin: String) -> String {
        """
        version: 1
        host:
          http: 127.0.0.1:0
          admin: 127.0.0.1:0
          log: { format: json, level: debug }
        \(file.host)
        upstreams:
          llm: { url: \(origin)/v1, bearer: "${LLM_API_KEY}", breaker: { failures: 0 }, total_timeout: 10m }
          claude:
            url: \(origin)
            headers: { x-api-key: "${ANTHROPIC_API_KEY}" }
            breaker: { failures: 0 }
        \(file.more)
        processors:
          analysis:
            plugin: analysis
            upstreams: [ llm, claude ]
        \(file.processor.isEmpty ? "    limits: { concurrency: 64, queue: 256, timeout: 130s }" : file.processor)
            config:
        \(file.config ?? "      llm: llm")
        \(model(file))

        """
    }

    private static func model(_ file: File) -> String {
        let lines = (file.name.map { "        name: \($0)\n" } ?? "") + file.model
        return lines.isEmpty ? "" : "      model:\n" + lines
    }

    /// What the model answers to this host from now on.
    func script(_ steps: ModelServer.Step...) throws { try model.script(key: key, steps) }

    /// The requests of this host.
    func seen() throws -> [SeenRequest] { try model.seen(key: key) }

    func post(
        _ path: String, _ body: String, tenant: String? = "demo", headers: [String: String] = [:]
    ) throws -> HTTPClient.Answer {
        let tenant = tenant.map { ["X-Tenant-Slug": $0] } ?? [:]
        return try host.client().post(path, json: body, headers: tenant.merging(headers) { $1 })
    }

    /// Feedback to the one student of ``AnalysisTexts``.
    func feedback(tenant: String? = "demo") throws -> HTTPClient.Answer {
        try post("/api/analysis/student-feedback", AnalysisTexts.student(), tenant: tenant)
    }

    func commentary() throws -> HTTPClient.Answer { try post("/api/analysis/exam-commentary", AnalysisTexts.exam) }

    /// Whether a job ended with this code.
    func hasLogged(_ code: String) -> Bool { host.log.contains("\"code\":\"\(code)\"") }

    func metrics() throws -> MetricsText { MetricsText(try host.admin().send("GET", "/metrics").text) }

    /// Ends the host, which has to succeed and to have told neither a key nor a pupil.
    func finish(sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(host.stop() == 0, sourceLocation: sourceLocation)
        for word in [key, claudeKey] + AnalysisTexts.confidential {
            #expect(!host.logs.contains(word), "the log shows \(word)", sourceLocation: sourceLocation)
        }
    }
}

extension HTTPClient.Answer {
    var content: String? { json["content"] as? String }
    var detail: String? { json["detail"] as? String }
}
