import ModelAPI
import PluginSDK
import Testing

@testable import LanguageModel

@Suite("A call", .timeLimit(.minutes(1)))
struct CompletionTests {
    @Test("a good answer comes with its usage, its cost and what answered")
    func answers() async throws {
        let upstream = FakeUpstream { _, _ in
            .response(200, ModelBodies.chat("Well.", input: 1000, output: 100, cached: 400))
        }
        let model = try TestModels.model(
            #"{"name": "small", "prices": {"small": {"input": 2, "output": 10, "cached_input": 1}}}"#, upstream,
            clock: LeapingClock().model)
        let answer = try await model.complete(TestModels.request, job: upstream.job())
        #expect(answer.text == "Well.")
        #expect(answer.provider == "openai")
        #expect(answer.model == "small")
        #expect(answer.completion.model == "small-2026")
        #expect(answer.attempts == 1)
        #expect(!answer.isCached && !answer.isFallback)
        #expect(
            answer.completion.usage == TokenUsage(input: 1000, output: 100, cachedInput: 400, isReported: true))
        // 600 at 2, 400 at 1 and 100 at 10, for a million.
        let cost = try #require(answer.cost)
        #expect(abs(cost - 0.0026) < 1e-12)
    }

    @Test("it is sent to its upstream once, with what the operator and the plugin say and all the time there is")
    func isSent() async throws {
        let upstream = FakeUpstream { _, _ in .response(200, ModelBodies.chat("Well.")) }
        let model = try TestModels.model(
            #"{"name": "small", "temperature": 0.3, "most_tokens": 77, "deadline": "9s"}"#, upstream,
            clock: LeapingClock().model)
        _ = try await model.complete(TestModels.request, job: upstream.job())
        var request = TestModels.request
        request.temperature = 0.5
        request.mostTokens = 5
        request.deadline = .seconds(3)
        _ = try await model.complete(request, job: upstream.job())
        let sent = upstream.requests
        #expect(sent.map(\.upstream) == ["llm", "llm"])
        #expect(sent.map(\.path) == ["/chat/completions", "/chat/completions"])
        #expect(sent.map(\.attempts) == [1, 1])
        #expect(sent.map(\.timeout) == [.seconds(9), .seconds(3)])
        #expect(sent.map(\.model) == ["small", "small"])
        #expect(sent.map { $0.body["max_tokens"] } == [77, 5])
        #expect(sent.map { $0.body["temperature"] } == [0.3, 0.5])
    }

    @Test("where the operator sends no temperature, none is sent whatever the plugin says")
    func noTemperature() async throws {
        let upstream = FakeUpstream { _, _ in .response(200, ModelBodies.chat("Well.")) }
        let model = try TestModels.model(#"{"temperature": null}"#, upstream, clock: LeapingClock().model)
        var request = TestModels.request
        request.temperature = 0.5
        _ = try await model.complete(request, job: upstream.job())
        #expect(upstream.requests.first?.body["temperature"] == nil)
    }

    @Test("one attempt has no more time than the operator gives it")
    func attemptLimit() async throws {
        let clock = LeapingClock()
        let upstream = FakeUpstream { request, number in
            clock.advance(by: request.timeout)
            return number == 1 ? .failure("upstream.timeout") : .response(200, ModelBodies.chat("Well."))
        }
        let model = try TestModels.model(#"{"deadline": "60s", "attempt": "20s"}"#, upstream, clock: clock.model)
        let answer = try await model.complete(TestModels.request, job: upstream.job())
        #expect(answer.attempts == 2)
        #expect(upstream.requests.map(\.timeout) == [.seconds(20), .seconds(20)])
    }

    @Test("Retry-After of 2 s is waited for, and the second answer is taken")
    func retryAfterInTime() async throws {
        let clock = LeapingClock()
        let upstream = FakeUpstream { _, number in
            number == 1
                ? .response(429, headers: ["retry-after": "2"], ModelBodies.error("Slow down.", type: "requests"))
                : .response(200, ModelBodies.chat("Well."))
        }
        let model = try TestModels.model("{}", upstream, clock: clock.model)
        let answer = try await model.complete(TestModels.request, job: upstream.job())
        #expect(answer.attempts == 2)
        #expect(clock.sleeps == [.seconds(2)])
    }

    @Test("Retry-After of 120 s is left to the queue at once")
    func retryAfterTooLong() async throws {
        let clock = LeapingClock()
        let upstream = FakeUpstream { _, _ in
            .response(429, headers: ["retry-after": "120"], ModelBodies.error("Slow down.", type: "requests"))
        }
        let model = try TestModels.model("{}", upstream, clock: clock.model)
        let failed = await failure { () async throws(ModelFailure) in
            try await model.complete(TestModels.request, job: upstream.job())
        }
        #expect(failed?.reason == .rateLimited)
        #expect(upstream.requests.count == 1)
        #expect(clock.sleeps.isEmpty)
        let retry = try #require(failed?.jobFailure() as? Retry)
        #expect(retry.after == .seconds(120))
        #expect(retry.code == "model.rate_limited")
        #expect(retry.httpStatus == 502)
    }

    @Test("attempts and pauses together never pass the deadline, whatever fails and however long it takes")
    func deadlineHolds() async throws {
        for taken in [Duration.milliseconds(10), .seconds(1), .seconds(4), .seconds(9)] {
            let clock = LeapingClock()
            let begun = clock.now
            let upstream = FakeUpstream { request, _ in
                clock.advance(by: min(taken, request.timeout))
                return taken >= request.timeout ? .failure("upstream.timeout") : .response(500, "")
            }
            let model = try TestModels.model(
                #"{"deadline": "10s", "retry": {"attempts": 10, "first": "500ms", "most": "8s"}}"#, upstream,
                clock: clock.model)
            let failed = await failure { () async throws(ModelFailure) in
                try await model.complete(TestModels.request, job: upstream.job())
            }
            #expect(failed != nil)
            #expect(clock.now - begun <= .seconds(10))
            for request in upstream.requests { #expect(request.timeout <= .seconds(10)) }
        }
    }

    @Test("a conversation that is longer than the model can read is refused before it is sent, or cut as it is set")
    func truncation() async throws {
        let upstream = FakeUpstream { _, _ in .response(200, ModelBodies.chat("Well.")) }
        let turns = (0..<20).flatMap { number -> [Message] in
            [.user("Question \(number): " + String(repeating: "word ", count: 50)), .assistant("Answer \(number).")]
        }
        let request = ModelRequest(
            messages: [.system("Be short.")] + turns + [.user("And now?")], mostTokens: 100, purpose: "test")
        let refusing = try TestModels.model(
            #"{"context": 600, "most_tokens": 100}"#, upstream, clock: LeapingClock().model)
        let failed = await failure { () async throws(ModelFailure) in
            try await refusing.complete(request, job: upstream.job())
        }
        #expect(failed?.reason == .contextTooLong)
        #expect(upstream.requests.isEmpty)

        let cutting = try TestModels.model(
            #"{"context": 600, "most_tokens": 100, "truncate": "oldest"}"#, upstream, clock: LeapingClock().model)
        let answer = try await cutting.complete(request, job: upstream.job())
        let note = try #require(answer.truncation)
        #expect(note.messagesDropped > 0)
        #expect(note.tokensAfter <= 500)
        let sent = try #require(upstream.requests.last?.messages)
        #expect(sent.count == request.messages.count - note.messagesDropped)
        #expect(sent.last?["content"] == "And now?")
    }

    @Test("an answer whose provider tells no usage is counted by estimate, and marked")
    func estimatedUsage() async throws {
        let upstream = FakeUpstream { _, _ in .response(200, ModelBodies.withoutUsage("Twelve of the class did well."))
        }
        let model = try TestModels.model("{}", upstream, clock: LeapingClock().model)
        let answer = try await model.complete(TestModels.request, job: upstream.job())
        #expect(!answer.completion.usage.isReported)
        #expect((5...40).contains(answer.completion.usage.input))
        #expect((4...16).contains(answer.completion.usage.output))
    }

    @Test("a cancelled task ends its request")
    func cancellation() async throws {
        let upstream = FakeUpstream { _, _ in .silence }
        let model = try TestModels.model("{}", upstream, clock: LeapingClock().model)
        let task = Task {
            await failure { () async throws(ModelFailure) in
                try await model.complete(TestModels.request, job: upstream.job())
            }
        }
        while upstream.requests.isEmpty { await Task.yield() }
        task.cancel()
        let failed = await task.value
        #expect(failed?.reason == .cancelled)
        #expect(failed?.jobFailure() is CancellationError)
    }
}
