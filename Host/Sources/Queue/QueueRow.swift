import GRDB

/// The row of a queue, as far as putting and claiming need it.
struct QueueRow {
    let id: Int64
    /// Whether the operator has stopped claims.
    let isPaused: Bool
    /// Jobs that wait, delayed ones too.
    let waiting: Int64

    static func find(_ name: String, in db: Database) throws -> QueueRow? {
        let statement = try db.cachedStatement(
            sql: "SELECT id, paused, ready + delayed FROM queue_queues WHERE name = ?")
        return try Row.fetchOne(statement, arguments: [name]).map {
            QueueRow(id: $0[0], isPaused: $0[1], waiting: $0[2])
        }
    }

    /// The same; the row is made when it is missing.
    static func make(_ name: String, in db: Database) throws -> QueueRow {
        if let found = try find(name, in: db) { return found }
        try db.execute(sql: "INSERT INTO queue_queues (name) VALUES (?)", arguments: [name])
        return QueueRow(id: db.lastInsertedRowID, isPaused: false, waiting: 0)
    }
}
