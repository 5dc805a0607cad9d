import CPluginABI
import HostDispatch
import Testing

@testable import HostQueue

/// What counts as an attempt, and what does not.
@Suite struct QueueAttemptTests {
    let store: TestStore
    let seen = Seen()

    init() throws { store = try TestStore() }

    @Test("a processor without room gets its jobs again, and no attempt is counted")
    func busy() throws {
        // Two queues before one processor that takes one job at a time and lets none wait.
        let running = RunningQueue(
            store, concurrency: 1, waiting: 0, queues: [RunningQueue.work("work"), RunningQueue.work("more")]
        ) { [seen] job in
            seen.add(job)
            return .ok
        }
        let jobs = (0..<200).map { NewJob(queue: $0 % 2 == 0 ? "work" : "more", id: "\($0)", payload: []) }
        running.put(jobs)
        running.queue.start()
        #expect(
            comes {
                // Given back for a moment by the queue's clock, which only the test sets on.
                running.advance(100)
                return seen.count >= 200
            })
        running.queue.stop(within: .seconds(30))
        #expect(Set(seen.ids).count == 200)
        #expect(seen.count == 200)
        #expect(seen.all.allSatisfy { $0.attempt == 1 })
    }

    @Test(
        "a plugin that always says cancelled, or takes a code of the host's, uses up its attempts",
        arguments: [(PROCTOR_CANCELLED, "x.y"), (PROCTOR_RETRY, "job.draining"), (PROCTOR_RETRY, "job.drain_expired")])
    func pluginsOwnWord(status: proctor_status, code: String) throws {
        let running = RunningQueue(store) { [seen] job in
            seen.add(job)
            return FixtureAnswer(status: status, code: code)
        }
        running.queue.start()
        running.put([.work("a")])
        #expect(
            comes {
                running.advance(1_000)
                return running.isState(.failed, "a") || seen.count > 3
            })
        running.queue.stop(within: .seconds(30))
        #expect(seen.all.map(\.attempt) == [1, 2, 3])
        #expect(try running.letters().map(\.attempts) == [3])
    }
}
