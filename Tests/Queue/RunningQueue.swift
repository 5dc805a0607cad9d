import CPluginABI
import Foundation
import GRDB
import Glibc
import HostConfiguration
import HostDatabase
import HostDeadLetters
import HostDispatch
import HostObservability
import HostThreads
import Synchronization

@testable import HostQueue

/// A queue with its thread, on a real file and before a real generation, whose handler is the test's.
final class RunningQueue: Sendable {
    let queue: EmbeddedQueue
    let store: TestStore
    let database: HostDatabase.Database
    let clock: TestClock
    let router = JobRouter()
    let registry = MetricRegistry()

    init(
        _ store: TestStore, database: HostDatabase.Database? = nil, clock: TestClock = TestClock(),
        host: String = "one", concurrency: Int = 2, waiting: Int = 256, queues: [QueueBinding]? = nil,
        _ handler: @escaping FixtureProcessor.Handler
    ) {
        self.store = store
        self.database = database ?? store.database
        self.clock = clock
        var settings = EmbeddedQueue.Settings(host: host)
        settings.clock = clock.wall
        queue = EmbeddedQueue(
            database: self.database, router: router, settings: settings, registry: registry, log: TestStore.silent)
        let generation = FixtureProcessor.generation(concurrency: concurrency, queue: waiting, handler)
        router.publish(FixtureProcessor.routing(generation, queues: queues ?? [Self.work()]))
    }

    /// A queue whose jobs are tried three times, one second and then two apart.
    static func work(_ name: String = "work", limit: Int = 1_000_000) -> QueueBinding {
        var binding = QueueBinding(name: name)
        binding.limit = limit
        binding.retry.attempts = 3
        binding.retry.jitter = 0
        return binding
    }

    @discardableResult
    func put(_ jobs: [NewJob]) -> [PutOutcome] {
        guard !jobs.isEmpty else { return [] }
        let outcomes = Mutex<[Int: PutOutcome]>([:])
        let all = Gate()
        for (index, job) in jobs.enumerated() {
            queue.put(job) { outcome in
                let count = outcomes.withLock { outcomes in
                    outcomes[index] = outcome
                    return outcomes.count
                }
                if count == jobs.count { all.open() }
            }
        }
        guard all.wait(.seconds(30)) else { return [] }
        return outcomes.withLock { outcomes in jobs.indices.compactMap { outcomes[$0] } }
    }

    /// Sets the clock on, and tells the queue.
    func advance(_ milliseconds: Int64) {
        clock.advance(milliseconds)
        queue.look()
    }

    func isState(_ state: JobState, _ id: String) -> Bool { (try? store.state(id)) == state }

    func document(_ id: String, in name: String = "work") throws -> [String: Any] {
        guard let bytes = queue.describe(job: id, in: name) else { return [:] }
        return try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] ?? [:]
    }

    func letters() throws -> [LetterSummary] { try DeadLetters(database: database).list(LetterFilter()) }
}

/// Waits for something that other threads bring about; false when it does not come within half a minute.
func comes(_ condition: () throws -> Bool) rethrows -> Bool {
    let end = MonotonicClock.now() + 30_000_000_000
    while try !condition() {
        guard MonotonicClock.now() < end else { return false }
        usleep(1_000)
    }
    return true
}

/// What handlers have seen, from whatever thread.
final class Seen: Sendable {
    private let jobs = Mutex<[FixtureJob]>([])

    func add(_ job: FixtureJob) { jobs.withLock { $0.append(job) } }
    var all: [FixtureJob] { jobs.withLock { $0 } }
    var ids: [String] { all.map(\.id) }
    var count: Int { jobs.withLock { $0.count } }
}
