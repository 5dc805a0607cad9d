import GRDB
import Glibc
import HostThreads
import Synchronization
import Testing

@testable import HostDatabase

@Suite struct WritingTests {
    private static let large: @Sendable (GRDB.Database) throws -> Void = {
        try $0.execute(sql: "INSERT INTO notes (value) VALUES (hex(zeroblob(500000)))")
    }
    private static let small: @Sendable (GRDB.Database) throws -> Void = {
        try $0.execute(sql: "INSERT INTO notes (value) VALUES ('small')")
    }

    @Test("writes that gather share one transaction, in the order of their coming")
    func sharing() throws {
        let folder = try ScratchFolder()
        let database = try Notes.open(folder.file)
        let failures = database.inOneRound(
            (0..<100).map { number in { try $0.execute(sql: "INSERT INTO notes (value) VALUES ('\(number)')") } })
        #expect(failures.allSatisfy { $0 == nil })
        #expect(try database.values() == (0..<100).map(String.init))
        database.close()
    }

    @Test("a write that throws is undone alone")
    func undoneAlone() throws {
        struct Refusal: Error {}
        let folder = try ScratchFolder()
        let database = try Notes.open(folder.file)
        let outcome = database.inOneRound([
            Self.small,
            { db in
                try Self.small(db)
                throw Refusal()
            },
            { try $0.execute(sql: "INSERT INTO notes (id, value) VALUES (1, 'twice')") },
            Self.small,
        ])
        #expect(outcome.map { $0?.code } == [nil, "store.failed", "store.failed", nil])
        #expect(try database.values() == ["small", "small"] && database.failure == nil)
        // A write that is alone in its round has no savepoint, and is undone all the same.
        let alone = failure { () throws(DatabaseFailure) in
            try database.write { db in
                try Self.small(db)
                throw Refusal()
            }
        }
        #expect(alone?.code == "store.failed")
        #expect(try database.values().count == 2)
        database.close()
    }

    @Test("on a full disk a round is undone as a whole, then what fits is kept, and all is well when there is room")
    func full() throws {
        let folder = try ScratchFolder()
        let database = try Notes.open(folder.file)
        try database.limitGrowth(pages: 10)
        let outcome = database.inOneRound([Self.small, Self.large, Self.small])
        #expect(outcome.map { $0?.code } == ["store.full", "store.full", "store.full"])
        #expect(try database.values() == [] && database.failure?.code == "store.full")
        // From now on each write is by itself.
        let single = database.inOneRound([Self.large, Self.large, Self.small, Self.small])
        #expect(single.map { $0?.code } == ["store.full", "store.full", nil, nil])
        #expect(try database.values() == ["small", "small"])

        #expect(failure { () throws(DatabaseFailure) in try database.write(Self.large) }?.code == "store.full")
        #expect(database.failure?.code == "store.full")
        try database.limitGrowth(pages: 10_000)
        #expect(database.failure != nil, "nothing was written yet")
        try database.write(Self.large)
        #expect(database.failure == nil)
        #expect(try database.values().count == 3)
        #expect(try database.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
        database.close()
    }

    @Test("an error that a write hides does not let its neighbours be half done")
    func hiddenError() throws {
        let folder = try ScratchFolder()
        let database = try Notes.open(folder.file)
        try database.limitGrowth(pages: 10)
        let outcome = database.inOneRound([
            Self.small,
            { db in
                try? Self.large(db)
                try? Self.small(db)
            },
            Self.small,
        ])
        // Each is there if and only if it was said to be.
        #expect(try database.values().count == outcome.count { $0 == nil })
        database.close()
    }

    @Test("a read-only disk is told, and found writable again without a write from outside")
    func readOnly() throws {
        let folder = try ScratchFolder()
        let timing = DatabaseTiming(changes: .milliseconds(10), probe: .milliseconds(10))
        let database = try HostDatabase.Database(
            path: folder.file, synchronous: false, schemas: [Notes.schema], purpose: .host, timing: timing,
            log: Notes.log)
        let told = Mutex(0)
        database.watch { told.withLock { $0 += 1 } }
        // SQLite refuses writes of this connection as it would those to a read-only disk.
        try database.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = ON") }
        let outcome = database.inOneRound([Self.small, Self.small])
        #expect(outcome.map { $0?.code } == ["store.read_only", "store.read_only"])
        #expect(database.failure?.code == "store.read_only")
        #expect(told.withLock { $0 } == 0)
        try database.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = OFF") }
        #expect(eventually { database.failure == nil && told.withLock { $0 } > 0 })
        database.close()
    }

    @Test("what is erased is found neither in the file nor in the log")
    func erase() throws {
        let folder = try ScratchFolder()
        let database = try Notes.open(folder.file)
        let secret = "KIM-MINJI-SECRET"
        try database.fill(500, with: secret)
        try database.insert("kept")
        let erased = try database.erase { db in
            try db.execute(
                sql: "DELETE FROM notes WHERE id IN (SELECT id FROM notes WHERE value = ? LIMIT 100)",
                arguments: [secret])
            return db.changesCount
        }
        #expect(erased == 500)
        #expect(try database.values() == ["kept"])
        for path in [folder.file, folder.file + "-wal"] {
            let bytes = try ScratchFolder.bytes(path)
            #expect(!bytes.split(separator: UInt8(ascii: "K")).contains { $0.starts(with: secret.utf8.dropFirst()) })
        }
        database.close()
    }

    @Test("eight threads that write at once lose nothing")
    func threads() throws {
        let folder = try ScratchFolder()
        let database = try Notes.open(folder.file)
        onThreads(8) { thread in
            for number in 0..<50 { try? database.insert("\(thread)-\(number)") }
        }
        #expect(Set(try database.values()).count == 400)
        database.close()
    }
}
