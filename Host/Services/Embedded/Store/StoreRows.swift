import FoundationEssentials
import GRDB
import HostDatabase
import HostDispatch
import HostServiceRequests

/// The rows of one processor's store at one moment, inside a transaction.
struct StoreRows {
    static let schema = HostDatabase.Database.Schema(
        name: "store",
        steps: [
            { db in
                // Keys are compared by their bytes. Not WITHOUT ROWID: values may be large.
                try db.execute(
                    sql: """
                        CREATE TABLE store_entries (
                            processor TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, expires INTEGER,
                            tenant TEXT, subject TEXT, updated INTEGER NOT NULL,
                            UNIQUE (processor, key)
                        );
                        CREATE INDEX store_expires ON store_entries (expires) WHERE expires IS NOT NULL;
                        CREATE INDEX store_tenant ON store_entries (tenant) WHERE tenant IS NOT NULL;
                        CREATE INDEX store_subject ON store_entries (subject) WHERE subject IS NOT NULL;
                        """)
            }
        ])

    typealias Entry = (key: String, value: [UInt8]?)

    let db: GRDB.Database
    let processor: String
    /// Milliseconds since 1970.
    let now: Int64

    func value(_ key: String) throws -> [UInt8]? {
        try Data.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT value FROM store_entries
                    WHERE processor = ? AND key = ? AND (expires IS NULL OR expires > ?)
                    """), arguments: [processor, key, now]
        ).map { Array($0) }
    }

    /// Puts or removes. Returns whether there was something to remove.
    @discardableResult
    func apply(_ write: StoreWrite, tenant: String?, subject: String?) throws -> Bool {
        guard let value = write.value else { return try delete(write.key) }
        try db.cachedStatement(
            sql: """
                INSERT INTO store_entries (processor, key, value, expires, tenant, subject, updated)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (processor, key) DO UPDATE SET value = excluded.value, expires = excluded.expires,
                    tenant = excluded.tenant, subject = excluded.subject, updated = excluded.updated
                """
        ).execute(arguments: [
            processor, write.key, Data(value), write.lifetime.map { now &+ $0 }, tenant, write.subject ?? subject, now,
        ])
        return false
    }

    /// Returns whether it was there. What has run out was not.
    func delete(_ key: String) throws -> Bool {
        // Judged here: SQLite 3.40 takes `expires IS NULL` in a RETURNING clause for false, always.
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: "DELETE FROM store_entries WHERE processor = ? AND key = ? RETURNING expires"),
            arguments: [processor, key])
        guard let row else { return false }
        let expires: Int64? = row[0]
        return expires.map { $0 > now } ?? true
    }

    /// One page of entries in key order, and the key to go on from if there are more. The values of a page have
    /// `valueBytes` together, or are one.
    func list(_ request: StoreList, valueBytes: Int) throws -> (entries: [Entry], next: String?) {
        let keys = request.keys
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT key, \(request.withValues ? "value" : "NULL") FROM store_entries
                    WHERE processor = ? AND key >= ? AND key > ? AND (expires IS NULL OR expires > ?)
                    ORDER BY key
                    """), arguments: [processor, keys.prefix, keys.after, now])
        var entries: [Entry] = []
        var room = valueBytes
        while let row = try rows.next() {
            let key: String = row[0]
            guard key.utf8.starts(with: keys.prefix.utf8) else { break }
            let value = (row[1] as Data?).map { [UInt8]($0) }
            room -= value?.count ?? 0
            if entries.count == keys.limit || (room < 0 && !entries.isEmpty) { return (entries, entries.last?.key) }
            entries.append((key, value))
        }
        return (entries, nil)
    }
}
