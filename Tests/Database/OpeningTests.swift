import GRDB
import Glibc
import HostThreads
import Synchronization
import Testing

@testable import HostDatabase

@Suite struct OpeningTests {
    @Test("a missing folder and file are made, closed to others")
    func make() throws {
        let folder = try ScratchFolder()
        let path = folder.path + "/a/b/proctor.db"
        let database = try Notes.open(path)
        try database.insert("x")
        #expect(ScratchFolder.mode(folder.path + "/a") == 0o750 && ScratchFolder.mode(folder.path + "/a/b") == 0o750)
        #expect(ScratchFolder.mode(path) == 0o640)
        #expect(ScratchFolder.mode(path + "-wal") == 0o640 && ScratchFolder.mode(path + "-shm") == 0o640)
        database.close()
    }

    @Test("what was written is there after closing and opening, and each commit waits for the disk when asked")
    func reopen() throws {
        let folder = try ScratchFolder()
        for synchronous in [true, false] {
            let database = try Notes.open(folder.file, synchronous: synchronous)
            try database.insert("\(synchronous)")
            let level = try database.write { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
            #expect(level == (synchronous ? 2 : 1))
            database.close()
            database.close()
        }
        let database = try Notes.open(folder.file)
        #expect(try database.values() == ["true", "false"])
        database.close()
        #expect(failure { () throws(DatabaseFailure) in try database.insert("late") }?.code == "store.closed")
        #expect(failure { () throws(DatabaseFailure) in _ = try database.values() }?.code == "store.closed")
    }

    @Test("hosts that open a new file at once make its tables once")
    func race() throws {
        let folder = try ScratchFolder()
        let failures = Mutex<[DatabaseFailure]>([])
        onThreads(8) { number in
            do throws(DatabaseFailure) {
                let database = try Notes.open(folder.file)
                try database.insert("\(number)")
                database.close()
            } catch {
                failures.withLock { $0.append(error) }
            }
        }
        #expect(failures.withLock { $0 } == [])
        let database = try Notes.open(folder.file)
        #expect(try database.values().count == 8)
        database.close()
    }

    @Test("a later step is applied to a file that lacks it, and only by a host")
    func upgrade() throws {
        let folder = try ScratchFolder()
        try Notes.open(folder.file).close()
        var newer = Notes.schema
        newer.steps.append { try $0.execute(sql: "ALTER TABLE notes ADD COLUMN extra TEXT") }
        let refused = failure { () throws(DatabaseFailure) in
            _ = try Notes.open(folder.file, schemas: [newer], purpose: .command)
        }
        #expect(refused?.code == "store.earlier_version")

        let database = try Notes.open(folder.file, schemas: [newer])
        try database.write { try $0.execute(sql: "INSERT INTO notes (extra) VALUES ('e')") }
        database.close()
        try Notes.open(folder.file, schemas: [newer], purpose: .command).close()
        for purpose in [HostDatabase.Database.Purpose.host, .command] {
            let refused = failure { () throws(DatabaseFailure) in _ = try Notes.open(folder.file, purpose: purpose) }
            #expect(refused?.code == "store.later_version")
        }
    }

    @Test("a step that fails leaves the file as it was")
    func failedStep() throws {
        let folder = try ScratchFolder()
        try Notes.open(folder.file).close()
        var broken = Notes.schema
        broken.steps += [
            { try $0.execute(sql: "ALTER TABLE notes ADD COLUMN extra TEXT") }, { try $0.execute(sql: "NONSENSE") },
        ]
        #expect(
            failure { () throws(DatabaseFailure) in _ = try Notes.open(folder.file, schemas: [broken]) } != nil)
        let database = try Notes.open(folder.file)
        #expect(try database.read { try $0.columns(in: "notes").count } == 3)
        database.close()
    }

