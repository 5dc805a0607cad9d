import Glibc
import HostConfiguration
import HostPostgreSQL
import HostThreads

/// Migrations of a database on PostgreSQL, over one connection of their own. An advisory lock lets one host at a time.
struct PostgreSQLMigrations {
    /// `PROC` and a number: an advisory lock is known by nothing but its number.
    private static let lock: Int64 = 0x5052_4F43_0000_0002

    private let name: String
    private let settings: PostgreSQLSettings
    private let patience: Duration

    init(_ settings: DatabaseSettings, _ server: ServerURL, patience: Duration) {
        name = settings.name
        self.settings = PostgreSQLSettings(settings, server)
        self.patience = patience
    }

    func apply(_ files: [MigrationFile]) throws(MigrationFailure) -> [String] {
        do {
            let session = try PostgreSQLSession(settings)
            // The lock goes with the session.
            defer { session.close() }
            try takeLock(session)
            let table = try makeTable(session)
            var applied: [String] = []
            for file in try read(table, session).missing(of: files) {
                try run(file, table, session)
                applied.append(file.name)
            }
            return applied
        } catch let failure as MigrationFailure {
            throw failure
        } catch {
            throw .unreachable(name, (error as? PostgreSQLFailure)?.description ?? "it said something unexpected")
        }
    }

    /// Asks again and again: who waits inside the server holds a snapshot, and `CREATE INDEX CONCURRENTLY` waits for
    /// all snapshots.
    private func takeLock(_ session: PostgreSQLSession) throws {
        let deadline = MonotonicClock.now() &+ patience.nanoseconds
        while try session.rows("SELECT pg_try_advisory_lock(\(Self.lock))") != [[.bool(true)]] {
            guard MonotonicClock.now() < deadline else { throw MigrationFailure.locked(name) }
            usleep(100_000)
        }
    }

    /// Returns its name with its schema, for a file may change what schema is current.
    private func makeTable(_ session: PostgreSQLSession) throws -> String {
        let found = try session.rows("SELECT quote_ident(current_schema()) || '.proctor_migrations'")
        guard case .text(let table)? = found.first?.first else {
            throw MigrationFailure.unreachable(name, "the role has no current schema: set its search_path")
        }
        try session.run(
            """
            CREATE TABLE IF NOT EXISTS \(table) (
                number integer PRIMARY KEY, name text NOT NULL, digest text NOT NULL,
                applied timestamptz NOT NULL DEFAULT now()
            )
            """)
        return table
    }

    private func read(_ table: String, _ session: PostgreSQLSession) throws -> AppliedMigrations {
        var applied = AppliedMigrations()
        for row in try session.rows("SELECT number, name, digest FROM \(table)") {
            guard case .int(let number) = row[0], case .text(let name) = row[1], case .text(let digest) = row[2] else {
                continue
            }
            applied.entries[Int(number)] = AppliedMigrations.Entry(name: name, digest: digest)
        }
        return applied
    }

    private static let isStillOpen = "SELECT current_setting('proctor.migration', true) IS NOT DISTINCT FROM 'open'"
    private static let ended = PostgreSQLFailure(.refused, "the file ends its transaction")

    private func run(_ file: MigrationFile, _ table: String, _ session: PostgreSQLSession) throws {
        let note = PostgreSQLStatement(
            "INSERT INTO \(table) (number, name, digest) VALUES ($1, $2, $3)",
            [.int(Int64(file.number)), .text(file.name), .text(file.digest)])
        do throws(PostgreSQLFailure) {
            // The setting ends with the transaction, also where the file begins another one.
            if file.isTransaction { try session.run("BEGIN; SET LOCAL proctor.migration = 'open'") }
            // As long as it takes: building an index over a large table is no fault.
            try session.run(file.text, timeout: nil)
            if file.isTransaction {
                guard session.isInTransaction else { throw Self.ended }
                guard try session.rows(Self.isStillOpen) == [[.bool(true)]] else { throw Self.ended }
            }
            // What a file sets is its own, and so is the role that it takes.
            try session.run("RESET SESSION AUTHORIZATION; RESET ALL")
            try session.run(note)
            if file.isTransaction { try session.run("COMMIT") }
        } catch {
            if error == Self.ended { throw MigrationFailure.ended(file) }
            if error.reason == .unreachable { throw MigrationFailure.unreachable(name, "\(file.path): \(error)") }
            throw MigrationFailure.failed(file, error.description + Self.place(error.place, in: file.text))
        }
    }

    /// Line and column of what the server complains about.
    private static func place(_ place: Int?, in text: String) -> String {
        guard let place, place > 0 else { return "" }
        let before = text.unicodeScalars.prefix(place - 1)
        let line = before.count { $0 == "\n" } + 1
        let column = before.reversed().prefix { $0 != "\n" }.count + 1
        return " at \(line):\(column)"
    }
}
