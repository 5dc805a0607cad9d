import CPluginABI
import HostConfiguration
import HostObservability
import HostThreads
import Synchronization
import Testing

@testable import HostDispatch
@testable import HostRabbitMQ

/// Jobs that wait, that come back, and whose messages cannot be sent.
@Suite struct DeliveryFaultTests {
    @Test("a job that waits in the processor's line has all of its time when it begins") func deadline() throws {
        let door = Gate()
        let deadlines = Mutex<[UInt64]>([])
        let bench = SessionBench(concurrency: 1, timeout: .seconds(10)) { job in
            deadlines.withLock { $0.append(job.deadline) }
            door.wait()
            return .ok
        }
        try bench.serve([SessionBench.binding()])
        try bench.deliver()
        try bench.deliver()
        try bench.turn(until: { deadlines.withLock { $0.count } == 1 && bench.generation.load.waiting == 1 })
        let opened = MonotonicClock.now()
        door.open()
        try bench.turn(until: { bench.broker.heard("ack").last?.contains("2 on 1") == true })
        let seen = deadlines.withLock { $0 }
        #expect(seen.count == 2 && seen[0] < opened &+ 10_000_000_000 && seen[1] >= opened &+ 10_000_000_000)
    }

    @Test("while callbacks cannot be published no further job begins, and the thread sleeps") func hindered() throws {
        let begun = Atomic<Int>(0)
        let publisher = FakePublisher()
        let bench = SessionBench { _ in
            begun.add(1, ordering: .relaxed)
            return .ok
        }
        try bench.serve([SessionBench.binding()], callback: SessionBench.callback(), publisher: publisher)
        publisher.hindrance = "the broker is away"
        for _ in 0..<3 { try bench.deliver() }
        try bench.turn()
        #expect((bench.session.nextMoment ?? 0) > MonotonicClock.now())
        #expect(bench.session.status[0].inFlight == 0 && bench.session.status[0].unsettled == 3)
        publisher.hindrance = nil
        try bench.turn(until: { bench.session.status[0].unsettled == 0 })
        #expect(begun.load(ordering: .relaxed) == 3)
    }

    @Test("at an end nothing that waits for the publisher is kept") func hinderedEnd() throws {
        let publisher = FakePublisher()
        let bench = SessionBench { _ in .ok }
        try bench.serve([SessionBench.binding()], callback: SessionBench.callback(), publisher: publisher)
        publisher.hindrance = "the broker is away"
        try bench.deliver()
        try bench.turn()
        bench.session.end()
        try bench.turn(until: { bench.session.finished.wait(.zero) })
        #expect(bench.broker.heard("requeue") == ["1 on 1"])
    }

    @Test("an answer that can never be sent is a failure for good, which its own operation tells of") func invalid()
        throws
    {
        let operations = Mutex<[String]>([])
        let publisher = FakePublisher(.failed(code: "callback.invalid", message: "a header is too long"))
        let bench = SessionBench { job in
            operations.withLock { $0.append("\(job.operation) \(job.headers["x-failure-code"] ?? "")") }
            return .ok
        }
        try bench.serve(
            [SessionBench.binding()], callback: SessionBench.callback(failure: "a.failed"), publisher: publisher)
        try bench.deliver()
        try bench.turn(until: { bench.broker.heard("reject") == ["1 on 1"] })
        #expect(operations.withLock { $0 } == ["a.b ", "a.failed callback.invalid"])
        #expect(bench.broker.heard("requeue") == [])
    }

    @Test("without such an operation it is rejected at once") func invalidAlone() throws {
        let publisher = FakePublisher(.failed(code: "callback.invalid", message: "a header is too long"))
        let bench = SessionBench { _ in .ok }
        try bench.serve([SessionBench.binding()], callback: SessionBench.callback(), publisher: publisher)
        try bench.deliver()
        try bench.turn(until: { bench.broker.heard("reject") == ["1 on 1"] })
        #expect(publisher.requests.count == 1)
    }

    @Test("a job that goes back to its queue rests before, so that it does not come again at once") func rest() throws {
        let bench = SessionBench { _ in .retry }
        try bench.serve([SessionBench.binding(attempts: 1)])
        let start = MonotonicClock.now()
        try bench.deliver()
        try bench.turn(until: { bench.broker.heard("requeue") == ["1 on 1"] })
        #expect(MonotonicClock.now() - start >= 900_000_000)
    }

    @Test("what an attempt has streamed that lost its job is no part of the next one's answer") func pieces() throws {
        let publisher = FakePublisher()
        let bound = BoundQueue(binding: SessionBench.binding(), callback: SessionBench.callback(), processor: "fake")
        let lane = ConsumerLane(queue: "work", seat: SuspectSeat(), log: FakeProcessor.silent) {}
        var ledger = AckLedger(epoch: 0, prefetch: 1)
        let job = QueueJob(
            message: IncomingMessage(
                channel: 1, tag: 1, redelivered: false, exchange: "", routingKey: "work",
                properties: MessageProperties(), body: []),
            id: "j", place: ledger.take(1), count: AttemptCount([], redelivered: false),
            terms: JobTerms(bound, callbacks: publisher, copies: nil), lane: lane)
        for piece in ["lost", "own"] {
            job.beginAttempt()
            _ = Array(piece.utf8).withUnsafeBytes { job.take(piece: $0) }
        }
        job.settle(
            Completion(
                status: .ok, payload: UnsafeRawBufferPointer(start: nil, count: 0), mediaType: "text/plain", error: nil)
        )
        #expect(publisher.requests.map { String(decoding: $0.body, as: UTF8.self) } == ["own"])
    }

    @Test("at an end a job that waits for its next attempt goes back at once") func leavingWithRetry() throws {
        let bench = SessionBench { _ in FakeAnswer(status: PROCTOR_RETRY, retryAfter: 60_000_000_000) }
        try bench.serve([SessionBench.binding()])
        try bench.deliver()
        let end = MonotonicClock.now() &+ 10_000_000_000
        while bench.generation.load.running > 0 || bench.statistics.totals[.retry] != 1, MonotonicClock.now() < end {
            _ = Gate().wait(.milliseconds(1))
        }
        bench.session.end()
        try bench.turn(until: { bench.session.finished.wait(.zero) })
        #expect(bench.broker.heard("requeue") == ["1 on 1"])
    }

    @Test("redeliveries of a copy on the ladder are counted apart from those of the message before") func ladderCount()
        throws
    {
        let counter = StoreCounter(services: CountingStore(), owner: "amqp")
        defer { counter.close() }
        let attempts = Mutex<[UInt32]>([])
        let publisher = FakePublisher()
        let bench = SessionBench(counter: counter) { job in
            attempts.withLock { $0.append(job.attempt) }
            return .retry
        }
        var binding = SessionBench.binding(attempts: 1)
        binding.ladder = [.seconds(10), .seconds(60)]
        binding.deliveries = 10
        try bench.serve([binding], publisher: publisher)
        try bench.deliver(id: "j", redelivered: true)
        try bench.turn(until: { publisher.requests.count == 1 })
        try bench.deliver(
            id: "j", redelivered: true, headers: publisher.requests[0].properties.headers.map { ($0.name, $0.value) })
        try bench.turn(until: { publisher.requests.count == 2 })
        #expect(attempts.withLock { $0 } == [2, 4])
    }
}
