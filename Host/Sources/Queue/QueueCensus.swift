import GRDB

/// How many jobs a queue has.
public struct QueueCensus: Sendable, Equatable {
    public let name: String
    /// Whether the operator has stopped it.
    public let isPaused: Bool
    public let ready: Int
    public let delayed: Int
    public let running: Int
    /// In the history.
    public let done: Int
    public let failed: Int
    /// Milliseconds since the oldest job that is ready was put; 0 when none is.
    public let oldest: Int64

    /// By state, in the words of the status document.
    public var counts: [(state: String, count: Int)] {
        [("waiting", ready), ("delayed", delayed), ("running", running), ("done", done), ("failed", failed)]
    }

    /// All queues that ever had a job, by name.
    static func all(_ db: Database, now: Int64) throws -> [QueueCensus] {
        let sql = "SELECT id, name, paused, ready, delayed, running, done, failed FROM queue_queues ORDER BY name"
        return try Row.fetchAll(db, sql: sql).map { row in
            let ready: Int = row[3]
            let oldest = ready > 0 ? try Int64.fetchOne(db, sql: oldest, arguments: [row[0] as Int64]) : nil
            return QueueCensus(
                name: row[1], isPaused: row[2], ready: ready, delayed: row[4], running: row[5], done: row[6],
                failed: row[7], oldest: max(0, now - (oldest ?? now)))
        }
    }

    /// The head of the line of each priority, found by one step in the index for each: of a million jobs too.
    private static let oldest = """
        WITH RECURSIVE priorities (value) AS (
            SELECT max(priority) FROM queue_jobs WHERE queue = ?1 AND state = 0
            UNION ALL
            SELECT (SELECT max(priority) FROM queue_jobs WHERE queue = ?1 AND state = 0 AND priority < value)
            FROM priorities WHERE value IS NOT NULL)
        SELECT min((SELECT created FROM queue_jobs
                    WHERE queue = ?1 AND state = 0 AND priority = value ORDER BY seq LIMIT 1))
        FROM priorities WHERE value IS NOT NULL
        """
}
