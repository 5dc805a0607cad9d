import HostConfiguration
import HostObservability
import HostThreads
import Synchronization
import Testing

@testable import HostDispatch
@testable import HostRabbitMQ

/// Queues that break what all share, and consumers that go with jobs under way.
@Suite struct ConsumerFaultTests {
    private func gauge(_ name: String, broker: String = "rabbit") -> MetricSeries {
        MetricSeries("proctor_amqp_" + name, ["broker": broker, "queue": "work"])
    }

    @Test("a queue whose opening breaks the connection is tried after the others, at growing distances") func breaking()
        throws
    {
        let bench = SessionBench { _ in .ok }
        bench.broker.breaking = ["bad"]
        #expect(throws: BrokerFailure.self) {
            try bench.serve([SessionBench.binding("bad"), SessionBench.binding("work")])
        }
        func next() -> UInt64 { bench.session.consumers.first.map { $0.nextMoment ?? 0 } ?? 0 }
        bench.session.lost(BrokerFailure(reason: .broken, message: "it broke"))
        bench.broker.forget()
        try bench.session.opened(bench.broker)
        #expect(bench.broker.heard("consume") == ["work on 1"])
        #expect(bench.session.hindrance == "rabbit: queue bad: the broker did not answer")
        let first = next() &- MonotonicClock.now()
        #expect(throws: BrokerFailure.self) { try bench.turn(until: { false }) }
        bench.session.lost(BrokerFailure(reason: .broken, message: "it broke"))
        try bench.session.opened(bench.broker)
        #expect(next() &- MonotonicClock.now() > first)
        bench.broker.breaking = []
        try bench.turn(until: { bench.session.hindrance == nil })
        #expect(bench.broker.heard("consume").last?.hasPrefix("bad on") == true)
    }

    @Test("a channel that the broker does not let close costs the others nothing") func refusedClose() throws {
        let bench = SessionBench { _ in .ok }
        try bench.serve([SessionBench.binding(), SessionBench.binding("other")])
        bench.broker.refusesToClose = true
        try bench.serve([SessionBench.binding("other")], isOpen: true)
        try bench.turn()
        #expect(bench.session.status.map(\.queue) == ["other"])
    }

    @Test("jobs of a consumer that is gone are counted when they end, and leave nothing behind") func orphans() throws {
        let door = Gate()
        let begun = Atomic<Int>(0)
        let bench = SessionBench { _ in
            begun.add(1, ordering: .relaxed)
            door.wait()
            return .ok
        }
        try bench.serve([SessionBench.binding()])
        for _ in 0..<2 { try bench.deliver() }
        try bench.turn(until: { begun.load(ordering: .relaxed) == 2 })
        weak let lane = bench.session.consumers.first?.lane
        #expect(lane != nil)
        bench.session.end()
        try bench.turn()
        bench.session.lost(BrokerFailure(reason: .unreachable, message: "it was cut"))
        #expect(bench.session.finished.wait(.zero) && bench.session.consumers.isEmpty)
        #expect(bench.registry.value(gauge("in_flight")) == 0 && bench.registry.value(gauge("unsettled")) == 0)
        door.open()
        let end = MonotonicClock.now() &+ 10_000_000_000
        while lane != nil, MonotonicClock.now() < end { _ = Gate().wait(.milliseconds(1)) }
        #expect(lane == nil, "its jobs hold it, and it holds them")
        #expect(bench.registry.value(gauge("stale_settlements_total")) == 2)
    }

    @Test("two brokers with queues of one name have series of their own") func brokers() throws {
        let registry = MetricRegistry()
        let door = Gate()
        defer { door.open() }
        func bench(_ broker: String, _ count: Int) throws -> SessionBench {
            let bench = SessionBench(broker: broker, registry: registry) { _ in
                door.wait()
                return .ok
            }
            try bench.serve([SessionBench.binding()])
            for _ in 0..<count { try bench.deliver() }
            try bench.turn(until: { registry.value(gauge("unsettled", broker: broker)) == Double(count) })
            return bench
        }
        let both = try [bench("east", 2), bench("west", 3)]
        #expect(registry.value(gauge("unsettled", broker: "east")) == 2)
        withExtendedLifetime(both) {}
    }

    @Test("after a reload the series has what the old and the new consumer have, until the old one is gone")
    func oldAndNew() throws {
        let door = Gate()
        let bench = SessionBench { _ in
            door.wait()
            return .ok
        }
        try bench.serve([SessionBench.binding()])
        try bench.deliver()
        try bench.turn()
        try bench.serve([SessionBench.binding(prefetch: 20)], isOpen: true)
        try bench.deliver(channel: 2)
        try bench.turn(until: { bench.registry.value(gauge("unsettled")) == 2 })
        door.open()
        try bench.turn(until: { bench.registry.value(gauge("unsettled")) == 0 && bench.session.consumers.count == 1 })
    }
}
