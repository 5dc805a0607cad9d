import HostPostgreSQL
import HostServiceRequests

/// The statements of the store. Those of one request are one implicit transaction, read committed: each of them sees
/// what was committed before it began, and a write waits for another that has the row.
enum StoreStatements {
    private static let table = StoreTable.name
    private static let isLive = StoreTable.isLive("s")

    static func get(_ key: String, of processor: String) -> PostgreSQLStatement {
        PostgreSQLStatement(
            "SELECT s.value FROM \(table) s WHERE s.processor = $1 AND s.key = $2 AND \(isLive)",
            [.text(processor), .text(key)], isBinary: true)
    }

    /// Answers one row when there was something to remove.
    static func delete(_ key: String, of processor: String) -> PostgreSQLStatement {
        PostgreSQLStatement(
            "DELETE FROM \(table) s WHERE s.processor = $1 AND s.key = $2 RETURNING \(isLive)",
            [.text(processor), .text(key)], isBinary: true)
    }

    private static let insertion = """
        INSERT INTO \(table) AS s (processor, key, value, expires, tenant, subject, updated)
        VALUES ($1, $2, $3, \(StoreTable.expiry("$4")), $5, $6, now())
        ON CONFLICT (processor, key) DO UPDATE SET value = excluded.value, expires = excluded.expires,
            tenant = excluded.tenant, subject = excluded.subject, updated = excluded.updated
        """

    static func put(_ write: StoreWrite, _ value: [UInt8], _ owner: StoreOwner) -> PostgreSQLStatement {
        PostgreSQLStatement(insertion, parameters(write, value, owner), isBinary: true)
    }

    /// Answers one row when it was done: the value was `old`, or there was none when `old` is nil. Nil for a swap of
    /// nothing against nothing, which is no more than a look.
    static func swap(_ request: StoreSwap, _ owner: StoreOwner) -> PostgreSQLStatement? {
        let write = request.write
        switch (request.old, write.value) {
        case (nil, nil): return nil
        case (nil, let new?):
            // A row that has run out counts as none.
            return PostgreSQLStatement(
                insertion + " WHERE s.expires <= now() RETURNING true", parameters(write, new, owner), isBinary: true)
        case (let old?, nil):
            return PostgreSQLStatement(
                """
                DELETE FROM \(table) s WHERE s.processor = $1 AND s.key = $2 AND s.value = $3 AND \(isLive)
                RETURNING true
                """,
                [.text(owner.processor), .text(write.key), .bytes(old)], isBinary: true)
        case (let old?, let new?):
            return PostgreSQLStatement(
                """
                UPDATE \(table) s SET value = $3, expires = \(StoreTable.expiry("$4")), tenant = $5, subject = $6,
                    updated = now()
                WHERE s.processor = $1 AND s.key = $2 AND s.value = $7 AND \(isLive) RETURNING true
                """, parameters(write, new, owner) + [.bytes(old)], isBinary: true)
        }
    }

    private static func parameters(_ write: StoreWrite, _ value: [UInt8], _ owner: StoreOwner) -> [PostgreSQLValue] {
        [
            .text(owner.processor), .text(write.key), .bytes(value), write.lifetime.map { .int($0) } ?? .null,
            owner.tenant.map { .text($0) } ?? .null, (write.subject ?? owner.subject).map { .text($0) } ?? .null,
        ]
    }

    /// A page: each row a key, its value if wanted, and how many rows there are when no byte limit cuts the page. One
    /// more row than the page has is looked at, to know whether there are more.
    ///
    /// Keys that begin with the prefix lie between it and itself followed by the greatest key there can be.
    static func list(_ request: StoreList, of processor: String, valueBytes: Int) -> PostgreSQLStatement {
        let keys = request.keys
        let last = keys.prefix + String(repeating: "\u{10FFFF}", count: ServiceKey.limit / 4)
        return PostgreSQLStatement(
            """
            SELECT key, \(request.withValues ? "value" : "NULL::bytea"), total FROM (
                SELECT key, value, count(*) OVER () AS total, row_number() OVER byKey AS number,
                    sum(octet_length(value)::bigint) OVER byKey AS bytes
                FROM (
                    SELECT s.key, s.value FROM \(table) s
                    WHERE s.processor = $1 AND s.key >= $2 AND s.key > $3 AND s.key <= $4 AND \(isLive)
                    ORDER BY s.key LIMIT $5::bigint + 1
                ) page
                WINDOW byKey AS (ORDER BY key)
            ) counted
            WHERE number <= $5::bigint AND (number = 1 OR bytes <= $6::bigint) ORDER BY number
            """,
            [
                .text(processor), .text(keys.prefix), .text(keys.after), .text(last), .int(Int64(keys.limit)),
                .int(request.withValues ? Int64(valueBytes) : .max),
            ], isBinary: true)
    }
}

/// Whose a value is that is written.
struct StoreOwner {
    let processor: String
    let tenant: String?
    let subject: String?

    /// With the tenant that a request names; the job's own goes before it.
    func naming(_ tenant: String?) -> StoreOwner {
        StoreOwner(processor: processor, tenant: self.tenant ?? tenant, subject: subject)
    }
}
