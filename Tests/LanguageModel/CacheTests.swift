import ModelAPI
import PluginSDK
import StructuredOutput
import Synchronization
import Testing

@testable import LanguageModel

@Suite("Kept answers", .timeLimit(.minutes(1)))
struct CacheTests {
    private static let settings =
        #"{"temperature": 0, "cache": {"lifetime": "1h"}, "name": "small", "prices": {"small": {"input": 1, "output": 1}}}"#

    private func upstream(_ text: String = "Well.") -> FakeUpstream {
        FakeUpstream { _, _ in .response(200, ModelBodies.chat(text)) }
    }

    @Test("an equal question at temperature 0 is answered from the store, for nothing, also after a restart")
    func hit() async throws {
        let upstream = upstream()
        let clock = LeapingClock().model
        let first = try TestModels.model(Self.settings, upstream, clock: clock)
        let asked = try await first.complete(TestModels.request, job: upstream.job(tenant: "north"))
        #expect(!asked.isCached && asked.attempts == 1)
        let second = try TestModels.model(Self.settings, upstream, clock: clock)
        let kept = try await second.complete(TestModels.request, job: upstream.job(tenant: "north"))
        #expect(kept.isCached)
        #expect(kept.attempts == 0)
        #expect(kept.cost == 0)
        #expect(kept.completion == asked.completion)
        #expect(upstream.requests.count == 1)
    }

    @Test("what differs in anything is asked: the question, the tenant, the model, the temperature")
    func misses() async throws {
        let upstream = upstream()
        let clock = LeapingClock().model
        let model = try TestModels.model(Self.settings, upstream, clock: clock)
        _ = try await model.complete(TestModels.request, job: upstream.job(tenant: "north"))
        var other = TestModels.request
        other.messages = [.user("And the other class?")]
        _ = try await model.complete(other, job: upstream.job(tenant: "north"))
        _ = try await model.complete(TestModels.request, job: upstream.job(tenant: "south"))
        _ = try await model.complete(TestModels.request, job: upstream.job())
        var warmer = TestModels.request
        warmer.temperature = 0.1
        _ = try await model.complete(warmer, job: upstream.job(tenant: "north"))
        _ = try await model.complete(warmer, job: upstream.job(tenant: "north"))
        let large = try TestModels.model(
            #"{"temperature": 0, "cache": {"lifetime": "1h"}, "name": "large"}"#, upstream, clock: clock)
        _ = try await large.complete(TestModels.request, job: upstream.job(tenant: "north"))
        #expect(upstream.requests.count == 7)
    }

    @Test("answers that do not have the form that was asked for are not kept")
    func formless() async throws {
        let upstream = FakeUpstream { _, number in .response(200, ModelBodies.chat(number < 3 ? "seven" : "7")) }
        let model = try TestModels.model(Self.settings, upstream, clock: LeapingClock().model)
        let schema = try JSONSchema(["type": "integer"])
        for round in 1...3 {
            let failed = await failure { () async throws(ModelFailure) in
                try await model.structured(TestModels.request, schema: schema, name: "score", job: upstream.job())
            }
            #expect(failed?.reason == (round == 1 ? .invalidOutput : nil))
            #expect(upstream.requests.count == min(round + 1, 3))
        }
        await model.stop()
    }

    @Test("a kept answer is the tenant's, also of one whom the request alone names")
    func purge() async throws {
        let upstream = upstream()
        let written = Mutex([JSONValue]())
        let host = Host { service, request in
            if service == "store.put/1", let document = try? JSONValue(parsing: request) {
                written.withLock { $0.append(document) }
            }
            return try await upstream.host().call(service, request)
        }
        let model = try TestModels.model(Self.settings, upstream, clock: LeapingClock().model)
        var request = TestModels.request
        request.tenant = "north"
        _ = try await model.complete(request, job: Job(host: host))
        #expect(written.withLock { $0.map { $0["tenant"] } } == ["north"])
        await model.stop()
    }

    @Test("an answer is kept as long as it is set")
    func lifetime() async throws {
        let upstream = upstream()
        let model = try TestModels.model(Self.settings, upstream, clock: LeapingClock().model)
        _ = try await model.complete(TestModels.request, job: upstream.job())
        upstream.memory.advance(by: .seconds(3601))
        _ = try await model.complete(TestModels.request, job: upstream.job())
        #expect(upstream.requests.count == 2)
    }

    @Test("equal questions under way at the same time are asked once")
    func singleFlight() async throws {
        let opened = Switch(false)
        let upstream = FakeUpstream { _, _ in
            while !opened.isOn { await Task.yield() }
            return .response(200, ModelBodies.chat("Well."))
        }
        let model = try TestModels.model(Self.settings, upstream, clock: LeapingClock().model)
        let answers = try await withThrowingTaskGroup(of: ModelAnswer.self) { group in
            for _ in 0..<8 { group.addTask { try await model.complete(TestModels.request, job: upstream.job()) } }
            while upstream.requests.isEmpty { await Task.yield() }
            for _ in 0..<1000 { await Task.yield() }
            opened.isOn = true
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(upstream.requests.count == 1)
        #expect(answers.count { !$0.isCached } == 1)
        #expect(answers.allSatisfy { $0.text == "Well." })
    }

    @Test("an answer of more than 256 KiB, and one that cannot be used, are not kept")
    func notKept() async throws {
        let large = upstream(String(repeating: "words ", count: 50_000))
        let model = try TestModels.model(Self.settings, large, clock: LeapingClock().model)
        for _ in 0..<2 { _ = try await model.complete(TestModels.request, job: large.job()) }
        #expect(large.requests.count == 2)

        let cut = FakeUpstream { _, number in
            .response(200, ModelBodies.chat("Wel", finish: number == 1 ? "length" : "stop"))
        }
        let other = try TestModels.model(Self.settings, cut, clock: LeapingClock().model)
        _ = await failure { () async throws(ModelFailure) in
            try await other.complete(TestModels.request, job: cut.job())
        }
        #expect(try await !other.complete(TestModels.request, job: cut.job()).isCached)
    }

    @Test("an answer of a fallback is not kept as the first model's")
    func fallbackNotKept() async throws {
        let upstream = FakeUpstream { request, number in
            request.upstream == "second" ? .response(200, ModelBodies.chat("Second.")) : .response(401, "")
        }
        let model = try TestModels.model(
            """
            {"temperature": 0, "cache": {"lifetime": "1h"},
             "fallback": [{"upstream": "second", "name": "second", "when": ["any"]}]}
            """, upstream, clock: LeapingClock().model)
        for _ in 0..<2 { _ = try await model.complete(TestModels.request, job: upstream.job()) }
        #expect(upstream.requests.map(\.upstream) == ["llm", "second", "llm", "second"])
    }

    @Test("what lies in the store and cannot be read is asked for again")
    func brokenEntry() async throws {
        for bytes in ["", "{", #"{"text": 1}"#, #"{"text": "", "finish": "length", "calls": []}"#, #"[]"#] {
            #expect(CachedCompletion.completion(Array(bytes.utf8)) == nil)
        }
    }
}
