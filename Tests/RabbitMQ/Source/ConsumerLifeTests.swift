import CPluginABI
import HostConfiguration
import HostObservability
import HostThreads
import Synchronization
import Testing

@testable import HostDispatch
@testable import HostRabbitMQ

/// Connections that are lost, channels that are closed, queues that go, reloads and ends.
@Suite struct ConsumerLifeTests {
    // MARK: Connections and channels

    @Test("what was taken over a lost connection is not settled over the next one") func lost() throws {
        let door = Gate()
        let publisher = FakePublisher()
        let bench = SessionBench { _ in
            door.wait()
            return .ok
        }
        try bench.serve([SessionBench.binding()], callback: SessionBench.callback(), publisher: publisher)
        for _ in 0..<4 { try bench.deliver() }
        try bench.turn()
        bench.session.lost(BrokerFailure(reason: .unreachable, message: "it was cut"))
        #expect(bench.session.hindrance == "rabbit: it was cut")
        #expect((bench.session.nextMoment ?? .max) > MonotonicClock.now(), "a thread without a connection sleeps")
        bench.broker.forget()
        try bench.session.opened(bench.broker)
        #expect(bench.session.hindrance == nil)
        door.open()
        try bench.turn(until: { bench.statistics.totals[.ok] == 4 })
        try bench.turn(until: { bench.session.status[0].inFlight == 0 })
        #expect(bench.broker.heard == ["open 1 prefetch 10", "ask work on 1", "consume work on 1"])
        // Nobody waits for the callback of a job that comes again.
        #expect(publisher.requests.isEmpty)
        bench.session.ended()
        let stale = MetricSeries("proctor_amqp_stale_settlements_total", ["broker": "rabbit", "queue": "work"])
        #expect(bench.registry.value(stale) == 4)
        #expect(bench.registry.value(MetricSeries("proctor_amqp_reconnects_total", ["broker": "rabbit"])) == 1)
    }

    @Test("a channel that the broker closes is opened again under another number") func channelClosed() throws {
        let bench = SessionBench { _ in .ok }
        try bench.serve([SessionBench.binding()])
        try bench.session.received(.channelClosed(channel: 1, code: 406, text: "PRECONDITION_FAILED"), bench.broker)
        #expect(bench.session.hindrance?.contains("406 PRECONDITION_FAILED") == true)
        try bench.turn(until: { bench.session.hindrance == nil })
        #expect(bench.broker.heard("consume") == ["work on 1", "work on 2"])
        try bench.deliver(channel: 2)
        try bench.turn(until: { bench.broker.heard("ack") == ["1 on 2"] })
    }

    @Test(
        "a queue that is missing is looked for until it is there", arguments: [BrokerFailure.Reason.notFound, .refused])
    func missing(reason: BrokerFailure.Reason) throws {
        let bench = SessionBench { _ in .ok }
        bench.broker.missing = ["work"]
        bench.broker.refusal = reason
        try bench.serve([SessionBench.binding(), SessionBench.binding("other")])
        #expect(bench.session.hindrance == "rabbit: queue work: the broker said no")
        #expect(bench.session.status.map { $0.hindrance == nil } == [false, true])
        bench.broker.missing = []
        try bench.turn(until: { bench.session.hindrance == nil })
        #expect(bench.broker.heard("consume") == ["other on 2", "work on 3"])
    }

    @Test("when its queue is deleted, what was brought is finished on the old channel and a new one waits")
    func deleted() throws {
        let door = Gate()
        let bench = SessionBench { _ in
            door.wait()
            return .ok
        }
        try bench.serve([SessionBench.binding()])
        try bench.deliver()
        try bench.turn()
        bench.broker.missing = ["work"]
        try bench.session.received(.consumerCancelled(channel: 1, tag: "proctor.1"), bench.broker)
        #expect(bench.session.hindrance == "rabbit: queue work: the broker said no")
        door.open()
        try bench.turn(until: { bench.broker.heard("close") == ["1"] })
        #expect(bench.broker.heard("ack") == ["1 on 1"])
        bench.broker.missing = []
        try bench.turn(until: { bench.session.hindrance == nil })
    }

    // MARK: Reloads and ends

    @Test("a reload leaves an unchanged binding's consumer alone, and others take its new settings") func reload()
        throws
    {
        let publisher = FakePublisher()
        let bench = SessionBench { _ in .ok }
        try bench.serve([SessionBench.binding(), SessionBench.binding("other")])
        bench.broker.forget()
        var changed = SessionBench.binding("other")
        changed.deliveries = 99
        try bench.serve(
            [SessionBench.binding(), changed], callback: SessionBench.callback(), publisher: publisher, isOpen: true)
        #expect(bench.broker.heard == [])
        try bench.deliver()
        try bench.turn(until: { bench.broker.heard("ack") == ["1 on 1"] })
        #expect(publisher.requests.count == 1)
    }

    @Test("a changed binding gets a new consumer, and the old one finishes what has begun") func changed() throws {
        let door = Gate()
        let bench = SessionBench(concurrency: 1, queue: 0) { _ in
            door.wait()
            return .ok
        }
        try bench.serve([SessionBench.binding()])
        try bench.deliver()
        try bench.deliver()
        try bench.turn()
        bench.broker.forget()
        try bench.serve([SessionBench.binding(prefetch: 20)], isOpen: true)
        #expect(
            bench.broker.heard.filter { !$0.hasPrefix("ask") } == [
                "cancel proctor.1 on 1", "open 2 prefetch 20", "consume work on 2", "requeue 2 on 1",
            ])
        // Was on its way when the consumer was cancelled.
        try bench.deliver()
        door.open()
        try bench.turn(until: { bench.broker.heard("close") == ["1"] })
        #expect(bench.broker.heard("ack") == ["1 on 1"] && bench.broker.heard("requeue") == ["2 on 1", "3 on 1"])
    }

    @Test("an end lets jobs under way finish with their callbacks, and gives back the rest") func drain() throws {
        let door = Gate()
        let publisher = FakePublisher(nil)
        let bench = SessionBench(concurrency: 1, queue: 0) { _ in
            door.wait()
            return .ok
        }
        try bench.serve([SessionBench.binding()], callback: SessionBench.callback(), publisher: publisher)
        for _ in 0..<3 { try bench.deliver() }
        try bench.turn()
        bench.session.end()
        try bench.turn()
        #expect(bench.broker.heard("requeue").sorted() == ["2 on 1", "3 on 1"])
        #expect(!bench.session.finished.wait(.zero))
        door.open()
        try bench.turn(until: { publisher.pending == 1 })
        #expect(!bench.session.finished.wait(.zero))
        publisher.answer(.confirmed)
        try bench.turn(until: { bench.session.finished.wait(.zero) })
        #expect(bench.broker.heard("ack") == ["1 on 1"] && bench.broker.heard.last == "close 1")
    }

    @Test("an end while there is no connection waits for nothing") func drainWithoutBroker() throws {
        let bench = SessionBench { _ in .ok }
        try bench.serve([SessionBench.binding()])
        try bench.deliver()
        bench.session.end()
        bench.session.lost(BrokerFailure(reason: .unreachable, message: "it was cut"))
        #expect(bench.session.finished.wait(.zero))
    }
}
