import ModelAPI
import PluginSDK
import Testing

@testable import LanguageModel

@Suite("Streams", .timeLimit(.minutes(1)))
struct StreamTests {
    private static let settings = #"{"retry": {"attempts": 3, "first": "0s", "most": "0s"}}"#
    private static let whole: [FakePiece] = [
        .text(ModelBodies.begin), .text(ModelBodies.delta("Twelve ")), .text(ModelBodies.delta("did well.")),
        .text(ModelBodies.finish()), .text(ModelBodies.usage(input: 30, output: 6)), .text(ModelBodies.done),
    ]

    /// The text that came, and why it ended.
    private func read(_ stream: ModelStream) async -> (text: String, failure: ModelFailure?) {
        var text = ""
        do throws(ModelFailure) {
            for try await event in stream {
                if case .text(let piece) = event { text += piece }
            }
            return (text, nil)
        } catch {
            return (text, error)
        }
    }

    @Test("a whole answer comes in its pieces, and is counted as the provider counts")
    func whole() async throws {
        let upstream = FakeUpstream { _, _ in .stream(Self.whole) }
        let model = try TestModels.model(Self.settings, upstream, clock: ManualClock().model)
        let stream = try await model.stream(TestModels.request, job: upstream.job(tenant: "north"))
        let (text, failure) = await read(stream)
        #expect(text == "Twelve did well.")
        #expect(failure == nil)
        #expect(stream.completion.finish == .stop)
        #expect(stream.completion.usage == TokenUsage(input: 30, output: 6, isReported: true))
        await closed(upstream)
        #expect(upstream.requests.first?.body["stream"] == true)
        let usage = try await model.usage(from: "2026-03-01", to: "2026-03-01")
        #expect(usage.map(\.totals.outputTokens) == [6])
        await model.stop()
    }

    @Test("a stream tells which model answers, and at its end what that cost")
    func answer() async throws {
        let upstream = FakeUpstream { request, _ in
            request.upstream == "second" ? .stream(Self.whole) : .response(503, "")
        }
        let model = try TestModels.model(
            """
            {"retry": {"attempts": 1}, "prices": {"large": {"input": 10, "output": 100}},
             "fallback": [{"upstream": "second", "name": "large"}]}
            """, upstream, clock: ManualClock().model)
        let stream = try await model.stream(TestModels.request, job: upstream.job())
        #expect(stream.answer.model == "large")
        #expect(stream.answer.isFallback && stream.answer.attempts == 2)
        #expect(stream.answer.cost == nil)
        let (text, failure) = await read(stream)
        #expect(failure == nil)
        #expect(stream.answer.text == text)
        #expect(stream.answer.completion.usage == TokenUsage(input: 30, output: 6, isReported: true))
        #expect(stream.answer.cost == 0.0009)
        await model.stop()
    }

    @Test("without a count of the provider's the usage is estimated and marked")
    func estimated() async throws {
        let upstream = FakeUpstream { _, _ in
            .stream([
                .text(ModelBodies.delta("Twelve did well.")), .text(ModelBodies.finish()), .text(ModelBodies.done),
            ])
        }
        let model = try TestModels.model(Self.settings, upstream, clock: ManualClock().model)
        _ = await read(try await model.stream(TestModels.request, job: upstream.job()))
        let totals = try #require(try await model.usage(from: "2026-03-01", to: "2026-03-01").first?.totals)
        #expect(totals.estimatedAnswers == 1)
        #expect(totals.outputTokens > 0)
        await model.stop()
    }

    @Test(
        "what fails before the first piece is tried again",
        arguments: [
            FakeAnswer.response(500, ""), .failure("upstream.unreachable"), .stream([.text(ModelBodies.begin)]),
            .stream([.text(ModelBodies.begin), .failure("upstream.broken")]), .stream(status: 503, [.text("busy")]),
        ])
    func retried(_ first: FakeAnswer) async throws {
        let upstream = FakeUpstream { _, number in number == 1 ? first : .stream(Self.whole) }
        let model = try TestModels.model(Self.settings, upstream, clock: ManualClock().model)
        let (text, failure) = await read(try await model.stream(TestModels.request, job: upstream.job()))
        #expect(text == "Twelve did well.")
        #expect(failure == nil)
        #expect(upstream.requests.count == 2)
    }

    @Test(
        "a break after the first piece is told, with nothing of the answer, and not tried again",
        arguments: [[FakePiece](), [.failure("upstream.broken")]])
    func cut(_ end: [FakePiece]) async throws {
        let upstream = FakeUpstream { _, _ in .stream([.text(ModelBodies.delta("Twelve did"))] + end) }
        let model = try TestModels.model(Self.settings, upstream, clock: ManualClock().model)
        let (text, failure) = await read(try await model.stream(TestModels.request, job: upstream.job()))
        #expect(text == "Twelve did")
        #expect(failure?.reason == .cut)
        #expect(failure.map { !$0.message.contains("Twelve") } == true)
        #expect(failure?.jobFailure() is Retry)
        #expect(upstream.requests.count == 1)
        await closed(upstream)
    }

