import GRDB
public import HostDatabase
public import HostDispatch

/// What an operator may do with the queues, whether a host runs or not. A running host notices within a second.
/// Every function blocks.
public struct QueueAdministration: Sendable {
    /// Which jobs of a queue.
    public enum State: String, Sendable, CaseIterable {
        case waiting, delayed, running, done, failed

        fileprivate var condition: String {
            switch self {
            case .waiting: "j.state IN (0, 3)"
            case .delayed: "j.state = 1"
            case .running: "j.state = 2"
            case .done: "j.state = 4"
            case .failed: "j.state = 5"
            }
        }
    }

    /// A line of a list: the status document without its result, and where the next page begins.
    public struct Entry: Sendable, Equatable {
        public let position: Int64
        public let document: String
    }

    public enum Removal: Sendable, Equatable {
        case removed
        /// It runs, and cannot be taken out under its processor.
        case running
        case unknown
    }

    private let database: HostDatabase.Database
    private let clock: WallClock

    /// - Parameter database: opened with ``QueueSchema/schema``.
    public init(database: HostDatabase.Database, clock: WallClock = .system) {
        self.database = database
        self.clock = clock
    }

    /// All queues that ever had a job.
    public func census() throws(DatabaseFailure) -> [QueueCensus] {
        let now = clock.now()
        return try database.read { try QueueCensus.all($0, now: now) }
    }

    /// Jobs of a queue in the order in which they were put.
    /// - Parameter position: of the last entry of the page before.
    public func list(
        _ queue: String, state: State? = nil, after position: Int64 = 0, limit: Int = 100
    ) throws(DatabaseFailure) -> [Entry] {
        let rows = try database.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT j.*, q.name FROM queue_jobs j JOIN queue_queues q ON q.id = j.queue
                    WHERE q.name = ? AND j.seq > ? AND \(state?.condition ?? "1") ORDER BY j.seq LIMIT ?
                    """, arguments: [queue, position, max(1, limit)])
        }
        return rows.map { Entry(position: $0["seq"], document: JobDocument.text($0, result: [])) }
    }

    /// The status document of a job; nil when nothing is known of it.
    public func show(_ id: String, in queue: String) throws(DatabaseFailure) -> [UInt8]? {
        try database.read { try JobDocument.find(id, in: queue, $0) }
    }

    /// Puts one job in.
    public func put(_ job: NewJob, limit: Int) throws(DatabaseFailure) -> PutOutcome {
        try put([job], limit: limit)[0]
    }

    /// Puts jobs in, in one transaction; the outcomes are in their order. Whether anything is bound to the queue is not
    /// asked.
    /// - Parameter limit: most jobs that may wait there.
    public func put(_ jobs: [NewJob], limit: Int) throws(DatabaseFailure) -> [PutOutcome] {
        let incoming = jobs.map { IncomingJob($0, limit: limit) }
        let now = clock.now()
        return try command { db in
            var inserter = try JobInserter(db, now: now)
            let outcomes = try incoming.map { job in
                if let refusal = job.refusal { return PutOutcome.failed(refusal) }
                return PutLine.outcome(try inserter.insert(job), of: job)
            }
            try inserter.finish()
            return outcomes
        }
    }

    /// Takes a job out, or its record out of the history: then a job of this id can be put again.
    public func remove(_ id: String, in queue: String) throws(DatabaseFailure) -> Removal {
        try command { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT j.seq, j.queue, j.state FROM queue_jobs j JOIN queue_queues q ON q.id = j.queue
                    WHERE q.name = ? AND j.id = ?
                    """, arguments: [queue, id])
            guard let row else { return .unknown }
            guard row[2] != JobState.running.rawValue else { return .running }
            try JobRemoval.remove([row], db)
            return .removed
        }
    }

    /// Lets delayed jobs begin now: one, or all of the queue. Returns how many.
    public func hurry(_ queue: String, id: String? = nil) throws(DatabaseFailure) -> Int {
        let now = clock.now()
        return try command { db in
            // Due now: the running host makes them ready by its own rules.
            try db.execute(
                sql: """
                    UPDATE queue_jobs SET due = min(due, ?) WHERE state = 1 AND (?2 IS NULL OR id = ?2)
                        AND queue = (SELECT id FROM queue_queues WHERE name = ?3)
                    """, arguments: [now, id, queue])
            return db.changesCount
        }
    }

    /// Stops claims from a queue, or lets them go on. Jobs that run end as usual.
    public func setPaused(_ isPaused: Bool, _ queue: String) throws(DatabaseFailure) {
        try command { db in
            let row = try QueueRow.make(queue, in: db)
            try db.execute(sql: "UPDATE queue_queues SET paused = ? WHERE id = ?", arguments: [isPaused, row.id])
        }
    }

    /// A change that a host in this process or another has to notice.
    private func command<Value: Sendable>(
        _ body: @escaping @Sendable (GRDB.Database) throws -> Value
    ) throws(DatabaseFailure) -> Value {
        try database.write { db in
            let value = try body(db)
            try CommandCounter.raise(db)
            return value
        }
    }
}