    @Test("a room that only a later version has is refused by a host and of no matter to a command")
    func laterRoom() throws {
        let folder = try ScratchFolder()
        let other = HostDatabase.Database.Schema(name: "other", steps: [{ _ in }])
        try Notes.open(folder.file, schemas: [Notes.schema, other]).close()
        #expect(
            failure { () throws(DatabaseFailure) in _ = try Notes.open(folder.file) }?.code == "store.later_version")
        try Notes.open(folder.file, purpose: .command).close()
    }

    @Test("a command does not make a file")
    func command() throws {
        let folder = try ScratchFolder()
        let refused = failure { () throws(DatabaseFailure) in _ = try Notes.open(folder.file, purpose: .command) }
        #expect(refused?.code == "store.missing" && refused?.message.contains(folder.file) == true)
        #expect(ScratchFolder.mode(folder.file) == nil)
    }

    @Test("another program's database is left alone")
    func foreign() throws {
        let folder = try ScratchFolder()
        let other = try DatabaseQueue(path: folder.file)
        try other.write { try $0.execute(sql: "CREATE TABLE theirs (id)") }
        try other.close()
        #expect(failure { () throws(DatabaseFailure) in _ = try Notes.open(folder.file) }?.code == "store.foreign")
    }

    @Test("a file that is no database is told as damaged, and not changed")
    func damaged() throws {
        let folder = try ScratchFolder()
        let bytes = [UInt8](repeating: 0x41, count: 8192)
        try ScratchFolder.write(bytes, to: folder.file)
        let refused = failure { () throws(DatabaseFailure) in _ = try Notes.open(folder.file) }
        #expect(refused?.code == "store.damaged" && refused?.isStorage == true)
        #expect(try ScratchFolder.bytes(folder.file) == bytes)
    }

    @Test("a page that is damaged is told when it is read")
    func damagedPage() throws {
        let folder = try ScratchFolder()
        let database = try Notes.open(folder.file)
        try database.fill(2_000)
        database.close()
        var bytes = try ScratchFolder.bytes(folder.file)
        for index in 4096 * 5..<bytes.count { bytes[index] = 0x5A }
        try ScratchFolder.write(bytes, to: folder.file)
        let again = try Notes.open(folder.file)
        #expect(failure { () throws(DatabaseFailure) in _ = try again.values() }?.code == "store.damaged")
        again.close()
    }

    @Test(
        "a path that cannot be a file is told with the system's reason",
        arguments: ["/proc/none/x.db", "/dev/null/x.db"])
    func unreachable(path: String) {
        let refused = failure { () throws(DatabaseFailure) in _ = try Notes.open(path) }
        #expect(refused?.code == "store.unreachable")
    }

    @Test("a folder in the place of the file is told")
    func folderInTheWay() throws {
        let folder = try ScratchFolder()
        #expect(failure { () throws(DatabaseFailure) in _ = try Notes.open(folder.path) }?.code == "store.unreachable")
    }

    @Test("a folder or file without the right to write is told as read-only")
    func readOnly() throws {
        let folder = try ScratchFolder()
        try Notes.open(folder.file).close()
        #expect(chmod(folder.file, 0o444) == 0 && chmod(folder.path, 0o555) == 0)
        let codes = Mutex<[String?]>([])
        // setfsuid(2): for the calling thread alone. Swift's Glibc has no declaration of it.
        let symbol = try #require(dlsym(nil, "setfsuid"))
        let lookAtFiles = unsafeBitCast(symbol, to: (@convention(c) (uid_t) -> Int32).self)
        let thread = HostThread.start(name: "reader") {
            // A superuser may write anything: this thread looks at files as nobody does.
            _ = lookAtFiles(65534)
            for path in [folder.file, folder.path + "/new.db"] {
                let refused = failure { () throws(DatabaseFailure) in _ = try Notes.open(path) }
                codes.withLock { $0.append(refused?.code) }
            }
        }
        try #require(thread).join()
        #expect(chmod(folder.path, 0o755) == 0)
        #expect(codes.withLock { $0 } == ["store.read_only", "store.read_only"])
    }
}
