import FoundationEssentials
import GRDB
import GRDBSQLite
import HostPostgreSQL
import HostServiceRequests
import HostThreads

/// The statements of one request, inside a transaction, until a deadline on the monotonic clock.
struct SQLiteTransaction {
    /// How many steps of SQLite's machine pass between two looks at the clock: some microseconds.
    private static let steps: Int32 = 1_000

    let db: GRDB.Database
    let deadline: UInt64

    /// Makes the transaction and runs the statements in it.
    ///
    /// - Throws: as ``run(_:)``.
    func write(_ query: DatabaseQuery) throws -> [PostgreSQLResult] {
        try patient()
        var results: [PostgreSQLResult] = []
        try db.inTransaction(.immediate) {
            results = try run(query)
            return .commit
        }
        return results
    }

    /// Other programs' locks are waited for as long as the request has, and no longer.
    ///
    /// - Throws: `DatabaseError` when the time has gone by in waiting for the connection.
    private func patient() throws {
        let now = MonotonicClock.now()
        guard now < deadline else { throw DatabaseError(resultCode: .SQLITE_INTERRUPT) }
        sqlite3_busy_timeout(db.sqliteConnection, Int32(clamping: (deadline - now) / 1_000_000 + 1))
    }

    /// - Throws: `DatabaseError`; `ServiceRefusal` for parameters that do not fit.
    func run(_ query: DatabaseQuery) throws -> [PostgreSQLResult] {
        try patient()
        let limit = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)
        limit.initialize(to: deadline)
        sqlite3_progress_handler(
            db.sqliteConnection, Self.steps,
            { limit in
                let isLate = limit.map { MonotonicClock.now() >= $0.load(as: UInt64.self) } ?? false
                return isLate ? 1 : 0
            }, limit)
        defer {
            sqlite3_progress_handler(db.sqliteConnection, 0, nil, nil)
            limit.deallocate()
        }
        var room = QueryReply.limit
        return try query.statements.map { try run($0, rowLimit: query.rowLimit, room: &room) }
    }

    private func run(_ text: PostgreSQLStatement, rowLimit: Int, room: inout Int) throws -> PostgreSQLResult {
        let statement = try db.makeStatement(sql: text.text)
        try statement.setArguments(StatementArguments(arguments(text.parameters, of: statement.sqliteStatement)))
        var result = PostgreSQLResult()
        result.columns = statement.columnNames
        let before = db.totalChangesCount
        let rows = try Row.fetchCursor(statement)
        while try rows.next() != nil {
            let row = SQLiteRow(statement.sqliteStatement)
            // All rows are stepped over: a statement that writes does its work in the steps.
            guard !result.isTruncated, result.rows.count < rowLimit, row.size <= room else {
                result.isTruncated = true
                if statement.isReadonly { break }
                continue
            }
            room -= row.size
            result.rows.append(row.values)
        }
        if !statement.isReadonly {
            result.affected = db.totalChangesCount == before ? 0 : db.changesCount
        }
        return result
    }

    /// Values in the order of SQLite's own numbers: `?` and `?2` have it already, `$2` is a name to SQLite.
    private func arguments(_ values: [PostgreSQLValue], of statement: SQLiteStatement) throws -> [DatabaseValue] {
        let count = Int(sqlite3_bind_parameter_count(statement))
        var isUsed = [Bool](repeating: false, count: values.count)
        let arguments = try (0..<count).map { index -> DatabaseValue in
            let name = sqlite3_bind_parameter_name(statement, Int32(index + 1)).map { String(cString: $0) } ?? ""
            let place = name.hasPrefix("$") ? Int(name.dropFirst()).map { $0 - 1 } ?? -1 : index
            guard values.indices.contains(place) else {
                throw ServiceRefusal.reject(
                    "sql.bad_request", "a statement wants a parameter that is not given: \(values.count) are")
            }
            isUsed[place] = true
            return values[place].databaseValue
        }
        guard isUsed.allSatisfy({ $0 }) else {
            throw ServiceRefusal.reject("sql.bad_request", "a statement has fewer places than parameters")
        }
        return arguments
    }
}

extension PostgreSQLValue {
    /// SQLite has no booleans: they are 1 and 0.
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .bool(let flag): (flag ? 1 : 0).databaseValue
        case .int(let number): number.databaseValue
        case .double(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .bytes(let bytes): Data(bytes).databaseValue
        }
    }
}
