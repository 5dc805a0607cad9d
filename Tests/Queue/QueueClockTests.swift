import CPluginABI
import HostConfiguration
import HostDatabase
import HostDispatch
import HostObservability
import HostThreads
import Testing

@testable import HostQueue

/// What the queue makes of time: when a delayed job falls due, and when its own leases end.
@Suite struct QueueClockTests {
    let store: TestStore
    let seen = Seen()

    init() throws { store = try TestStore() }

    @Test("a delayed job that arrives between a round's commit and its end is not forgotten")
    func arrivalBehindCommit() throws {
        let running = RunningQueue(store) { _ in .ok }
        let queue = running.queue
        let round = queue.monitor.locked { queue.round(now: running.clock.now, at: MonotonicClock.now()) }
        let outcome = try store.database.write { try round.run($0) }
        #expect(outcome.due == NextDue(time: nil))
        #expect(running.put([.work("later", delay: .seconds(5))]) == [.added(id: "later")])
        queue.monitor.locked { queue.written(round, outcome) }
        #expect(queue.monitor.locked { queue.state.due.time } == TestClock.start + 5_000)
    }

    @Test("a round that did not look for delayed jobs leaves what is known of them")
    func roundWithoutLook() throws {
        let running = RunningQueue(store) { _ in .ok }
        let queue = running.queue
        func round() throws {
            let round = queue.monitor.locked { queue.round(now: running.clock.now, at: MonotonicClock.now()) }
            let outcome = try store.database.write { try round.run($0) }
            queue.monitor.locked { queue.written(round, outcome) }
        }
        try round()
        running.put([.work("later", delay: .seconds(5))])
        try round()
        #expect(queue.monitor.locked { queue.state.due.time } == TestClock.start + 5_000)
        running.clock.advance(5_000)
        try round()
        #expect(queue.monitor.locked { queue.state.due.time } == nil)
        #expect(try store.state("later") != .delayed)
    }

    @Test("a round that could not be written leaves what is known of delayed jobs, and what came meanwhile")
    func failedRound() throws {
        let running = RunningQueue(store) { _ in .ok }
        let queue = running.queue
        func failedRound(_ meanwhile: () -> Void = {}) {
            let round = queue.monitor.locked { queue.round(now: running.clock.now, at: MonotonicClock.now()) }
            meanwhile()
            let failure = DatabaseFailure(code: "store.full", message: "the disk is full")
            queue.monitor.locked { queue.unwritten(round, failure) }
        }
        running.put([.work("later", delay: .seconds(5))])
        failedRound()
        #expect(queue.monitor.locked { queue.state.due.time } == TestClock.start + 5_000)
        failedRound { running.put([.work("sooner", delay: .seconds(2))]) }
        #expect(queue.monitor.locked { queue.state.due.time } == TestClock.start + 2_000)
    }

    @Test("a step of the clock neither ends leases nor has jobs claimed again and again")
    func clockStep() throws {
        let release = Gate()
        let running = RunningQueue(store, concurrency: 1) { [seen] job in
            seen.add(job)
            release.wait()
            return .ok
        }
        running.queue.start()
        running.put((0..<10).map { .work("\($0)") })
        #expect(comes { seen.count == 1 })
        let claimed = MetricSeries("proctor_queue_claimed_total", ["queue": "work"])
        #expect(comes { running.registry.value(claimed) == 3 })
        running.clock.advance(60_000)
        // Each of them wakes the queue's thread, and is written after what that had to write before.
        for number in 10..<60 { running.put([.work("\(number)")]) }
        #expect(running.registry.value(claimed) == 3)
        release.open()
        #expect(comes { (try? store.counts().kept) == [0, 0, 0, 60, 0] })
        running.queue.stop(within: .seconds(30))
        #expect(seen.all.allSatisfy { $0.attempt == 1 })
    }

    @Test("a new routing, whose leases may be shorter, has the leases renewed at once")
    func renewalAfterReload() {
        let running = RunningQueue(store) { _ in .ok }
        running.queue.monitor.locked { running.queue.state.nextBeat = .max }
        running.queue.routingChanged(running.router.snapshot)
        #expect(running.queue.monitor.locked { running.queue.state.nextBeat } == 0)
    }
}
