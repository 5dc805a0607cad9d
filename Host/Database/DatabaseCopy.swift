import GRDB
import Glibc

/// Copies of the whole database, made and taken back while it is in use.
extension Database {
    /// Copies the state of one moment into a new file, which is whole in itself. Writers go on meanwhile; the log grows
    /// until it is done. Blocks.
    public func copy(to copy: String) throws(DatabaseFailure) {
        guard !DatabaseFile.exists(copy) else { throw DatabaseFailure(errno: EEXIST, path: copy) }
        do {
            try DatabaseFile.make(copy)
            let target = try DatabaseQueue(path: copy)
            // All in one step: the reader's snapshot is what makes it one moment.
            try target.writeWithoutTransaction { to in
                try pool.unsafeRead { try $0.backup(to: to) }
                try to.execute(sql: "PRAGMA journal_mode = DELETE")
            }
            try target.close()
        } catch {
            DatabaseFile.remove(copy)
            throw DatabaseFailure(error, path: copy)
        }
    }

    /// Whether a copy could take this database's place: whole, ours, and of no later version. Blocks.
    public func check(copy: String) throws(DatabaseFailure) {
        do {
            var configuration = Self.configuration(ofCopy: copy)
            configuration.readonly = true
            let source = try DatabaseQueue(path: copy, configuration: configuration)
            try source.read { try check($0, copy: copy) }
            try source.close()
        } catch {
            throw DatabaseFailure(error, path: copy)
        }
    }

    /// Puts a copy's state in the place of all there is, in one transaction, while this and other processes use the
    /// file: each reads the old state or the new one. A copy of an earlier version is brought up to date first. The
    /// file of the copy stays as it is. Blocks; writers wait.
    ///
    /// - Throws: before anything is changed, when ``check(copy:)`` does; `store.full` when there is no room for a
    ///   second copy and the log.
    public func replace(by copy: String) throws(DatabaseFailure) {
        try check(copy: copy)
        let scratch = "\(path).restore-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        defer { DatabaseFile.remove(scratch) }
        do {
            try DatabaseFile.make(scratch)
            let ready = try DatabaseQueue(path: scratch, configuration: Self.configuration(ofCopy: scratch))
            try DatabaseQueue(path: copy, configuration: Self.configuration(ofCopy: copy)).read { from in
                try ready.writeWithoutTransaction { try from.backup(to: $0) }
            }
            try ready.writeWithoutTransaction { db in
                try ledger.settle(db, .host)
                try db.inTransaction {
                    for schema in ledger.schemas { try schema.afterRestore?(db) }
                    return .commit
                }
                try pool.writeWithoutTransaction { try db.backup(to: $0) }
            }
            try ready.close()
        } catch {
            throw DatabaseFailure(error, path: path)
        }
        tellWatchers()
    }

    private static func configuration(ofCopy path: String) -> GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.label = "proctor.copy"
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA trusted_schema = OFF") }
        return configuration
    }

    private func check(_ db: GRDB.Database, copy: String) throws {
        guard try Int.fetchOne(db, sql: "PRAGMA application_id") == SchemaLedger.application else {
            throw DatabaseFailure(code: "store.foreign", message: "\(copy) is no database of a host")
        }
        guard try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") == "ok" else {
            throw DatabaseFailure(code: "store.damaged", message: "\(copy) is damaged: take another backup")
        }
        _ = try SchemaLedger(schemas: ledger.schemas, path: copy).missing(db, .host)
    }
}