    @Test("an answer that ends otherwise than it should is told after its last piece")
    func lengthStop() async throws {
        let upstream = FakeUpstream { _, _ in
            .stream([.text(ModelBodies.delta("Twelve")), .text(ModelBodies.finish("length")), .text(ModelBodies.done)])
        }
        let model = try TestModels.model(Self.settings, upstream, clock: ManualClock().model)
        let (text, failure) = await read(try await model.stream(TestModels.request, job: upstream.job()))
        #expect(text == "Twelve")
        #expect(failure?.reason == .lengthStop)
    }

    @Test("a server that is silent after the answer's end does not spoil it")
    func silentEnd() async throws {
        let clock = ManualClock()
        let upstream = FakeUpstream(clock: clock) { _, _ in
            .stream([.text(ModelBodies.delta("Twelve")), .text(ModelBodies.finish()), .silence])
        }
        let model = try TestModels.model(Self.settings, upstream, clock: clock.model)
        let stream = try await model.stream(TestModels.request, job: upstream.job())
        async let ended = read(stream)
        await sleepers(clock, 1)
        clock.advance(by: .seconds(20))
        let (_, failure) = await ended
        #expect(failure == nil)
        await model.stop()
    }

    @Test("silence between two pieces ends it after the time for that")
    func idle() async throws {
        let clock = ManualClock()
        let upstream = FakeUpstream(clock: clock) { _, _ in .stream([.text(ModelBodies.delta("Twelve")), .silence]) }
        let model = try TestModels.model(#"{"idle": "20s"}"#, upstream, clock: clock.model)
        let stream = try await model.stream(TestModels.request, job: upstream.job())
        async let ended = read(stream)
        await sleepers(clock, 1)
        clock.advance(by: .seconds(20))
        let (text, failure) = await ended
        #expect(text == "Twelve")
        #expect(failure?.reason == .idleTimeout)
        await closed(upstream)
    }

    @Test("signs of life without a piece of the answer do not lengthen the time between two pieces")
    func keepAlive() async throws {
        let clock = ManualClock()
        let alive = FakePiece.late(.seconds(15), ": still here\n\n")
        let upstream = FakeUpstream(clock: clock) { _, _ in
            .stream([.text(ModelBodies.delta("Twelve")), alive, alive, .text(ModelBodies.delta(" did"))])
        }
        let model = try TestModels.model(#"{"idle": "20s"}"#, upstream, clock: clock.model)
        let (text, failure) = await read(try await model.stream(TestModels.request, job: upstream.job()))
        #expect(text == "Twelve")
        #expect(failure?.reason == .idleTimeout)
    }

    @Test("a model whose streams break off again and again is left alone")
    func breaker() async throws {
        let upstream = FakeUpstream { _, _ in .stream([.text(ModelBodies.delta("Twelve"))]) }
        let model = try TestModels.model(#"{"breaker": {"failures": 3}}"#, upstream, clock: ManualClock().model)
        for _ in 0..<3 { _ = await read(try await model.stream(TestModels.request, job: upstream.job())) }
        let failed = await failure { () async throws(ModelFailure) in
            try await model.stream(TestModels.request, job: upstream.job())
        }
        #expect(failed?.reason == .circuitOpen)
        #expect(upstream.requests.count == 3)
    }

    @Test("a whole answer between streams that break off begins the breaker's count anew")
    func breakerAnew() async throws {
        let upstream = FakeUpstream { _, number in
            number % 2 == 0 ? .stream(Self.whole) : .stream([.text(ModelBodies.delta("Twelve"))])
        }
        let model = try TestModels.model(#"{"breaker": {"failures": 2}}"#, upstream, clock: ManualClock().model)
        for _ in 0..<6 { _ = await read(try await model.stream(TestModels.request, job: upstream.job())) }
        #expect(upstream.requests.count == 6)
        await model.stop()
    }

    @Test("a stream that ends without anything in it is paid for and counted", arguments: ["stop", "length"])
    func emptyStream(_ finish: String) async throws {
        let upstream = FakeUpstream { _, _ in
            .stream([
                .text(ModelBodies.begin), .text(ModelBodies.finish(finish)),
                .text(ModelBodies.usage(input: 30, output: 6)), .text(ModelBodies.done),
            ])
        }
        let model = try TestModels.model(
            #"{"retry": {"attempts": 1}}"#, upstream, clock: ManualClock().model)
        let failed = await failure { () async throws(ModelFailure) in
            try await model.stream(TestModels.request, job: upstream.job(tenant: "north"))
        }
        #expect(failed?.reason == (finish == "stop" ? .empty : .lengthStop))
        let usage = try await model.usage(from: "2026-03-01", to: "2026-03-01")
        #expect(usage.map(\.totals.inputTokens) == [30])
        #expect(usage.map(\.totals.outputTokens) == [6])
        await model.stop()
    }

    @Test("a stream that never comes to its answer is not kept in memory without end")
    func endlessBeginning() async throws {
        let pieces = (0..<3000).map { FakePiece.text(ModelBodies.usage(input: 30, output: $0)) }
        let upstream = FakeUpstream { _, _ in .stream(pieces + Self.whole) }
        let model = try TestModels.model(#"{"retry": {"attempts": 1}}"#, upstream, clock: ManualClock().model)
        let failed = await failure { () async throws(ModelFailure) in
            try await model.stream(TestModels.request, job: upstream.job())
        }
        #expect(failed?.reason == .malformed)
    }

    @Test(
        "no first piece in the time for it is tried again at another model, whether or not the answer has begun",
        arguments: [FakeAnswer.silence, .stream([.text(ModelBodies.begin), .silence])])
    func firstToken(_ answer: FakeAnswer) async throws {
        let clock = ManualClock()
        let upstream = FakeUpstream(clock: clock) { request, _ in
            request.upstream == "second" ? .stream(Self.whole) : answer
        }
        let model = try TestModels.model(
            """
            {"first_token": "5s", "retry": {"attempts": 1},
             "fallback": [{"upstream": "second", "name": "second", "when": ["unavailable"]}]}
            """, upstream, clock: clock.model)
        async let opened = model.stream(TestModels.request, job: upstream.job())
        await sleepers(clock, 1)
        clock.advance(by: .seconds(5))
        let (text, failure) = await read(try await opened)
        #expect(text == "Twelve did well.")
        #expect(failure == nil)
        #expect(upstream.requests.map(\.upstream) == ["llm", "second"])
        await model.stop()
    }

    @Test("the deadline ends a stream that goes on too long")
    func deadline() async throws {
        let clock = ManualClock()
        let upstream = FakeUpstream(clock: clock) { _, _ in .stream([.text(ModelBodies.delta("Twelve")), .silence]) }
        let model = try TestModels.model(#"{"idle": "20s", "deadline": "10s"}"#, upstream, clock: clock.model)
        let stream = try await model.stream(TestModels.request, job: upstream.job())
        async let ended = read(stream)
        await sleepers(clock, 1)
        clock.advance(by: .seconds(10))
        #expect(await ended.failure?.reason == .deadline)
        #expect(upstream.requests.first?.timeout == .seconds(10))
    }

    @Test("letting it go ends the upstream's request, gives the tenant's place back and counts what came")
    func letGo() async throws {
        let upstream = FakeUpstream { _, _ in .stream([.text(ModelBodies.delta("Twelve did well.")), .silence]) }
        let model = try TestModels.model(
            #"{"tenants": {"concurrency": 1}}"#, upstream, clock: ManualClock().model)
        for _ in 0..<3 {
            var stream: ModelStream? = try await model.stream(TestModels.request, job: upstream.job(tenant: "north"))
            #expect(stream?.completion.text == "")
            stream = nil
            await closed(upstream)
        }
        #expect(try await model.usage(from: "2026-03-01", to: "2026-03-01").map(\.totals.estimatedAnswers) == [3])
        await model.stop()
    }

    @Test("a cancelled reader ends the upstream's request")
    func cancelled() async throws {
        let upstream = FakeUpstream { _, _ in .stream([.text(ModelBodies.delta("Twelve")), .silence]) }
        let model = try TestModels.model(Self.settings, upstream, clock: ManualClock().model)
        let stream = try await model.stream(TestModels.request, job: upstream.job())
        let reading = Task { await read(stream) }
        reading.cancel()
        #expect(await reading.value.failure?.reason == .cancelled)
        await closed(upstream)
    }

    @Test("tool calls come together out of their pieces")
    func calls() {
        var assembler = CompletionAssembler()
        for event: StreamEvent in [
            .started(id: "1", model: "small"), .call(index: 0, id: "a", name: "find"), .arguments(index: 0, "{\"x\":"),
            .call(index: 1, id: "b", name: "count"), .arguments(index: 0, "1}"), .arguments(index: 1, "{}"),
            .arguments(index: 7, "lost"), .finished(.toolCalls),
        ] { assembler.take(event) }
        #expect(
            assembler.completion.calls == [
                ToolCall(id: "a", name: "find", arguments: "{\"x\":1}"),
                ToolCall(id: "b", name: "count", arguments: "{}"),
            ])
        #expect(throws: Never.self) { try assembler.requireWhole() }
    }

    /// The host hears of an end a moment later.
    private func closed(_ upstream: FakeUpstream) async {
        while upstream.openStreams > 0 { await Task.yield() }
    }

    /// Waits until so many sleep by the clock.
    private func sleepers(_ clock: ManualClock, _ count: Int) async {
        while clock.sleeperCount < count { await Task.yield() }
    }
}
