import GRDB

/// How the numbers of jobs of some queues change within one transaction.
struct QueueCounts {
    private var changes: [Int64: [Int64]] = [:]

    /// A job of `queue` goes from one state to another; nil is no state: it is made, or removed.
    mutating func move(_ queue: Int64, from old: JobState?, to new: JobState?, count: Int64 = 1) {
        if let old { changes[queue, default: Self.none][Self.column(old)] &-= count }
        if let new { changes[queue, default: Self.none][Self.column(new)] &+= count }
    }

    /// Writes the changes; part of the transaction that changed the jobs.
    func apply(_ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE queue_queues SET ready = ready + ?, delayed = delayed + ?, running = running + ?,
                    done = done + ?, failed = failed + ? WHERE id = ?
                """)
        for (queue, change) in changes where change.contains(where: { $0 != 0 }) {
            try statement.execute(arguments: StatementArguments(change + [queue]))
        }
    }

    /// Counts everything anew, so that a file that somebody has changed by hand is right again after a start.
    static func recount(_ db: Database) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT queue, 0, count(*) FROM queue_jobs INDEXED BY queue_ready WHERE state = 0 GROUP BY queue
                UNION ALL SELECT queue, state, count(*) FROM queue_jobs WHERE state = 1 GROUP BY queue
                UNION ALL SELECT queue, state, count(*) FROM queue_jobs WHERE state = 2 GROUP BY queue
                UNION ALL SELECT queue, 3, count(*) FROM queue_jobs WHERE state = 3 GROUP BY queue
                UNION ALL SELECT queue, state, count(*) FROM queue_jobs WHERE state >= 4 GROUP BY queue, state
                """)
        try db.execute(sql: "UPDATE queue_queues SET ready = 0, delayed = 0, running = 0, done = 0, failed = 0")
        var counts = QueueCounts()
        for row in rows { counts.move(row[0], from: nil, to: JobState(rawValue: row[1]), count: row[2]) }
        try counts.apply(db)
    }

    private static let none: [Int64] = [0, 0, 0, 0, 0]

    private static func column(_ state: JobState) -> Int {
        switch state {
        case .ready, .suspect: 0
        case .delayed: 1
        case .running: 2
        case .done: 3
        case .failed: 4
        }
    }
}
