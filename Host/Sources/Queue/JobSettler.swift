import GRDB
import HostDeadLetters
import HostDispatch

/// Writes the ends of claims within one transaction. A claim that is no longer ours - the lease ran out and another
/// owner has the job, or the job was removed - changes nothing.
struct JobSettler {
    /// Larger results are not kept; only their size is.
    static let largestResult = 1 << 20

    private let db: GRDB.Database
    private let owner: Int64
    private let now: Int64
    /// Settlements that came too late.
    private(set) var lost = 0

    init(_ db: GRDB.Database, owner: Int64, now: Int64) {
        self.db = db
        self.owner = owner
        self.now = now
    }

    mutating func settle(_ settlement: Settlement, counts: inout QueueCounts) throws {
        let job = settlement.job
        let changed: JobState?
        switch settlement.outcome {
        case .done(let result): changed = try finish(job, settlement.time, result)
        case .failed(let letter): changed = try fail(job, settlement.time, letter)
        case .again(let due, let error): changed = try again(job, due, error)
        case .giveBack(let due): changed = try giveBack(job, due)
        }
        if let changed { counts.move(job.queueID, from: .running, to: changed) } else { lost += 1 }
    }

    private func finish(_ job: ClaimedJob, _ time: Int64, _ result: JobResult) throws -> JobState? {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE queue_jobs SET state = 4, owner = NULL, finished = ?, code = NULL, reason = NULL
                WHERE seq = ? AND state = 2 AND owner = ? AND claim = ?
                """)
        try statement.execute(arguments: [time, job.seq, owner, job.claim])
        guard db.changesCount > 0 else { return nil }
        try removePayload(job)
        if !result.bytes.isEmpty {
            let isKept = result.bytes.count <= Self.largestResult
            let insert = try db.cachedStatement(
                sql:
                    "INSERT OR REPLACE INTO queue_results (seq, finished, media_type, size, body) VALUES (?, ?, ?, ?, ?)"
            )
            try insert.execute(arguments: [
                job.seq, time, result.mediaType, result.bytes.count, isKept ? Column.blob(result.bytes) : nil,
            ])
        }
        return .done
    }

    private func fail(_ job: ClaimedJob, _ time: Int64, _ letter: DeadLetter) throws -> JobState? {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE queue_jobs SET state = 5, owner = NULL, finished = ?, code = ?, reason = ?
                WHERE seq = ? AND state = 2 AND owner = ? AND claim = ?
                """)
        try statement.execute(arguments: [
            time, letter.error.code, letter.error.message, job.seq, owner, job.claim,
        ])
        guard db.changesCount > 0 else { return nil }
        if let number = job.letter {
            try DeadLetterTable.failAgain(number, letter, at: time, in: db)
        } else {
            try DeadLetterTable.insert(letter, at: time, in: db)
        }
        try removePayload(job)
        return .failed
    }

    private func again(_ job: ClaimedJob, _ due: Int64, _ error: JobError) throws -> JobState? {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE queue_jobs SET state = ?, owner = NULL, due = ?, code = ?, reason = ?
                WHERE seq = ? AND state = 2 AND owner = ? AND claim = ?
                """)
        let state = due > now ? JobState.delayed : job.isSuspect ? .suspect : .ready
        try statement.execute(arguments: [
            state.rawValue, due, error.code, error.message, job.seq, owner, job.claim,
        ])
        return db.changesCount > 0 ? state : nil
    }

    private func giveBack(_ job: ClaimedJob, _ due: Int64) throws -> JobState? {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE queue_jobs SET state = ?, owner = NULL, due = max(due, ?), attempt = attempt - 1
                WHERE seq = ? AND state = 2 AND owner = ? AND claim = ?
                """)
        let state = due > now ? JobState.delayed : job.isSuspect ? .suspect : .ready
        try statement.execute(arguments: [state.rawValue, due, job.seq, owner, job.claim])
        return db.changesCount > 0 ? state : nil
    }

    private func removePayload(_ job: ClaimedJob) throws {
        try db.cachedStatement(sql: "DELETE FROM queue_payloads WHERE seq = ?").execute(arguments: [job.seq])
    }
}
