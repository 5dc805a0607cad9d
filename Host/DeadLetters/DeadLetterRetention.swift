import GRDB
public import HostDatabase

/// How letters come to an end: by age, by number, and when the data of somebody has to go.
extension DeadLetters: DataRoom {
    public var name: String { "dead letters" }

    public func purge(tenant: String) throws(DatabaseFailure) -> Int { try purge(.tenant(tenant)) }
    public func purge(subject: String) throws(DatabaseFailure) -> Int { try purge(.subject(subject)) }

    /// Removes all letters with data of `owner`, for good. Returns how many there were.
    public func purge(_ owner: DataOwner) throws(DatabaseFailure) -> Int {
        try database.erase { db in
            try db.execute(
                sql: """
                    DELETE FROM dead_letters WHERE number IN (
                        SELECT number FROM dead_letters WHERE \(owner.column) = ? LIMIT ?)
                    """,
                arguments: [owner.value, Self.batch])
            return db.changesCount
        }
    }

    /// Removes letters that are older than they may be, counted from their latest failure, or more; the oldest first.
    public func sweep(now: Int64) throws(DatabaseFailure) -> Int {
        let oldest = now &- age.rowMilliseconds
        let most = count
        @Sendable func excess(_ db: GRDB.Database) throws -> Int {
            try (Int.fetchOne(db, sql: "SELECT count(*) FROM dead_letters") ?? 0) - most
        }
        // Counted on a reader: it walks an index, and writers need not wait for that. Counted again only to remove:
        // another host may have done so meanwhile.
        let isExcess = try database.read { try excess($0) > 0 }
        return try database.write { db in
            try db.execute(
                sql: """
                    DELETE FROM dead_letters WHERE number IN (
                        SELECT number FROM (
                            SELECT number, failed, row_number() OVER () AS place FROM (
                                SELECT number, failed FROM dead_letters ORDER BY failed, number LIMIT ?))
                        WHERE failed < ? OR place <= ?)
                    """, arguments: [Self.batch, oldest, isExcess ? excess(db) : 0])
            return db.changesCount
        }
    }
}
