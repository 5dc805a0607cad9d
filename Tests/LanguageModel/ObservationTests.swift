import ModelAPI
import PluginSDK
import PluginTestKit
import Testing

@testable import LanguageModel

@Suite("What an operator sees", .timeLimit(.minutes(1)))
struct ObservationTests {
    private static let labels =
        #""gen_ai_operation_name":"chat","gen_ai_provider_name":"openai","gen_ai_request_model":"small""#

    private static func settings(_ more: String = "") -> String {
        """
        {"model": {"name": "small", "temperature": 0, "retry": {"attempts": 2, "first": "1ms", "most": "1ms"},
            "breaker": {"failures": 2}, "prices": {"small": {"input": 1000, "output": 1000}}\(more)}}
        """
    }

    private func harness(
        _ more: String = "", answer: @escaping @Sendable (MemoryRequest) -> MemoryAnswer
    ) async throws -> PluginHarness {
        try await PluginHarness(Asker.self, settings: Self.settings(more), memory: MemoryServices(http: answer))
    }

    @Test("a call is in the metrics under the names of OpenTelemetry, and a span; its content is nowhere")
    func good() async throws {
        let harness = try await harness { _ in .json(ModelBodies.chat("Minji did well.", input: 100, output: 20)) }
        let answer = try await harness.call(
            "asker.ask", json: #"{"text": "How did Minji do?"}"#, headers: ["x-tenant-slug": "north"])
        #expect(answer.json?["text"] == "Minji did well.")
        let metrics = harness.metrics
        #expect(metrics["gen_ai_client_operation_duration_seconds{\(Self.labels)}"] != nil)
        #expect(metrics[#"gen_ai_client_token_usage{\#(Self.labels),"gen_ai_token_type":"input"}"#] != nil)
        #expect(metrics[#"gen_ai_client_token_usage{\#(Self.labels),"gen_ai_token_type":"output"}"#] != nil)
        let cost = try #require(metrics[#"llm_cost_total{"model":"small","tenant":"north"}"#])
        #expect(abs(cost - 0.12) < 1e-9)
        #expect(harness.spans == ["chat small"])
        #expect(harness.logs.map(\.message) == ["a model answered"])
        #expect(harness.logs.allSatisfy { $0.level == Log.Level.debug.rawValue && !$0.fields.contains("Minji") })
        #expect(harness.logs.first?.fields.contains("ask@1#00000000") == true)
        try await harness.finish()
    }

    @Test("retries, fallbacks, errors and an open breaker are counted and logged as warnings")
    func bad() async throws {
        let harness = try await harness(#", "fallback": [{"upstream": "second", "name": "second", "when": ["any"]}]"#) {
            $0.upstream == "llm" ? .status(503) : .status(401)
        }
        let answer = try await harness.call("asker.ask", json: #"{"text": "Minji?"}"#)
        #expect(answer.code == "model.overloaded")
        let metrics = harness.metrics
        #expect(metrics[#"llm_retries_total{"error_type":"overloaded",\#(Self.labels)}"#] == 1)
        let second =
            #""gen_ai_operation_name":"chat","gen_ai_provider_name":"openai","gen_ai_request_model":"second""#
        #expect(metrics[#"llm_fallbacks_total{"error_type":"overloaded",\#(second)}"#] == 1)
        #expect(
            metrics[#"gen_ai_client_operation_duration_seconds{"error_type":"overloaded",\#(Self.labels)}"#] != nil)
        #expect(metrics[#"llm_breaker_open{"gen_ai_provider_name":"openai","gen_ai_request_model":"small"}"#] == 1)
        let warnings = harness.logs.filter { $0.level == Log.Level.warning.rawValue }
        #expect(
            warnings.map(\.message) == [
                "a model gave no answer and is asked again", "a model gave no answer and the next one is asked",
                "a model gave no answer, and the failure of an earlier one is told",
            ])
        #expect(warnings.last?.fields.contains("model.unauthorized") == true)
        #expect(harness.logs.allSatisfy { !$0.fields.contains("Minji") })
        #expect(harness.spans == ["chat small"])
        try await harness.finish()
    }

    @Test("kept answers are counted")
    func cached() async throws {
        let harness = try await harness(#", "cache": {"lifetime": "1h"}"#) { _ in .json(ModelBodies.chat("Well.")) }
        for _ in 0..<3 { _ = try await harness.call("asker.ask", json: #"{"text": "And?"}"#) }
        #expect(harness.metrics["llm_cache_hits_total{\(Self.labels)}"] == 2)
        try await harness.finish()
    }

    @Test("content is logged where the operator wants it, at debug alone")
    func content() async throws {
        let harness = try await harness(#", "log_content": true"#) { _ in .json(ModelBodies.chat("Minji did well.")) }
        _ = try await harness.call("asker.ask", json: #"{"text": "How did Minji do?"}"#)
        let lines = harness.logs.filter { $0.fields.contains("Minji") }
        #expect(lines.map(\.message) == ["what a model was asked", "what a model answered"])
        #expect(lines.allSatisfy { $0.level == Log.Level.debug.rawValue })
        try await harness.finish()
    }

    @Test("vectors and streams have their own names")
    func others() async throws {
        let harness = try await harness { request in
            if request.path == "/embeddings" { return .json(ModelBodies.vectors(1)) }
            let pieces = [ModelBodies.delta("Well."), ModelBodies.finish(), ModelBodies.done]
            return .stream(UpstreamHead(status: 200), pieces: pieces.map { Array($0.utf8) })
        }
        #expect(try await harness.call("asker.vectors", json: #"{"text": "a"}"#).json?["text"] == "1")
        #expect(try await harness.call("asker.follow", json: #"{"text": "a"}"#).json?["text"] == "Well.")
        #expect(harness.spans == ["embeddings small", "chat small"])
        #expect(
            harness.metrics["gen_ai_client_operation_time_to_first_chunk_seconds{\(Self.labels)}"] != nil)
        try await harness.finish()
    }
}
