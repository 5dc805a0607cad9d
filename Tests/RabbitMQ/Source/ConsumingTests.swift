import CPluginABI
import HostConfiguration
import HostObservability
import HostThreads
import Synchronization
import Testing

@testable import HostDispatch
@testable import HostRabbitMQ

/// A session before a broker of the test's own: what it tells the broker, and when.
@Suite struct ConsumingTests {
    @Test("jobs that end are acknowledged together, and none without a callback's confirm") func callbackThenAck()
        throws
    {
        let publisher = FakePublisher(nil)
        let bench = SessionBench { FakeAnswer(payload: $0.payload, headers: [("message-id", $0.id + "!")]) }
        try bench.serve([SessionBench.binding()], callback: SessionBench.callback(), publisher: publisher)
        #expect(bench.broker.heard == ["open 1 prefetch 10", "ask work on 1", "consume work on 1"])
        for number in 1...5 { try bench.deliver("\(number)", headers: [("traceparent", .text("00-t-s-01"))]) }
        try bench.turn(until: { publisher.requests.count == 5 })
        #expect(bench.broker.heard("ack") == [])
        publisher.answer(.confirmed)
        try bench.turn(until: { !bench.broker.heard("ack").isEmpty })
        #expect(bench.broker.heard("ack") == ["<=5 on 1"])
        let first = try #require(publisher.requests.first { $0.body == Array("1".utf8) })
        #expect(first.exchange == "commands" && first.routingKey == "done" && first.properties.messageID == "job-1-1!")
        #expect(first.properties.headers.map(\.name) == ["traceparent"] && first.properties.type == "a.b")
    }

    @Test("without a callback the end of the job is enough") func noCallback() throws {
        let bench = SessionBench { _ in .ok }
        try bench.serve([SessionBench.binding()])
        try bench.deliver()
        try bench.turn(until: { bench.broker.heard("ack") == ["1 on 1"] })
    }

    @Test("a job that is refused for good is rejected, and no callback is sent") func reject() throws {
        let publisher = FakePublisher()
        let bench = SessionBench { _ in .reject }
        try bench.serve(
            [SessionBench.binding()], callback: SessionBench.callback(failure: "a.failed"), publisher: publisher)
        try bench.deliver()
        try bench.turn(until: { bench.broker.heard("reject") == ["1 on 1"] })
        #expect(publisher.requests.isEmpty)
    }

    @Test("a job that fails for now is tried again here, and goes back when it was tried enough") func retry() throws {
        let attempts = Mutex<[UInt32]>([])
        let bench = SessionBench { job in
            attempts.withLock { $0.append(job.attempt) }
            return .retry
        }
        try bench.serve([SessionBench.binding()])
        try bench.deliver(redelivered: true, headers: [("x-delivery-count", .integer(2))])
        try bench.turn(until: { bench.broker.heard("requeue") == ["1 on 1"] })
        #expect(attempts.withLock { $0 } == [3, 4, 5])
        #expect(bench.broker.heard("ack") == [])
    }

    @Test("a failure that was redelivered too often is for good: its own operation makes the callback") func failure()
        throws
    {
        let publisher = FakePublisher()
        let bench = SessionBench { job in
            guard job.operation == "a.failed" else { return .retry }
            return FakeAnswer(
                payload: Array("\(job.text) \(job.headers["x-failure-code"] ?? "")".utf8),
                headers: [("outcome", "failure")])
        }
        try bench.serve(
            [SessionBench.binding()], callback: SessionBench.callback(failure: "a.failed"), publisher: publisher)
        try bench.deliver("body", redelivered: true, headers: [("x-delivery-count", .integer(5))])
        try bench.turn(until: { bench.broker.heard("ack") == ["1 on 1"] })
        #expect(publisher.requests.map { String(decoding: $0.body, as: UTF8.self) } == ["body test.retry"])
        let metrics = bench.statistics.metrics([]).text
        #expect(metrics.contains("lumie_worker_jobs_total{queue=\"work\",service=\"fake\",status=\"failure\"} 1\n"))
        #expect(metrics.contains("lumie_worker_jobs_total{queue=\"work\",service=\"fake\",status=\"requeued\"} 3\n"))
        #expect(!metrics.contains("status=\"success\""))
    }

    @Test("without such an operation it is rejected") func failureWithoutOperation() throws {
        let bench = SessionBench { _ in .retry }
        try bench.serve([SessionBench.binding()], callback: SessionBench.callback(), publisher: FakePublisher())
        try bench.deliver(redelivered: true, headers: [("x-delivery-count", .integer(5))])
        try bench.turn(until: { bench.broker.heard("reject") == ["1 on 1"] })
    }

