import GRDB
import Glibc
import HostConfiguration
import HostThreads

/// Migrations of a file of SQLite. The lock is the file's own: each step holds it from its first look to its end.
struct SQLiteMigrations {
    /// Between two attempts to get at a file that others are opening.
    private static let pause: UInt32 = 20_000

    private let name: String
    private let database: SQLiteDatabase
    private let deadline: UInt64

    init(_ settings: DatabaseSettings, path: String, patience: Duration) {
        name = settings.name
        deadline = MonotonicClock.now() &+ patience.nanoseconds
        var settings = settings
        settings.timeout = patience
        database = SQLiteDatabase(settings, path: path)
    }

    func apply(_ files: [MigrationFile]) throws(MigrationFailure) -> [String] {
        var names: [String] = []
        while true {
            do throws(MigrationFailure) {
                try apply(files, &names)
                return names
            } catch {
                // Several that open a new file at once are told that it is busy, and SQLite does not wait then.
                guard error.code == MigrationFailure.locked(name).code, MonotonicClock.now() < deadline else {
                    throw error
                }
                usleep(Self.pause)
            }
        }
    }

    private func apply(_ files: [MigrationFile], _ names: inout [String]) throws(MigrationFailure) {
        do {
            try database.withWriter { pool in
                try pool.writeWithoutTransaction { db in
                    while let file = try step(db, files) { names.append(file.name) }
                }
                // All is done by now; what cannot be closed at the moment closes with the last who has it.
                try? pool.close()
            }
        } catch let failure as MigrationFailure {
            throw failure
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            throw .locked(name)
        } catch {
            throw .unreachable(name, (error as? DatabaseError)?.message ?? "the file cannot be opened")
        }
    }

    /// Applies the next file; nil when there is none.
    private func step(_ db: GRDB.Database, _ files: [MigrationFile]) throws -> MigrationFile? {
        try db.beginTransaction(.immediate)
        do {
            try db.execute(sql: Self.table)
            guard let file = try applied(db).missing(of: files).first else {
                try db.commit()
                return nil
            }
            try run(file, db)
            try db.execute(
                sql: "INSERT INTO proctor_migrations (number, name, digest) VALUES (?, ?, ?)",
                arguments: [file.number, file.name, file.digest])
            try db.commit()
            return file
        } catch {
            if db.isInsideTransaction { try? db.rollback() }
            throw error
        }
    }

    private func run(_ file: MigrationFile, _ db: GRDB.Database) throws {
        guard file.isTransaction else {
            throw MigrationFailure.failed(file, "SQLite has no statements that need -- no transaction")
        }
        do {
            try db.execute(sql: "SAVEPOINT \(Self.mark)")
            try db.execute(sql: file.text)
        } catch let error as DatabaseError {
            throw MigrationFailure.failed(file, error.message ?? "SQLite's code \(error.resultCode.rawValue)")
        }
        // Gone with the transaction, also where the file begins another one.
        guard (try? db.execute(sql: "RELEASE \(Self.mark)")) != nil, db.isInsideTransaction else {
            throw MigrationFailure.ended(file)
        }
    }

    private func applied(_ db: GRDB.Database) throws -> AppliedMigrations {
        let rows = try Row.fetchAll(db, sql: "SELECT number, name, digest FROM proctor_migrations")
        return AppliedMigrations(
            entries: [Int: AppliedMigrations.Entry](
                rows.map { ($0[0], AppliedMigrations.Entry(name: $0[1], digest: $0[2])) }
            ) { first, _ in first })
    }

    private static let mark = "proctor_migration"

    private static let table = """
        CREATE TABLE IF NOT EXISTS proctor_migrations (
            number INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL,
            applied TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
        )
        """
}
