import Foundation
import Loopback
import ModelServerPeer
import Testing

extension EndToEnd {
    /// Which model is asked: another provider's, the next one, none for a while.
    @Suite(.serialized) struct AnalysisProviders {
        private static let right: ModelServer.Step = ["text": .string(AnalysisTexts.right)]
        private static let otherRight: ModelServer.Step = ["text": .string(AnalysisTexts.otherRight)]
        private static let fallback = """
                    fallback:
                      - { upstream: claude, provider: anthropic, name: claude-sonnet-4-5, when: [ unavailable, rate_limited ] }

            """

        @Test("Anthropic's protocol is spoken where the settings say so, whole and in pieces")
        func anthropic() throws {
            let analysis = try AnalysisHost(
                .init(
                    model: "        provider: anthropic\n        temperature: 0.3\n", config: "      llm: claude",
                    name: "claude-sonnet-4-5"))
            try analysis.model.script(key: analysis.claudeKey, [["text": .string(AnalysisTexts.wrong)], Self.right])
            #expect(try analysis.feedback().content == AnalysisTexts.right)
            let seen = try analysis.model.seen(key: analysis.claudeKey)
            #expect(seen.map(\.path) == ["/v1/messages", "/v1/messages"])
            #expect(seen[0].headers["anthropic-version"] == "2023-06-01" && seen[0].body["max_tokens"] == 800)
            #expect(seen[0].body["temperature"] == .number(0.3) && seen[0].body["system"] != nil)
            #expect(seen[1].body["messages"]?.list?.count == 3)
            let events = try EventReader(
                analysis.host.httpPort, "/api/analysis/exam-commentary/stream", AnalysisTexts.exam)
            #expect(try events.documents().last?["content"] as? String == AnalysisTexts.right)
            let counted = try analysis.metrics()
            let labels = ["gen_ai_provider_name": "anthropic", "gen_ai_operation_name": "chat"]
            #expect(counted("gen_ai_client_operation_duration_seconds_count", labels) == 3)
            #expect(try analysis.seen().isEmpty)
            analysis.finish()
        }

        @Test("the next model answers when the first cannot, in its own protocol, and only for what the operator named")
        func fallback() throws {
            let analysis = try AnalysisHost(.init(model: AnalysisHost.File.impatient + Self.fallback))
            try analysis.model.script(key: analysis.claudeKey, [Self.otherRight])
            for (step, requests) in [
                (["status": 500] as ModelServer.Step, 3), (["status": 429, "retry_after": 300], 1),
                (["code": "insufficient_quota"], 1),
            ] {
                try analysis.model.forget(key: analysis.key)
                try analysis.script(step)
                #expect(try analysis.feedback().content == AnalysisTexts.otherRight, "\(step)")
                #expect(try analysis.seen().count == requests, "\(step)")
            }
            try analysis.script(["status": 400])
            #expect(try analysis.feedback().status == 502)
            #expect(try analysis.model.seen(key: analysis.claudeKey).count == 3)
            #expect(
                try analysis.metrics()("llm_fallbacks_total", ["gen_ai_request_model": "claude-sonnet-4-5"]) == 1)
            // A stream, too, as long as nothing of it has come.
            try analysis.script(["status": 500])
            let events = try EventReader(
                analysis.host.httpPort, "/api/analysis/student-feedback/stream", AnalysisTexts.student())
            #expect(try events.documents().last?["content"] as? String == AnalysisTexts.otherRight)
            analysis.finish()
        }

        @Test("a model that failed a few times in a row is left alone, and tried by one request after the pause")
        func breaker() throws {
            let analysis = try AnalysisHost(
                .init(
                    model: """
                                retry: { attempts: 1 }
                                breaker: { failures: 3, pause: 700ms }

                        """))
            try analysis.script(["status": 500])
            let answers = try (0..<6).map { _ in try analysis.feedback().status }
            #expect(answers == Array(repeating: 502, count: 6))
            #expect(try analysis.seen().count == 3)
            #expect(analysis.hasLogged("model.circuit_open"))
            #expect(try analysis.metrics()("llm_breaker_open") == 1)
            try analysis.script(Self.right)
            try analysis.host.wait("the model to be asked again", seconds: 5) { try analysis.feedback().status == 200 }
            #expect(try analysis.seen().count == 4)
            #expect(try analysis.metrics()("llm_breaker_open") == 0)
            analysis.finish()
        }

        @Test("the contracts' names for provider, model and most tokens are heard where the file says nothing")
        func environment() throws {
            let analysis = try AnalysisHost(
                .init(config: "      llm: claude\n      feedback_tokens: 500", name: nil),
                environment: [
                    "LLM_PROVIDER": "anthropic", "LLM_MODEL": "claude-haiku-4-5", "LLM_MAX_TOKENS": "333",
                ])
            try analysis.model.script(key: analysis.claudeKey, [Self.right])
            #expect(try analysis.commentary().status == 200)
            #expect(try analysis.feedback().status == 200)
            let seen = try analysis.model.seen(key: analysis.claudeKey)
            #expect(seen.map { $0.body["model"] } == ["claude-haiku-4-5", "claude-haiku-4-5"])
            #expect(seen.map { $0.body["max_tokens"] } == [333, 500])
            analysis.finish()
        }
    }
}
