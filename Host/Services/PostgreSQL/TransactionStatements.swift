import HostPostgreSQL
import HostServiceRequests

/// `store.transact/1` as three statements of one round trip.
///
/// Every key that is checked or written is locked first, in the keys' order, so that two of them never wait for one
/// another: a row that is there by itself, one that is not by a row that has run out since ever, which nobody sees and
/// which makes others wait who want to insert. What the second statement finds therefore holds until the end.
enum TransactionStatements {
    private static let table = StoreTable.name

    /// The second one answers one row: whether all checks held.
    static func all(_ request: StoreTransact, _ owner: StoreOwner) -> [PostgreSQLStatement] {
        // By their bytes: Swift takes keys for equal that Unicode calls equivalent, and the server does not.
        let keys = (request.checks.map(\.key) + request.writes.map(\.key)).map { (Array($0.utf8), $0) }
        let distinct = Dictionary(keys) { first, _ in first }
        let locked: [PostgreSQLValue] = [.text(owner.processor), .texts(Array(distinct.values))]
        return [
            PostgreSQLStatement(
                """
                INSERT INTO \(table) AS s (processor, key, value, expires)
                SELECT $1, k.key, '', '-infinity' FROM unnest($2::text[]) AS k (key) ORDER BY k.key COLLATE "C"
                ON CONFLICT (processor, key) DO UPDATE SET updated = s.updated WHERE false
                """, locked, isBinary: true),
            change(request, owner),
            PostgreSQLStatement(
                "DELETE FROM \(table) WHERE processor = $1 AND key = ANY ($2::text[]) AND expires = '-infinity'",
                locked,
                isBinary: true),
        ]
    }

    private static func change(_ request: StoreTransact, _ owner: StoreOwner) -> PostgreSQLStatement {
        // Of several writes of a key the last one is what remains.
        let last = Dictionary(request.writes.map { (Array($0.key.utf8), $0) }) { $1 }
        let writes = Array(last.values)
        return PostgreSQLStatement(
            """
            WITH verdict AS (
                SELECT NOT EXISTS (
                    SELECT 1 FROM unnest($2::text[], $3::bytea[]) AS c (key, value)
                    LEFT JOIN \(table) s ON s.processor = $1 AND s.key = c.key AND \(StoreTable.isLive("s"))
                    WHERE s.value IS DISTINCT FROM c.value
                ) AS held
            ), writes AS (
                SELECT w.* FROM unnest($4::text[], $5::bytea[], $6::bigint[], $7::text[])
                    AS w (key, value, lifetime, subject), verdict WHERE verdict.held
            ), put AS (
                UPDATE \(table) s SET value = w.value, expires = \(StoreTable.expiry("w.lifetime")), tenant = $8,
                    subject = w.subject, updated = now()
                FROM writes w WHERE s.processor = $1 AND s.key = w.key AND w.value IS NOT NULL
            ), removed AS (
                DELETE FROM \(table) s USING writes w WHERE s.processor = $1 AND s.key = w.key AND w.value IS NULL
            )
            SELECT held FROM verdict
            """,
            [
                .text(owner.processor), .texts(request.checks.map(\.key)), .byteStrings(request.checks.map(\.value)),
                .texts(writes.map(\.key)), .byteStrings(writes.map(\.value)), .integers(writes.map(\.lifetime)),
                .texts(writes.map { $0.subject ?? owner.subject }), owner.tenant.map { .text($0) } ?? .null,
            ], isBinary: true)
    }
}
