import FoundationEssentials
import GRDB
import HostConfiguration
import HostThreads
import PostgreSQLPeer
import Testing

@testable import HostSQL

@Suite struct MigrationTests {
    private static let files = [
        "0001-marks.sql": "CREATE TABLE marks (name text); INSERT INTO marks VALUES ('first');",
        "0002-more.sql": "-- What was missing.\nALTER TABLE marks ADD COLUMN mark integer;",
        "README.md": "not looked at",
    ]

    private let folder = ScratchFolder()

    private func settings(_ place: QueryTests.Place) throws -> DatabaseSettings {
        let server = try PostgreSQLPeer.shared()
        switch place {
        case .sqlite: return SQLFixture.sqliteSettings(folder) { $0.migrations = folder.path }
        case .postgres:
            let path = folder.path
            return SQLFixture.settings(server, database: try server.makeDatabase()) { $0.migrations = path }
        }
    }

    private func failure(_ settings: DatabaseSettings, patience: Duration = .seconds(60)) -> MigrationFailure? {
        do throws(MigrationFailure) {
            try Migrations.migrate(settings, patience: patience)
            return nil
        } catch {
            return error
        }
    }

    @Test("files are applied in order, once, and new ones when they come", arguments: QueryTests.Place.allCases)
    func order(place: QueryTests.Place) throws {
        try folder.write(Self.files)
        let settings = try settings(place)
        #expect(try Migrations.migrate(settings) == ["0001-marks.sql", "0002-more.sql"])
        #expect(try Migrations.migrate(settings) == [])
        try folder.write(["0003-index.sql": "CREATE INDEX marks_name ON marks (name)"])
        #expect(try Migrations.migrate(settings) == ["0003-index.sql"])
        #expect(
            SQLFixture(settings).ask(sql: "SELECT name, mark FROM marks")
                == #"{"results":[{"columns":["name","mark"],"rows":[["first",null]]}]}"#)
    }

    @Test(
        "of three hosts that start at once one applies, and the others find it done",
        arguments: QueryTests.Place.allCases)
    func fleet(place: QueryTests.Place) throws {
        var files = Self.files
        for number in 3..<10 {
            files["000\(number)-x.sql"] = "INSERT INTO marks (name) VALUES ('\(number)')"
        }
        try folder.write(files)
        let settings = try settings(place)
        let applied = Guarded<[[String]]>([])
        onThreads(3) { _ in
            do {
                let names = try Migrations.migrate(settings)
                applied.withLock { $0.append(names) }
            } catch {
                Issue.record(error)
            }
        }
        #expect(applied.withLock { $0.flatMap { $0 }.sorted() } == files.keys.filter { $0.hasSuffix(".sql") }.sorted())
        #expect(SQLFixture(settings).ask(sql: "SELECT count(*) AS n FROM marks").contains("[[8]]"))
    }

    @Test(
        "a file that fails is undone, the ones before it stay, and its place is said",
        arguments: QueryTests.Place.allCases)
    func failing(place: QueryTests.Place) throws {
        try folder.write(Self.files)
        try folder.write(["0003-wrong.sql": "CREATE TABLE other (a int);\nCREATE TABLE third (\n  a int, + int);"])
        let settings = try settings(place)
        let failure = failure(settings)
        #expect(failure?.code == "sql.migration_failed")
        #expect(failure?.message.contains("0003-wrong.sql failed") == true, "\(failure?.message ?? "")")
        if place == .postgres {
            #expect(failure?.message.contains(" at 3:10") == true, "\(failure?.message ?? "")")
        }
        try folder.write(["0003-wrong.sql": "CREATE TABLE other (a int)"])
        #expect(try Migrations.migrate(settings) == ["0003-wrong.sql"])
    }

    @Test(
        "a file that ends its own transaction is refused, and not said to be undone",
        arguments: QueryTests.Place.allCases, ["COMMIT;", "COMMIT; BEGIN;", "ROLLBACK; BEGIN; CREATE TABLE b (c int);"])
    func committing(place: QueryTests.Place, ending: String) throws {
        try folder.write(["0001-a.sql": "CREATE TABLE a (b int); \(ending)"])
        let failure = failure(try settings(place))
        #expect(failure?.code == "sql.migration_failed")
        #expect(failure?.message.contains("ends the transaction") == true, "\(failure?.message ?? "")")
        #expect(failure?.message.contains("was undone") == false)
    }

    @Test("a file without a transaction that fails is not said to be undone, and one that works is noted")
    func withoutTransaction() throws {
        try folder.write(Self.files)
        try folder.write(["0003-index.sql": "-- no transaction\nCREATE INDEX CONCURRENTLY i ON nowhere (name)"])
        let settings = try settings(.postgres)
        let failure = failure(settings)
        #expect(failure?.code == "sql.migration_failed")
        #expect(failure?.message.contains("is no transaction") == true, "\(failure?.message ?? "")")
        #expect(failure?.message.contains("undone") == false)
    }

