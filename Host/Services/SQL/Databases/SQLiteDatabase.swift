import GRDB
import GRDBSQLite
import HostConfiguration
import HostPostgreSQL
import HostServiceRequests
import HostThreads

/// A database in a file of its own: one writer, readers beside it. Every call blocks, on whatever thread; nothing here
/// touches Swift's cooperative pool.
final class SQLiteDatabase: Sendable {
    /// Most bytes of a value, a row or a statement: what is longer would not fit into a request or an answer.
    private static let valueLimit: Int32 = 64 << 20

    let name: String
    let path: String
    private let readers: Int
    private let patience: Duration
    /// Opened when it is first asked for; a failure is tried again.
    private let pool = Guarded<DatabasePool?>(nil)

    init(_ settings: DatabaseSettings, path: String) {
        name = settings.name
        self.path = path
        readers = max(1, settings.connections)
        patience = settings.timeout
    }

    /// Whether nothing has changed about how it is opened.
    func isSame(_ settings: DatabaseSettings, path: String) -> Bool {
        self.path == path && readers == max(1, settings.connections) && patience == settings.timeout
    }

    func perform(_ query: DatabaseQuery) throws(SQLFailure) -> [PostgreSQLResult] {
        let (deadline, isBeyond) = MonotonicClock.now().addingReportingOverflow(query.timeout.nanoseconds)
        if let obstacle = PostgreSQLRequest(query.statements, .implicit).obstacle {
            throw SQLFailure(obstacle, database: name)
        }
        do {
            let pool = try open()
            let end = isBeyond ? UInt64.max : deadline
            return try query.isReadOnly
                ? pool.read { try SQLiteTransaction(db: $0, deadline: end).run(query) }
                : pool.writeWithoutTransaction { try SQLiteTransaction(db: $0, deadline: end).write(query) }
        } catch let failure as SQLFailure {
            throw failure
        } catch let refusal as ServiceRefusal {
            throw SQLFailure(refusal)
        } catch {
            throw SQLFailure(error, database: name)
        }
    }

    /// For work that no request has: migrations.
    func withWriter<Value>(_ body: (DatabasePool) throws -> Value) throws -> Value { try body(open()) }

    private func open() throws -> DatabasePool {
        try pool.withLock { pool in
            if let pool { return pool }
            var configuration = GRDB.Configuration()
            configuration.label = "proctor.sql"
            configuration.busyMode = .timeout(Double(patience.nanoseconds) / 1e9)
            configuration.maximumReaderCount = readers
            configuration.prepareDatabase { db in
                // What the file defines gets no functions with side effects, and no statement reaches another file.
                try db.execute(sql: "PRAGMA trusted_schema = OFF")
                sqlite3_limit(db.sqliteConnection, SQLITE_LIMIT_ATTACHED, 0)
                sqlite3_limit(db.sqliteConnection, SQLITE_LIMIT_LENGTH, Self.valueLimit)
            }
            let opened = try DatabasePool(path: path, configuration: configuration)
            pool = opened
            return opened
        }
    }
}

extension SQLFailure {
    /// What SQLite said. Its messages name tables and columns, never values.
    init(_ error: any Error, database: String) {
        guard let error = error as? DatabaseError else {
            self.init(.retry("sql.unreachable", "the database \(database) cannot be used"))
            return
        }
        let message = error.message ?? "SQLite's code \(error.resultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_INTERRUPT:
            self.init(.retry("sql.timeout", "the database \(database) took too long"))
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL:
            self.init(.retry("sql.busy", "another program holds the database \(database) locked"))
        case .SQLITE_CANTOPEN, .SQLITE_IOERR, .SQLITE_FULL, .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_PERM,
            .SQLITE_NOMEM:
            self.init(.retry("sql.unreachable", "the file of the database \(database) cannot be used: \(message)"))
        default: self.init(.reject("sql.failed", message), sqlstate: Self.sqlstate(of: error.extendedResultCode))
        }
    }

    /// The SQL standard's word for what SQLite has numbers for.
    private static func sqlstate(of code: ResultCode) -> String {
        switch code {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY: "23505"
        case .SQLITE_CONSTRAINT_FOREIGNKEY: "23503"
        case .SQLITE_CONSTRAINT_NOTNULL: "23502"
        case .SQLITE_CONSTRAINT_CHECK: "23514"
        case .SQLITE_READONLY: "25006"
        default: code.primaryResultCode == .SQLITE_CONSTRAINT ? "23000" : "HY000"
        }
    }
}
