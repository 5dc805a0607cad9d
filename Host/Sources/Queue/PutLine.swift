import HostDatabase
import HostDispatch
import Synchronization

/// Jobs on their way into the database: those that come while the disk is busy share the next transaction.
final class PutLine: Sendable {
    typealias Done = @Sendable (PutOutcome) -> Void

    /// Most jobs in one write, and most bytes of their payloads; the first job goes whatever its size.
    static let batch = 1_000
    static let mostBytes = 16 << 20

    private struct State {
        var waiting: [(job: IncomingJob, done: Done)] = []
        var isScheduled = false
    }

    private let state = Mutex(State())
    private let database: Database
    private let clock: WallClock
    /// Hears what was written, before those who put it.
    private let arrived: @Sendable ([(job: IncomingJob, insertion: Insertion)]) -> Void

    init(
        database: Database, clock: WallClock,
        arrived: @escaping @Sendable ([(job: IncomingJob, insertion: Insertion)]) -> Void
    ) {
        self.database = database
        self.clock = clock
        self.arrived = arrived
    }

    /// Adds a job; `done` is called once, when it is durable or refused.
    func add(_ job: IncomingJob, done: @escaping Done) {
        let isFirst = state.withLock { state in
            state.waiting.append((job, done))
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        if isFirst { schedule() }
    }

    private func schedule() {
        let taken = Mutex<[(job: IncomingJob, done: Done)]>([])
        let clock = clock
        database.write { [self] db in
            // Run again after its transaction was undone, it is about the same jobs.
            let jobs = taken.withLock { taken in
                if taken.isEmpty { taken = take() }
                return taken
            }
            var inserter = try JobInserter(db, now: clock.now())
            let insertions = try jobs.map { try inserter.insert($0.job) }
            try inserter.finish()
            return insertions
        } done: { [self] result in
            var jobs = taken.withLock { $0 }
            switch result {
            case .success(let insertions):
                arrived(zip(jobs, insertions).map { ($0.job, $1) })
                for (put, insertion) in zip(jobs, insertions) { put.done(Self.outcome(insertion, of: put.job)) }
            case .failure(let failure):
                // A database that is closed does not call the body.
                if jobs.isEmpty { jobs = take() }
                let error = JobError(code: failure.code, message: failure.message)
                for put in jobs { put.done(.failed(error)) }
            }
        }
    }

    /// The next jobs to write. What is too much for one transaction is scheduled for another.
    private func take() -> [(job: IncomingJob, done: Done)] {
        let (jobs, isMore) = state.withLock { state in
            let jobs = Array(state.waiting.prefix(Self.count(state.waiting.lazy.map(\.job.payload.count))))
            state.waiting.removeFirst(jobs.count)
            state.isScheduled = !state.waiting.isEmpty
            return (jobs, state.isScheduled)
        }
        if isMore { schedule() }
        return jobs
    }

    /// How many of the waiting jobs one write takes, by the sizes of their payloads.
    static func count(_ sizes: some Sequence<Int>) -> Int {
        var (count, bytes) = (0, 0)
        for size in sizes.prefix(batch) {
            bytes += size
            guard count == 0 || bytes <= mostBytes else { break }
            count += 1
        }
        return count
    }

    static func outcome(_ insertion: Insertion, of job: IncomingJob) -> PutOutcome {
        switch insertion {
        case .added: .added(id: job.id)
        case .duplicate: .duplicate(id: job.id)
        case .full: .full(limit: Int(job.limit))
        }
    }
}
