import GRDB
public import HostConfiguration
public import HostDatabase
public import HostDeadLetters
import Synchronization

/// How many jobs were removed.
public struct RemovedJobs: Sendable, Equatable {
    /// Jobs that had not ended. One that runs goes on, but its end is not kept.
    public var open = 0
    /// Jobs of the history.
    public var history = 0
    /// Results of theirs.
    public var results = 0

    public init(open: Int = 0, history: Int = 0, results: Int = 0) {
        self.open = open
        self.history = history
        self.results = results
    }
}

/// Queue, history and results as data that has its bounds, and its owners. Every function blocks, and lets other
/// writers have their turn in between.
public struct QueueRecords: DataRoom {
    /// Most rows that one transaction removes.
    static let batch = 500

    public let name = "queue"
    private let database: HostDatabase.Database
    private let bounds: RetentionSettings

    /// - Parameter database: opened with ``QueueSchema/schema``.
    public init(database: HostDatabase.Database, bounds: RetentionSettings = RetentionSettings()) {
        self.database = database
        self.bounds = bounds
    }

    // MARK: Owners

    public func purge(tenant: String) throws(DatabaseFailure) -> Int { try total(purge(.tenant(tenant))) }
    public func purge(subject: String) throws(DatabaseFailure) -> Int { try total(purge(.subject(subject))) }

    /// Removes all jobs with data of `owner`, for good, whatever their state.
    public func purge(_ owner: DataOwner) throws(DatabaseFailure) -> RemovedJobs {
        let removed = Mutex(RemovedJobs())
        while true {
            // Found on a reader, because that has to look at every job.
            let found = try database.read { db in
                try Int64.fetchAll(
                    db, sql: "SELECT seq FROM queue_jobs WHERE \(owner.column) = ?", arguments: [owner.value])
            }
            // A transaction may be undone and its body run again with the next numbers: those that it leaves are found
            // in the next turn.
            if found.isEmpty { return removed.withLock { $0 } }
            let rest = Mutex(found[...])
            _ = try database.erase { db in
                let numbers = rest.withLock { rest in
                    defer { rest = rest.dropFirst(Self.batch) }
                    return Array(rest.prefix(Self.batch))
                }
                let step = try Self.remove(numbers, of: owner, db)
                removed.withLock { removed in
                    removed.open += step.open
                    removed.history += step.history
                    removed.results += step.results
                }
                return numbers.count
            }
        }
    }

    private static func remove(_ numbers: [Int64], of owner: DataOwner, _ db: GRDB.Database) throws -> RemovedJobs {
        // Asked again: a number may have become another job's since.
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT j.seq, j.queue, j.state, r.seq IS NOT NULL FROM queue_jobs j
                LEFT JOIN queue_results r ON r.seq = j.seq
                WHERE j.seq IN (\(numbers.map(String.init).joined(separator: ","))) AND j.\(owner.column) = ?
                """, arguments: [owner.value])
        try JobRemoval.remove(rows, db)
        let ended = rows.count { ($0[2] as Int64) >= JobState.done.rawValue }
        return RemovedJobs(open: rows.count - ended, history: ended, results: rows.count { $0[3] })
    }

    private func total(_ removed: RemovedJobs) -> Int { removed.open + removed.history + removed.results }

    // MARK: Bounds

    public func sweep(now: Int64) throws(DatabaseFailure) -> Int {
        try sweepHistory(now: now) + sweepResults(now: now)
    }

    private func sweepHistory(now: Int64) throws(DatabaseFailure) -> Int {
        let oldest = now &- bounds.history.age.rowMilliseconds
        let most = bounds.history.count
        return try database.write { db in
            let ended = try Int.fetchOne(db, sql: "SELECT sum(done + failed) FROM queue_queues") ?? 0
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT seq, queue, state FROM (
                        SELECT seq, queue, state, finished, row_number() OVER () AS number FROM (
                            SELECT seq, queue, state, finished FROM queue_jobs WHERE state >= 4
                            ORDER BY finished, seq LIMIT ?))
                    WHERE finished < ? OR number <= ?
                    """, arguments: [Self.batch, oldest, ended - most])
            try JobRemoval.remove(rows, db)
            return rows.count
        }
    }

    private func sweepResults(now: Int64) throws(DatabaseFailure) -> Int {
        let oldest = now &- bounds.results.age.rowMilliseconds
        let most = bounds.results.count
        @Sendable func excess(_ db: GRDB.Database) throws -> Int {
            try (Int.fetchOne(db, sql: "SELECT count(*) FROM queue_results") ?? 0) - most
        }
        // Counted on a reader: it walks an index, and writers need not wait for that. Counted again only to remove:
        // another host may have done so meanwhile.
        let isExcess = try database.read { try excess($0) > 0 }
        return try database.write { db in
            try db.execute(
                sql: """
                    DELETE FROM queue_results WHERE seq IN (
                        SELECT seq FROM (
                            SELECT seq, finished, row_number() OVER () AS number FROM (
                                SELECT seq, finished FROM queue_results ORDER BY finished, seq LIMIT ?))
                        WHERE finished < ? OR number <= ?)
                    """, arguments: [Self.batch, oldest, isExcess ? excess(db) : 0])
            return db.changesCount
        }
    }
}
