public import GRDB
public import HostDatabase
public import HostDispatch

/// The table of dead letters. Each function runs within the caller's transaction, so that a job and its letter change
/// together. Times are milliseconds since 1970.
public enum DeadLetterTable {
    public static let schema = HostDatabase.Database.Schema(
        name: "dead-letters",
        steps: [
            { db in
                try db.execute(
                    sql: """
                        CREATE TABLE dead_letters (
                            number INTEGER PRIMARY KEY AUTOINCREMENT,
                            state TEXT NOT NULL,
                            job TEXT NOT NULL,
                            origin TEXT NOT NULL,
                            processor TEXT NOT NULL,
                            operation TEXT NOT NULL,
                            status TEXT NOT NULL,
                            code TEXT NOT NULL,
                            reason TEXT NOT NULL,
                            attempts INTEGER NOT NULL,
                            replays INTEGER NOT NULL DEFAULT 0,
                            tenant TEXT,
                            subject TEXT,
                            created INTEGER NOT NULL,
                            failed INTEGER NOT NULL,
                            headers BLOB NOT NULL,
                            payload BLOB NOT NULL
                        ) STRICT;
                        CREATE INDEX dead_letters_failed ON dead_letters (failed);
                        """)
            }
        ])

    /// Keeps a letter, and returns its number.
    @discardableResult
    public static func insert(_ letter: DeadLetter, at time: Int64, in db: GRDB.Database) throws -> Int64 {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO dead_letters
                    (state, job, origin, processor, operation, status, code, reason, attempts, tenant, subject,
                     created, failed, headers, payload)
                VALUES ('kept', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        let tenant = letter.headers.first { $0.name == "x-tenant-slug" }?.value
        let subject = letter.subject ?? letter.headers.first { $0.name == "x-subject-id" }?.value
        try statement.execute(arguments: [
            letter.job, letter.origin, letter.processor, letter.operation, letter.status.rawValue, letter.error.code,
            letter.error.message, letter.attempts, tenant, subject, time, time,
            Column.blob(HeaderBlock.encode(letter.headers)), Column.blob(letter.payload),
        ])
        return db.lastInsertedRowID
    }

    /// A replayed job has failed for good again: its letter says so, and is kept once more. When the letter is gone,
    /// a new one is kept.
    /// - Parameter number: of the letter.
    public static func failAgain(
        _ number: Int64, _ letter: DeadLetter, at time: Int64, in db: GRDB.Database
    ) throws {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE dead_letters SET state = 'kept', status = ?, code = ?, reason = ?, attempts = ?, failed = ?
                WHERE number = ?
                """)
        try statement.execute(arguments: [
            letter.status.rawValue, letter.error.code, letter.error.message, letter.attempts, time, number,
        ])
        if db.changesCount == 0 { try insert(letter, at: time, in: db) }
    }

    /// Letters that match, the latest first.
    /// - Parameters:
    ///   - number: the last one of the page before.
    ///   - limit: at least 1.
    public static func list(
        _ filter: LetterFilter, after number: Int64? = nil, limit: Int, in db: GRDB.Database
    ) throws -> [LetterSummary] {
        let condition = LetterCondition(.matching(filter), after: number)
        return try Row.fetchAll(
            db,
            sql: "SELECT \(summaryColumns) FROM dead_letters WHERE \(condition.sql) ORDER BY number DESC LIMIT ?",
            arguments: condition.arguments + [limit]
        ).map(summary)
    }

    /// One letter with its payload; nil when there is none of this number.
    public static func show(_ number: Int64, in db: GRDB.Database) throws -> LetterRecord? {
        let row = try Row.fetchOne(
            db, sql: "SELECT \(summaryColumns), headers, payload FROM dead_letters WHERE number = ?",
            arguments: [number])
        guard let row else { return nil }
        return LetterRecord(
            summary: summary(row), headers: Column.withBytes(row, "headers", HeaderBlock.decode),
            payload: Column.withBytes(row, "payload") { Array($0) })
    }

    /// The numbers of at most `limit` selected letters beyond `number`, in ascending order.
    public static func numbers(
        _ selection: LetterSelection, beyond number: Int64, limit: Int, in db: GRDB.Database
    ) throws -> [Int64] {
        let condition = LetterCondition(selection)
        return try Int64.fetchAll(
            db,
            sql: "SELECT number FROM dead_letters WHERE \(condition.sql) AND number > ? ORDER BY number LIMIT ?",
            arguments: condition.arguments + [number, limit])
    }

    /// Notes that a letter's job has been put back to where it came from.
    public static func markReplayed(_ number: Int64, in db: GRDB.Database) throws {
        try db.execute(
            sql: "UPDATE dead_letters SET state = 'replayed', replays = replays + 1 WHERE number = ?",
            arguments: [number])
    }

    static let summaryColumns = """
        number, state, job, origin, processor, operation, status, code, reason, attempts, replays, tenant, subject,
        created, failed, length(payload) AS size
        """

    static func summary(_ row: Row) -> LetterSummary {
        LetterSummary(
            number: row["number"], state: LetterState(rawValue: row["state"]) ?? .kept, job: row["job"],
            origin: row["origin"], processor: row["processor"], operation: row["operation"],
            status: JobStatus(rawValue: row["status"]) ?? .reject, code: row["code"], reason: row["reason"],
            attempts: row["attempts"], replays: row["replays"], tenant: row["tenant"], subject: row["subject"],
            created: row["created"], failed: row["failed"], size: row["size"])
    }
}
