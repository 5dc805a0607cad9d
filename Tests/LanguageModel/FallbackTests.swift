import ModelAPI
import Testing

@testable import LanguageModel

@Suite("Fallbacks and breakers of a call")
struct FallbackTests {
    private static let fallbacks = """
        {"name": "first", "retry": {"attempts": 2}, "breaker": {"failures": 4, "pause": "30s"}, "fallback": [
            {"upstream": "second", "provider": "openai", "name": "second", "when": ["unavailable"]},
            {"upstream": "third", "provider": "anthropic", "name": "third", "when": ["any"]}]}
        """
    private static let anthropic = """
        {"id": "msg_1", "type": "message", "role": "assistant", "model": "third-1", "stop_reason": "end_turn",
         "content": [{"type": "text", "text": "Third."}], "usage": {"input_tokens": 9, "output_tokens": 2}}
        """

    @Test("they are asked in their order, each for its conditions, in its own words")
    func order() async throws {
        let upstream = FakeUpstream { request, _ in
            request.upstream == "third" ? .response(200, Self.anthropic) : .response(503, "")
        }
        let model = try TestModels.model(Self.fallbacks, upstream, clock: LeapingClock().model)
        let answer = try await model.complete(TestModels.request, job: upstream.job())
        #expect(answer.text == "Third.")
        #expect(answer.provider == "anthropic")
        #expect(answer.model == "third")
        #expect(answer.isFallback)
        #expect(answer.attempts == 5)
        #expect(upstream.requests.map(\.upstream) == ["llm", "llm", "second", "second", "third"])
        #expect(upstream.requests.map(\.model) == ["first", "first", "second", "second", "third"])
        #expect(upstream.requests.last?.path == "/v1/messages")
    }

    @Test("a refused key goes past the fallback that is for an unavailable model")
    func conditions() async throws {
        let upstream = FakeUpstream { request, _ in
            request.upstream == "third"
                ? .response(200, Self.anthropic)
                : .response(401, ModelBodies.error("No.", type: "invalid_request_error", code: "invalid_api_key"))
        }
        let model = try TestModels.model(Self.fallbacks, upstream, clock: LeapingClock().model)
        let answer = try await model.complete(TestModels.request, job: upstream.job())
        #expect(answer.model == "third")
        #expect(upstream.requests.map(\.upstream) == ["llm", "third"])
    }

    @Test("a model that failed so often is not asked until the pause is over; then one request tries")
    func breaker() async throws {
        let clock = LeapingClock()
        let isDown = Switch(true)
        let upstream = FakeUpstream { request, _ in
            if request.upstream == "third" { return .response(200, Self.anthropic) }
            return isDown.isOn ? .response(500, "") : .response(200, ModelBodies.chat("Back."))
        }
        let model = try TestModels.model(
            """
            {"name": "first", "retry": {"attempts": 2, "first": "1ms"}, "breaker": {"failures": 4, "pause": "30s"},
             "fallback": [{"upstream": "third", "provider": "anthropic", "name": "third", "when": ["unavailable"]}]}
            """, upstream, clock: clock.model)
        for _ in 0..<4 { _ = try await model.complete(TestModels.request, job: upstream.job()) }
        #expect(upstream.requests.count { $0.upstream == "llm" } == 4)
        #expect(upstream.requests.count { $0.upstream == "third" } == 4)

        clock.advance(by: .seconds(30))
        isDown.isOn = false
        let answer = try await model.complete(TestModels.request, job: upstream.job())
        #expect(answer.text == "Back.")
        #expect(!answer.isFallback)
    }

    @Test("without a fallback an open breaker says when to come back")
    func openBreaker() async throws {
        let clock = LeapingClock()
        let upstream = FakeUpstream { _, _ in .response(500, "") }
        let model = try TestModels.model(
            #"{"retry": {"attempts": 1}, "breaker": {"failures": 1, "pause": "30s"}}"#, upstream, clock: clock.model)
        _ = await failure { () async throws(ModelFailure) in
            try await model.complete(TestModels.request, job: upstream.job())
        }
        clock.advance(by: .seconds(10))
        let failed = await failure { () async throws(ModelFailure) in
            try await model.complete(TestModels.request, job: upstream.job())
        }
        #expect(failed?.reason == .circuitOpen)
        #expect(failed?.retryAfter == .seconds(20))
        #expect(upstream.requests.count == 1)
    }
}
