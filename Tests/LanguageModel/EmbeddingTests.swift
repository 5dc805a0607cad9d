import ModelAPI
import PluginSDK
import Testing
import TokenBudget

@testable import LanguageModel

@Suite("Vectors of texts", .timeLimit(.minutes(1)))
struct EmbeddingTests {
    private static func count(_ request: SentRequest) -> Int {
        if case .array(let texts)? = request.body["input"] { texts.count } else { 0 }
    }

    @Test("many texts go in several requests, and their vectors come in order with the usage of all")
    func batches() async throws {
        let upstream = FakeUpstream { request, _ in .response(200, ModelBodies.vectors(Self.count(request))) }
        let model = try TestModels.model(
            #"{"name": "text-embedding-3-small", "embeddings": {"batch": 4}}"#, upstream, clock: LeapingClock().model)
        let vectors = try await model.embed((0..<10).map { "text \($0)" }, job: upstream.job())
        #expect(upstream.requests.map(Self.count) == [4, 4, 2])
        #expect(upstream.requests.allSatisfy { $0.path == "/embeddings" })
        #expect(vectors.vectors.count == 10)
        #expect(vectors.vectors.map { $0[0] } == [0, 1, 2, 3, 0, 1, 2, 3, 0, 1])
        #expect(vectors.usage.input == 40)
        #expect(vectors.usage.isReported)
    }

    @Test("no texts ask nobody")
    func none() async throws {
        let upstream = FakeUpstream { _, _ in .response(500, "") }
        let model = try TestModels.model("{}", upstream, clock: LeapingClock().model)
        #expect(try await model.embed([], job: upstream.job()).vectors.isEmpty)
        #expect(upstream.requests.isEmpty)
    }

    @Test("a batch is bounded by tokens, too, and a text that is longer goes alone")
    func tokens() {
        let estimate = TokenEstimate(model: "text-embedding-3-small")
        let long = String(repeating: "word ", count: 200)
        let runs = EmbeddingBatch(texts: 100, tokens: 50).runs(of: ["a", "b", long, "c", "d"], estimate)
        #expect(runs == [0..<2, 2..<3, 3..<5])
    }

    @Test("what fails is tried again, and no fallback is asked: its vectors would say nothing of the others")
    func failures() async throws {
        let upstream = FakeUpstream { _, _ in .response(500, "") }
        let model = try TestModels.model(
            #"{"retry": {"attempts": 2}, "fallback": [{"upstream": "second", "name": "second", "when": ["any"]}]}"#,
            upstream, clock: LeapingClock().model)
        let failed = await failure { () async throws(ModelFailure) in
            try await model.embed(["a"], job: upstream.job())
        }
        #expect(failed?.reason == .serverError)
        #expect(upstream.requests.map(\.upstream) == ["llm", "llm"])
    }

    @Test("vectors whose lengths differ from one request to the next are refused")
    func lengths() async throws {
        let upstream = FakeUpstream { request, number in
            .response(200, ModelBodies.vectors(Self.count(request), length: number + 2))
        }
        let model = try TestModels.model(#"{"embeddings": {"batch": 1}}"#, upstream, clock: LeapingClock().model)
        let failed = await failure { () async throws(ModelFailure) in
            try await model.embed(["a", "b"], job: upstream.job())
        }
        #expect(failed?.reason == .malformed)
    }

    @Test("a provider without vectors is the operator's mistake")
    func anthropic() async throws {
        let upstream = FakeUpstream { _, _ in .response(500, "") }
        let model = try TestModels.model(
            #"{"provider": "anthropic", "name": "large"}"#, upstream, clock: LeapingClock().model)
        let failed = await failure { () async throws(ModelFailure) in
            try await model.embed(["a"], job: upstream.job())
        }
        #expect(failed?.reason == .misconfigured)
        #expect(upstream.requests.isEmpty)
    }
}
