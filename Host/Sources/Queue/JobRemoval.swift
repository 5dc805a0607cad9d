import GRDB

/// Takes jobs out altogether, with payload and result.
enum JobRemoval {
    /// - Parameter rows: number, queue and state of each job, as the same transaction has read them.
    static func remove(_ rows: [Row], _ db: Database) throws {
        let statements = try ["queue_jobs", "queue_payloads", "queue_results"].map {
            try db.cachedStatement(sql: "DELETE FROM \($0) WHERE seq = ?")
        }
        var counts = QueueCounts()
        for row in rows {
            let seq: Int64 = row[0]
            for statement in statements { try statement.execute(arguments: [seq]) }
            counts.move(row[1], from: JobState(rawValue: row[2]), to: nil)
        }
        try counts.apply(db)
    }
}
