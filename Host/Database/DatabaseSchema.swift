public import GRDB

extension Database {
    /// The tables of one room, as steps that are applied once each, in order, and never changed once released.
    public struct Schema: Sendable {
        /// Unique among the rooms of one file, and never changed.
        public var name: String
        public var steps: [@Sendable (GRDB.Database) throws -> Void]
        /// Makes rows right that come from a backup: a job that was leased when the backup was made has nobody who
        /// works on it. Part of the restore's one transaction.
        public var afterRestore: (@Sendable (GRDB.Database) throws -> Void)?

        public init(
            name: String, steps: [@Sendable (GRDB.Database) throws -> Void],
            afterRestore: (@Sendable (GRDB.Database) throws -> Void)? = nil
        ) {
            self.name = name
            self.steps = steps
            self.afterRestore = afterRestore
        }
    }

    /// What a file is opened for.
    public enum Purpose: Sendable {
        /// To keep the state of a host: the file is made if it is missing, and tables are brought up to date.
        case host
        /// For a short-lived command, beside a running host or without one: the file must be there, and of exactly this
        /// version. Nothing but rows is changed, and only the given rooms are looked at.
        case command
    }
}

/// Which steps of which rooms a file has. It is kept in the file, and steps are applied in one transaction, so that of
/// two hosts that start at once one applies them and the other finds them done.
struct SchemaLedger {
    /// SQLite's `application_id`, so that no other program's file is taken for ours: `PROC`.
    static let application = 0x5052_4F43

    let schemas: [Database.Schema]
    let path: String

    /// Checks the file, and for a host applies what is missing.
    func settle(_ db: GRDB.Database, _ purpose: Database.Purpose) throws {
        // Looks first without the writers' lock: an up-to-date file is opened without a write.
        var isSettled = false
        try db.inTransaction(.deferred) {
            isSettled = try !identify(db) && missing(db, purpose).isEmpty
            return .commit
        }
        if isSettled { return }
        guard purpose == .host else {
            throw DatabaseFailure(
                code: "store.earlier_version",
                message: "\(path) is of an earlier version: start the host of this version first, which brings it up "
                    + "to date")
        }
        try db.inTransaction(.immediate) {
            if try identify(db) { try db.execute(sql: Self.tables) }
            for (schema, first) in try missing(db, purpose) {
                for step in schema.steps[first...] { try step(db) }
                try db.execute(
                    sql: """
                        INSERT INTO proctor_rooms (name, steps) VALUES (?, ?)
                        ON CONFLICT (name) DO UPDATE SET steps = excluded.steps
                        """, arguments: [schema.name, schema.steps.count])
            }
            return .commit
        }
    }

    private static let tables = """
        PRAGMA application_id = \(application);
        CREATE TABLE proctor_rooms (name TEXT PRIMARY KEY NOT NULL, steps INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE proctor_probe (id INTEGER PRIMARY KEY NOT NULL, count INTEGER NOT NULL);
        INSERT INTO proctor_probe (id, count) VALUES (1, 0);
        """

    /// Whether the file has no tables yet. Throws when it is another program's.
    private func identify(_ db: GRDB.Database) throws -> Bool {
        if try Int.fetchOne(db, sql: "PRAGMA application_id") == Self.application { return false }
        guard try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0 else {
            throw DatabaseFailure(
                code: "store.foreign", message: "\(path) is a database of another program: name another file")
        }
        return true
    }

    /// The rooms that lack steps, with the first that each lacks. Throws when the file has more than this version knows.
    func missing(_ db: GRDB.Database, _ purpose: Database.Purpose) throws -> [(Database.Schema, Int)] {
        let rows = try Row.fetchAll(db, sql: "SELECT name, steps FROM proctor_rooms")
        let applied = [String: Int](rows.map { ($0["name"], $0["steps"]) }) { max($0, $1) }
        let known = Dictionary(schemas.map { ($0.name, $0.steps.count) }) { max($0, $1) }
        let isLater = applied.contains { name, steps in
            known[name].map { steps > $0 || steps < 0 } ?? (purpose == .host)
        }
        guard !isLater else {
            throw DatabaseFailure(
                code: "store.later_version",
                message: "\(path) was written by a later version of the host: run that version, or restore a backup")
        }
        return schemas.compactMap { schema in
            let count = applied[schema.name] ?? 0
            return count < schema.steps.count ? (schema, count) : nil
        }
    }
}
