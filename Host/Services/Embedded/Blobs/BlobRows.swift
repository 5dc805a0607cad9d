import GRDB
import HostDatabase
import HostServiceRequests

/// The index of blobs, inside a transaction: which file has a key's content, and which files nobody needs any more.
struct BlobRows {
    static let schema = HostDatabase.Database.Schema(
        name: "blobs",
        steps: [
            { db in
                try db.execute(
                    sql: """
                        CREATE TABLE blobs (
                            processor TEXT NOT NULL, key TEXT NOT NULL, file TEXT NOT NULL UNIQUE, size INTEGER NOT NULL,
                            media_type TEXT, expires INTEGER, tenant TEXT, subject TEXT, updated INTEGER NOT NULL,
                            UNIQUE (processor, key)
                        );
                        CREATE INDEX blobs_expires ON blobs (expires) WHERE expires IS NOT NULL;
                        CREATE INDEX blobs_tenant ON blobs (tenant) WHERE tenant IS NOT NULL;
                        CREATE INDEX blobs_subject ON blobs (subject) WHERE subject IS NOT NULL;
                        CREATE TABLE blobs_unneeded (file TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID;
                        """)
            }
        ])

    struct Entry: Equatable {
        let key: String
        let file: BlobName
        let size: Int
        let mediaType: String?
    }

    /// A file that has lost its row.
    struct Unneeded: Sendable {
        let file: BlobName
        /// Not while a copy of the state is made, which may still want it: the sweep takes it later.
        let mayGo: Bool
    }

    let db: GRDB.Database
    /// Milliseconds since 1970.
    let now: Int64

    func entry(_ key: String, of processor: String) throws -> Entry? {
        try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT key, file, size, media_type FROM blobs
                    WHERE processor = ? AND key = ? AND (expires IS NULL OR expires > ?)
                    """), arguments: [processor, key, now]
        ).map(Self.entry)
    }

    /// Ties a key to a file. Returns the one that it was tied to before.
    func put(
        _ put: BlobPut, of processor: String, file: BlobName, size: Int, tenant: String?, subject: String?
    ) throws -> Unneeded? {
        let (_, old) = try remove("processor = ? AND key = ?", [processor, put.key])
        try db.cachedStatement(
            sql: """
                INSERT INTO blobs (processor, key, file, size, media_type, expires, tenant, subject, updated)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            processor, put.key, file.text, size, put.mediaType, put.lifetime.map { now &+ $0 }, tenant,
            put.subject ?? subject, now,
        ])
        return old.first
    }

    /// Returns whether it was there - what has run out was not - and the file that is not needed any more.
    func delete(_ key: String, of processor: String) throws -> (wasThere: Bool, file: Unneeded?) {
        let (expiries, files) = try remove("processor = ? AND key = ?", [processor, key])
        return (expiries.first.map { $0.map { $0 > now } ?? true } ?? false, files.first)
    }

    /// Deletes rows; their files become unneeded in the same transaction.
    func remove(_ condition: String, _ arguments: StatementArguments) throws -> (expiries: [Int64?], files: [Unneeded])
    {
        let rows = try Row.fetchAll(
            db.cachedStatement(sql: "DELETE FROM blobs WHERE \(condition) RETURNING expires, file"),
            arguments: arguments)
        guard !rows.isEmpty else { return ([], []) }
        let isCopied = try LeaseTable.isHeld(BlobService.copyLease, db, now: now)
        let note = try db.cachedStatement(sql: "INSERT OR IGNORE INTO blobs_unneeded (file) VALUES (?)")
        var files: [Unneeded] = []
        for row in rows {
            try note.execute(arguments: [row[1] as String])
            if let name = BlobName(row[1]) { files.append(Unneeded(file: name, mayGo: !isCopied)) }
        }
        return (rows.map { $0[0] }, files)
    }

    /// Files to remove; none while a copy of the state is made.
    func unneeded(limit: Int) throws -> [BlobName] {
        guard try !LeaseTable.isHeld(BlobService.copyLease, db, now: now) else { return [] }
        return try String.fetchAll(
            db.cachedStatement(sql: "SELECT file FROM blobs_unneeded LIMIT ?"), arguments: [limit]
        ).compactMap(BlobName.init)
    }

    /// These files are gone.
    func forget(_ files: [BlobName]) throws {
        let statement = try db.cachedStatement(sql: "DELETE FROM blobs_unneeded WHERE file = ?")
        for file in files { try statement.execute(arguments: [file.text]) }
    }

    /// Whether the index knows a file, as needed or not.
    func knows(_ file: BlobName) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM blobs WHERE file = ?1)
                        OR EXISTS (SELECT 1 FROM blobs_unneeded WHERE file = ?1)
                    """), arguments: [file.text]) ?? false
    }

    /// One page of entries in key order, and whether there are more.
    func list(_ keys: KeyListing, of processor: String) throws -> (entries: [Entry], isMore: Bool) {
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT key, file, size, media_type FROM blobs
                    WHERE processor = ? AND key >= ? AND key > ? AND (expires IS NULL OR expires > ?)
                    ORDER BY key
                    """), arguments: [processor, keys.prefix, keys.after, now])
        var entries: [Entry] = []
        while let row = try rows.next() {
            let entry = try Self.entry(row)
            guard entry.key.utf8.starts(with: keys.prefix.utf8) else { break }
            if entries.count == keys.limit { return (entries, true) }
            entries.append(entry)
        }
        return (entries, false)
    }

    private static func entry(_ row: Row) throws -> Entry {
        guard let file = BlobName(row[1]) else {
            throw DatabaseFailure(code: "store.damaged", message: "the index of blobs names a file that cannot be one")
        }
        return Entry(key: row[0], file: file, size: row[2], mediaType: row[3])
    }
}
