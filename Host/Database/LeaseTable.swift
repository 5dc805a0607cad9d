public import GRDB

/// Work that must happen once among all hosts on one database: who holds a lease does it.
public struct LeaseTable: Sendable {
    public static let schema = Database.Schema(
        name: "leases",
        steps: [
            { db in
                try db.execute(
                    sql: """
                        CREATE TABLE leases (
                            name TEXT PRIMARY KEY NOT NULL, holder TEXT NOT NULL, until INTEGER NOT NULL
                        ) WITHOUT ROWID
                        """)
            }
        ],
        // Whoever held one when the backup was made is another process now.
        afterRestore: { try $0.execute(sql: "DELETE FROM leases") })

    private let database: Database
    private let clock: WallClock

    public init(database: Database, clock: WallClock = .system) {
        self.database = database
        self.clock = clock
    }

    /// Takes a lease that is free or has run out, or prolongs one's own. Blocks.
    ///
    /// - Parameters:
    ///   - holder: unique among all hosts: host name, process id and start time, say.
    ///   - duration: from now; taken again before it ends, the lease goes on without a gap.
    /// - Returns: whether `holder` has it now.
    public func take(_ name: String, holder: String, for duration: Duration) throws(DatabaseFailure) -> Bool {
        let now = clock.now()
        let until = now &+ duration.rowMilliseconds
        return try database.write { db in
            try db.cachedStatement(
                sql: """
                    INSERT INTO leases (name, holder, until) VALUES (?1, ?2, ?3)
                    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
                    WHERE leases.holder = excluded.holder OR leases.until <= ?4
                    """
            ).execute(arguments: [name, holder, until, now])
            return db.changesCount > 0
        }
    }

    /// Gives a lease back before its time; one that another holder has stays. Blocks.
    public func release(_ name: String, holder: String) throws(DatabaseFailure) {
        try database.write { db in
            try db.execute(sql: "DELETE FROM leases WHERE name = ? AND holder = ?", arguments: [name, holder])
        }
    }

    /// Whether somebody holds a lease at this moment of a transaction.
    public static func isHeld(_ name: String, _ db: GRDB.Database, now: Int64) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM leases WHERE name = ? AND until > ?)"),
            arguments: [name, now]) ?? false
    }
}
