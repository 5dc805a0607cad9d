import GRDB

/// One write that waits for its transaction. It belongs to the database's thread once it is there.
struct PendingWrite {
    let run: (GRDB.Database) throws -> Void
    /// Hears once, after the commit, what went wrong.
    let end: (DatabaseFailure?) -> Void
}

/// What became of a round of writes.
struct RoundOutcome {
    /// One for each write; nil for those that are durable.
    var failures: [DatabaseFailure?]
    /// Why the storage took none of them; nil when it did.
    var storage: DatabaseFailure?
    /// Whether a row was changed: a transaction that changes none succeeds on any storage.
    var hasWritten = false
}

/// Puts the writes that have gathered into one transaction.
struct WriteRound {
    let writes: [PendingWrite]
    let path: String

    /// What throws is undone alone. When the storage fails, nothing of the round has happened.
    func commit(_ db: GRDB.Database) -> RoundOutcome {
        let before = db.totalChangesCount
        do {
            let failures = writes.count == 1 ? [try alone(db)] : try together(db)
            return RoundOutcome(failures: failures, hasWritten: db.totalChangesCount != before)
        } catch {
            let storage = DatabaseFailure(error, path: path)
            return RoundOutcome(failures: writes.map { _ in storage }, storage: storage)
        }
    }

    /// One write needs no savepoint: its transaction is undone.
    private func alone(_ db: GRDB.Database) throws -> DatabaseFailure? {
        do {
            try db.inTransaction(.immediate) {
                try writes[0].run(db)
                return .commit
            }
            return nil
        } catch {
            let failure = DatabaseFailure(error, path: path)
            guard !failure.isStorage else { throw failure }
            return failure
        }
    }

    private func together(_ db: GRDB.Database) throws -> [DatabaseFailure?] {
        var failures = [DatabaseFailure?](repeating: nil, count: writes.count)
        try db.inTransaction(.immediate) {
            let begin = try db.cachedStatement(sql: "SAVEPOINT one_write")
            let keep = try db.cachedStatement(sql: "RELEASE one_write")
            let undo = try db.cachedStatement(sql: "ROLLBACK TO one_write")
            for (index, write) in writes.enumerated() {
                try begin.execute()
                do {
                    try write.run(db)
                } catch {
                    let failure = DatabaseFailure(error, path: path)
                    guard !failure.isStorage else { throw failure }
                    failures[index] = failure
                }
                // On some failures SQLite undoes the whole transaction by itself, and a body may have caught the error.
                guard db.isInsideTransaction else {
                    throw DatabaseFailure(
                        code: "store.unreachable", message: "SQLite undid a transaction on \(path) by itself")
                }
                if failures[index] != nil { try undo.execute() }
                try keep.execute()
            }
            return .commit
        }
        return failures
    }
}
