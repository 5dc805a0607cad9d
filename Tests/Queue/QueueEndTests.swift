import CPluginABI
import GRDB
import HostDatabase
import HostDispatch
import HostThreads
import Synchronization
import Testing

@testable import HostQueue

/// How the queue pauses, ends, and goes through times when nothing can be written.
@Suite struct QueueEndTests {
    let store: TestStore
    let seen = Seen()

    init() throws { store = try TestStore() }

    /// A queue whose handler waits for `release`.
    private func blocked(_ release: Gate, concurrency: Int = 2) -> RunningQueue {
        RunningQueue(store, concurrency: concurrency) { [seen] job in
            seen.add(job)
            release.wait()
            return .ok
        }
    }

    @Test("a pause gives back what has not begun, and lets what runs end")
    func pause() throws {
        let release = Gate()
        let running = blocked(release)
        running.queue.start()
        running.put((0..<10).map { .work("\($0)") })
        #expect(comes { seen.count == 2 })
        running.queue.pause()
        #expect(comes { (try? store.counts().kept) == [8, 0, 2, 0, 0] })
        release.open()
        #expect(comes { (try? store.counts().kept) == [8, 0, 0, 2, 0] })
        running.queue.stop(within: .seconds(30))
        #expect(seen.count == 2)
        #expect(try store.read("SELECT max(attempt) FROM queue_jobs WHERE state = 0", as: Int.self) == 0)
    }

    @Test("the end waits for what runs and writes it")
    func stop() throws {
        let release = Gate()
        let running = blocked(release)
        running.queue.start()
        running.put([.work("a"), .work("b"), .work("c")])
        #expect(comes { seen.count == 2 })
        let stopped = Gate()
        let thread = HostThread.start(name: "stop") {
            running.queue.stop(within: .seconds(30))
            stopped.open()
        }
        thread?.detach()
        #expect(!stopped.wait(.milliseconds(50)))
        release.open()
        #expect(stopped.wait(.seconds(30)))
        #expect(try store.counts().kept == [1, 0, 0, 2, 0])
        #expect(try store.read("SELECT count(*) FROM queue_owners", as: Int.self) == 0)
    }

    @Test("when the end's time is up, what still runs is given back and not counted")
    func stopInTime() throws {
        let release = Gate()
        let running = blocked(release)
        running.queue.start()
        running.put([.work("a"), .work("b"), .work("c")])
        #expect(comes { seen.count == 2 })
        running.queue.stop(within: .milliseconds(20))
        #expect(try store.counts().kept == [3, 0, 0, 0, 0])
        #expect(try store.read("SELECT max(attempt) FROM queue_jobs", as: Int.self) == 0)
        release.open()
    }

    @Test("a queue that was never started ends at once")
    func neverStarted() {
        let running = RunningQueue(store) { _ in .ok }
        running.queue.stop(within: .seconds(30))
    }

    @Test("answers that cannot be written are kept until they can, and the hindrance says why")
    func fullDisk() throws {
        let release = Gate()
        let running = RunningQueue(store) { [seen] job in
            seen.add(job)
            release.wait()
            return FixtureAnswer(payload: [UInt8](repeating: 0x31, count: 500_000))
        }
        running.queue.start()
        running.put((0..<6).map { .work("\($0)") })
        #expect(comes { seen.count == 2 })
        try store.database.write { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(pages + 4)")
        }
        release.open()
        #expect(comes { running.queue.hindrance?.contains("store.full") == true })
        #expect(try store.read("SELECT count(*) FROM queue_jobs WHERE state = 4", as: Int.self) == 0)
        try store.database.write { db in _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = 1000000") }
        #expect(comes { (try? store.counts().kept) == [0, 0, 0, 6, 0] })
        #expect(running.queue.hindrance == nil)
        #expect(seen.count == 6)
        #expect(seen.all.allSatisfy { $0.attempt == 1 })
        running.queue.stop(within: .seconds(30))
    }

    @Test("an operator's pause holds a running host, from this process or another, and its end lets it go on")
    func operatorPause() throws {
        let other = try TestStore.open(store.path)
        defer { other.close() }
        let running = RunningQueue(store) { [seen] job in
            seen.add(job)
            return .ok
        }
        running.queue.start()
        for (round, database) in [store.database, other].enumerated() {
            let administration = QueueAdministration(database: database, clock: running.clock.wall)
            try administration.setPaused(true, "work")
            #expect(comes { running.queue.monitor.locked { running.queue.state.flow.lanes["work"]?.isPaused == true } })
            running.put([.work("\(round)")])
            #expect(running.isState(.ready, "\(round)"))
            #expect(try administration.census().map(\.isPaused) == [true])
            try administration.setPaused(false, "work")
            #expect(comes { running.isState(.done, "\(round)") })
        }
        running.queue.stop(within: .seconds(30))
    }
}
