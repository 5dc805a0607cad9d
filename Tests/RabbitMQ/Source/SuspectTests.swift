import CPluginABI
import HostConfiguration
import HostObservability
import HostThreads
import Synchronization
import Testing

@testable import HostDispatch
@testable import HostRabbitMQ

/// Jobs that come again, and those that may have taken a host along.
@Suite struct SuspectTests {
    @Test("a job that took a host along runs alone among its kind, and is given up after three") func poison() throws {
        let running = Atomic<Int>(0)
        let most = Atomic<Int>(0)
        let codes = Mutex<[String]>([])
        let publisher = FakePublisher()
        let counts = CountingStore()
        let counter = StoreCounter(services: counts, owner: "amqp")
        defer { counter.close() }
        let history = JobHistory(counter: counter)
        for id in ["s1", "s2", "s3"] {
            counts.set(MessageIdentity.lossKey(processor: "fake", job: id), 1)
        }
        counts.set(MessageIdentity.lossKey(processor: "fake", job: "bad"), 3)
        let bench = SessionBench(history: history, concurrency: 4) { job in
            if job.operation == "a.failed" {
                codes.withLock { $0.append(job.headers["x-failure-code"] ?? "") }
                return .ok
            }
            let now = running.add(1, ordering: .relaxed).newValue
            most.store(max(now, most.load(ordering: .relaxed)), ordering: .relaxed)
            _ = Gate().wait(.milliseconds(5))
            running.subtract(1, ordering: .relaxed)
            return .ok
        }
        try bench.serve(
            [SessionBench.binding()], callback: SessionBench.callback(failure: "a.failed"), publisher: publisher)
        for id in ["s1", "bad", "s2", "s3"] { try bench.deliver(id: id, redelivered: true) }
        try bench.turn(until: { publisher.requests.count == 4 && bench.session.status[0].unsettled == 0 })
        #expect(most.load(ordering: .relaxed) == 1)
        #expect(codes.withLock { $0 } == ["job.poison"])
    }

    @Test("redeliveries that the broker does not count are counted in the store") func classic() throws {
        let counts = CountingStore()
        let counter = StoreCounter(services: counts, owner: "amqp")
        defer { counter.close() }
        let attempts = Mutex<[UInt32]>([])
        let bench = SessionBench(counter: counter) { job in
            attempts.withLock { $0.append(job.attempt) }
            return .retry
        }
        var binding = SessionBench.binding(attempts: 1)
        binding.deliveries = 2
        try bench.serve([binding])
        try bench.deliver(id: "j")
        try bench.turn(until: { bench.broker.heard("requeue").count == 1 })
        try bench.deliver(id: "j", redelivered: true)
        try bench.turn(until: { bench.broker.heard("requeue").count == 2 })
        try bench.deliver(id: "j", redelivered: true)
        try bench.turn(until: { bench.broker.heard("reject") == ["3 on 1"] })
        #expect(attempts.withLock { $0 } == [1, 2, 3])
    }

    @Test(
        "a number in the store that nobody could have counted to is counted on from a bounded one",
        arguments: [Int.max, .min, -5])
    func nonsense(number: Int) {
        let counts = CountingStore()
        counts.set("k", number)
        let counter = StoreCounter(services: counts, owner: "amqp")
        defer { counter.close() }
        let heard = Mutex<[Int?]>([])
        let done = Gate()
        counter.add("k", lifetime: .seconds(60)) { count in
            heard.withLock { $0.append(count) }
            counter.read("k") { count in
                heard.withLock { $0.append(count) }
                done.open()
            }
        }
        #expect(done.wait(.seconds(5)))
        #expect(heard.withLock { $0 } == (number > 0 ? [.max, .max] : [1, 1]))
    }

    @Test("lost jobs are counted before any is taken, and a store that is away says so") func noted() {
        let lost = LostJob(
            processor: "fake", operation: "a.b", job: "j", tenant: nil, attempt: 1, generation: 1, started: 0)
        let counts = CountingStore()
        let counter = StoreCounter(services: counts, owner: "amqp")
        defer { counter.close() }
        let noted = Gate()
        JobHistory(counter: counter).note([lost]) { isNoted in
            #expect(isNoted)
            noted.open()
        }
        #expect(noted.wait(.seconds(5)))
        #expect(counts.value(MessageIdentity.lossKey(processor: "fake", job: "j")) == 1)
        counts.isAway = true
        let refused = Gate()
        let history = JobHistory(counter: counter)
        history.note([lost]) { isNoted in
            #expect(!isNoted)
            refused.open()
        }
        #expect(refused.wait(.seconds(5)))
        let looked = Gate()
        history.look(queue: "q", processor: "fake", job: "j", step: 0, counts: true) { record in
            #expect(record == JobHistory.Record(redeliveries: 1, losses: 1))
            looked.open()
        }
        #expect(looked.wait(.seconds(5)))
    }
}