    @Test("a job climbs the ladder by a copy, and is acknowledged when that is confirmed") func ladder() throws {
        let publisher = FakePublisher(nil)
        let bench = SessionBench { _ in .retry }
        var binding = SessionBench.binding(attempts: 1)
        binding.ladder = [.seconds(10), .seconds(60)]
        try bench.serve([binding], publisher: publisher)
        try bench.deliver("body", id: "j", headers: [("n", .integer(1))])
        try bench.turn(until: { publisher.requests.count == 1 })
        #expect(bench.broker.heard("ack") == [])
        publisher.answer(.confirmed)
        try bench.turn(until: { bench.broker.heard("ack") == ["1 on 1"] })
        let copy = publisher.requests[0]
        #expect(
            copy.routingKey == "work.retry.10000ms" && copy.body == Array("body".utf8)
                && copy.properties.messageID == "j")
        try bench.deliver("body", id: "j", headers: copy.properties.headers.map { ($0.name, $0.value) })
        try bench.turn(until: { publisher.requests.count == 2 })
        #expect(publisher.requests[1].routingKey == "work.retry.60000ms")
        try bench.deliver(
            "body", id: "j", headers: publisher.requests[1].properties.headers.map { ($0.name, $0.value) })
        try bench.turn(until: { bench.broker.heard("requeue") == ["3 on 1"] })
    }

    @Test("a callback that cannot be published gives its job back, and not at once") func callbackFailed() throws {
        let publisher = FakePublisher(.failed(code: "callback.unroutable", message: "no queue"))
        let bench = SessionBench { _ in .ok }
        try bench.serve([SessionBench.binding()], callback: SessionBench.callback(), publisher: publisher)
        let start = MonotonicClock.now()
        try bench.deliver()
        try bench.turn(until: { bench.broker.heard("requeue") == ["1 on 1"] })
        #expect(MonotonicClock.now() - start >= 900_000_000)
        #expect(publisher.requests.count == 1 && bench.broker.heard("ack") == [])
    }

    @Test("a streamed answer becomes one message of lines") func streamed() throws {
        let publisher = FakePublisher()
        let bench = SessionBench { _ in FakeAnswer(pieces: [Array("{}".utf8), Array("[]".utf8)]) }
        try bench.serve([SessionBench.binding()], callback: SessionBench.callback(), publisher: publisher)
        try bench.deliver()
        try bench.turn(until: { bench.broker.heard("ack") == ["1 on 1"] })
        #expect(publisher.requests[0].body == Array("{}\n[]\n".utf8))
        #expect(publisher.requests[0].properties.contentType == "application/x-ndjson")
    }

    // MARK: Room

    @Test("with more deliveries than places the processor is not asked again and again") func busy() throws {
        let door = Gate()
        let ran = Atomic<Int>(0)
        let bench = SessionBench(concurrency: 1, queue: 1) { _ in
            ran.add(1, ordering: .relaxed)
            door.wait()
            return .ok
        }
        try bench.serve([SessionBench.binding(prefetch: 50)])
        for _ in 0..<50 { try bench.deliver() }
        for _ in 0..<200 { try bench.turn() }
        #expect((bench.statistics.totals[.busy] ?? 0) <= 2)
        door.open()
        try bench.turn(until: { ran.load(ordering: .relaxed) == 50 && bench.session.status[0].unsettled == 0 })
        #expect(bench.broker.heard("requeue") == [] && bench.broker.heard("reject") == [])
        // At the worst one refusal for each quarter of a second, and the first.
        #expect((bench.statistics.totals[.busy] ?? 0) < 20)
        #expect(bench.statistics.totals[.ok] == 50)
    }

    @Test("jobs whose binding the routing has lost wait for the word on it, and go back then") func unbound() throws {
        let bench = SessionBench { _ in .ok }
        try bench.serve([SessionBench.binding()])
        bench.route([])
        for _ in 0..<3 { try bench.deliver() }
        try bench.turn()
        #expect(bench.broker.heard("requeue") == [])
        bench.session.want([])
        try bench.turn()
        #expect(bench.broker.heard("cancel") == ["proctor.1 on 1"])
        #expect(bench.broker.heard("requeue").sorted() == ["1 on 1", "2 on 1", "3 on 1"])
        #expect(bench.broker.heard.last == "close 1")
    }
}
