import GRDB

/// Jobs whose time comes later.
enum DelayedJobs {
    /// Most jobs that one transaction makes ready.
    static let batch = 1_000

    /// Makes jobs ready whose time has come, the earliest first, and names their queues' numbers.
    /// - Parameter suspectLosses: losses from which on a job is a suspect.
    static func promote(
        now: Int64, suspectLosses: Int, counts: inout QueueCounts, _ db: Database
    ) throws -> Int {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE queue_jobs SET state = CASE WHEN losses >= ? THEN 3 ELSE 0 END
                WHERE seq IN (SELECT seq FROM queue_jobs WHERE state = 1 AND due <= ? ORDER BY due LIMIT ?)
                RETURNING queue
                """)
        let queues = try Int64.fetchAll(statement, arguments: [suspectLosses, now, batch])
        for queue in queues { counts.move(queue, from: .delayed, to: .ready) }
        return queues.count
    }

    /// When the next job falls due; nil when none is delayed.
    static func nextDue(_ db: Database) throws -> Int64? {
        try Int64.fetchOne(db.cachedStatement(sql: "SELECT min(due) FROM queue_jobs WHERE state = 1"))
    }
}