    @Test("a role that a file takes on is its own")
    func roles() throws {
        let server = try PostgreSQLPeer.shared()
        let role = try server.makeRole()
        try folder.write([
            "0001-a.sql": "CREATE TABLE a (b int); SET ROLE \(role)", "0002-b.sql": "CREATE TABLE c (d int)",
        ])
        #expect(try Migrations.migrate(settings(.postgres)) == ["0001-a.sql", "0002-b.sql"])
    }

    @Test("an applied file that was changed or taken away stops the host", arguments: QueryTests.Place.allCases)
    func changed(place: QueryTests.Place) throws {
        try folder.write(Self.files)
        let settings = try settings(place)
        try Migrations.migrate(settings)
        try folder.write(["0002-more.sql": "ALTER TABLE marks ADD COLUMN other integer;"])
        let failure = failure(settings)
        #expect(failure?.code == "sql.migration_changed" && failure?.message.contains("0002-more.sql") == true)
        try FileManager.default.removeItem(atPath: folder.path + "/0002-more.sql")
        #expect(self.failure(settings)?.code == "sql.migration_missing")
    }

    @Test(
        "gaps, doubles, and names without a number are said, and nothing is applied",
        arguments: [
            (["0001-a.sql", "0003-c.sql"], "number 2 is missing"), (["0002-b.sql"], "number 1 is missing"),
            (["0001-a.sql", "1-b.sql"], "have the same number"), (["a.sql"], "has no number"),
            (["0000-a.sql"], "has no number"), (["0001.sql"], "has no number"),
        ])
    func numbers(names: [String], complaint: String) throws {
        try folder.write(Dictionary(uniqueKeysWithValues: names.map { ($0, "SELECT 1") }))
        let failure = failure(try settings(.sqlite))
        #expect(failure?.code == "sql.migration_files")
        #expect(failure?.message.contains(complaint) == true, "\(failure?.message ?? "")")
    }

    @Test("a statement that cannot be in a transaction has a file of its own")
    func concurrently() throws {
        try folder.write(Self.files)
        try folder.write(["0003-index.sql": "-- no transaction\nCREATE INDEX CONCURRENTLY marks_name ON marks (name)"])
        let settings = try settings(.postgres)
        let applied = Guarded<[String]>([])
        onThreads(3) { _ in
            let names = (try? Migrations.migrate(settings)) ?? ["failed"]
            applied.withLock { $0 += names }
        }
        #expect(applied.withLock { $0.sorted() } == ["0001-marks.sql", "0002-more.sql", "0003-index.sql"])
    }

    @Test("what a file sets ends with it; its table is found again whatever schema was current")
    func settingsOfFiles() throws {
        try folder.write([
            "0001-a.sql": "SELECT pg_catalog.set_config('search_path', '', false); CREATE TABLE public.a (b int)",
            "0002-b.sql": "CREATE TABLE c (d int)",
        ])
        #expect(try Migrations.migrate(settings(.postgres)) == ["0001-a.sql", "0002-b.sql"])
    }

    @Test("another program that holds the lock for too long is said, and nothing is applied")
    func locked() throws {
        try folder.write(Self.files)
        let postgres = try settings(.postgres)
        try folder.write(["0003-slow.sql": "CREATE TABLE slow (a int); SELECT pg_sleep(2)"])
        let slow = HostThread.start(name: "test") { _ = try? Migrations.migrate(postgres) }
        let isAtIt = try becomesTrue {
            try PostgreSQLPeer.shared().sql(
                "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%TABLE slow%' AND pid <> pg_backend_pid()")
                != "0"
        }
        #expect(isAtIt)
        #expect(failure(postgres, patience: .milliseconds(200))?.code == "sql.migration_locked")
        slow?.join()
        #expect(try Migrations.migrate(postgres) == [])
    }

    @Test("a file that another program holds locked is said")
    func lockedFile() throws {
        try folder.write(Self.files)
        let sqlite = try settings(.sqlite)
        try Migrations.migrate(sqlite)
        try folder.write(["0003-c.sql": "CREATE TABLE c (d int)"])
        guard case .sqlite(let path) = sqlite.place else { return }
        let other = try DatabaseQueue(path: path)
        try other.writeWithoutTransaction { db in
            try db.beginTransaction(.immediate)
            #expect(failure(sqlite, patience: .milliseconds(100))?.code == "sql.migration_locked")
            try db.rollback()
        }
        #expect(try Migrations.migrate(sqlite) == ["0003-c.sql"])
    }

    @Test("a server that is away is said")
    func away() throws {
        try folder.write(Self.files)
        let server = try PostgreSQLPeer.shared()
        var settings = SQLFixture.settings(server, database: "no_such_database")
        settings.migrations = folder.path
        let failure = failure(settings)
        #expect(failure?.code == "sql.unreachable" && failure?.isPassing == true)
        #expect(failure?.message.contains(server.password) == false)
    }
}
