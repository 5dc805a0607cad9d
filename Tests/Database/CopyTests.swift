import GRDB
import Glibc
import Synchronization
import Testing

@testable import HostDatabase

@Suite struct CopyTests {
    @Test("a copy made while four threads write is one moment of the file")
    func copyWhileWriting() throws {
        let folder = try ScratchFolder()
        let database = try Notes.open(folder.file)
        let stop = Atomic(false)
        let copies = (0..<3).map { folder.path + "/copy-\($0).db" }
        onThreads(5) { thread in
            guard thread > 0 else {
                for copy in copies { try? database.copy(to: copy) }
                return stop.store(true, ordering: .relaxed)
            }
            var number = 0
            // Two rows a write, so that half a write would show.
            while !stop.load(ordering: .relaxed) {
                let value = "\(thread) \(number)"
                try? database.write { db in
                    for _ in 0..<2 { try db.execute(sql: "INSERT INTO notes (value) VALUES ('\(value)')") }
                }
                number += 1
            }
        }
        for copy in copies {
            try database.check(copy: copy)
            #expect(ScratchFolder.mode(copy) == 0o640 && ScratchFolder.mode(copy + "-wal") == nil)
            let queue = try DatabaseQueue(path: copy)
            let values = try queue.read { try String.fetchAll($0, sql: "SELECT value FROM notes ORDER BY id") }
            var next = [Int](repeating: 0, count: 5)
            for value in stride(from: 0, to: values.count, by: 2).map({ values[$0] }) {
                let parts = value.split(separator: " ").compactMap { Int($0) }
                #expect(parts[1] == next[parts[0]], "no write is missing before one that is there")
                next[parts[0]] += 1
            }
            #expect(values.count % 2 == 0)
            try queue.close()
        }
        #expect(failure { () throws(DatabaseFailure) in try database.copy(to: copies[0]) }?.code == "store.unreachable")
        database.close()
    }

    @Test("a copy takes the place of everything, for all who have the file open, in one step")
    func replace() throws {
        let folder = try ScratchFolder()
        let host = try Notes.open(folder.file)
        let other = try Notes.open(folder.file, purpose: .command)
        try host.insert("a", state: "leased")
        try host.insert("b")
        let copy = folder.path + "/copy.db"
        try host.copy(to: copy)
        try host.fill(3_000)
        try host.insert("after")

        let told = Mutex(0)
        host.watch { told.withLock { $0 += 1 } }
        let odd = Mutex<Set<Int>>([])
        let stop = Atomic(false)
        onThreads(3) { thread in
            switch thread {
            case 0:
                try? other.replace(by: copy)
                stop.store(true, ordering: .relaxed)
            default:
                while !stop.load(ordering: .relaxed) {
                    let count = try? [host, other][thread - 1].values().count
                    odd.withLock { _ = $0.insert(count ?? -1) }
                }
            }
        }
        #expect(odd.withLock { $0 }.isSubset(of: [2, 3_003]))
        #expect(try host.values() == ["a", "b"] && other.values() == ["a", "b"])
        // Nobody works any more on what was leased when the copy was made.
        #expect(try host.read { try String.fetchOne($0, sql: "SELECT state FROM notes WHERE id = 1") } == "free")
        #expect(eventually { told.withLock { $0 } >= 1 })
        try host.insert("c")
        try other.insert("d")
        #expect(try host.values() == ["a", "b", "c", "d"])
        for database in [host, other] {
            #expect(try database.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
            #expect(try database.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
            database.close()
        }
        #expect(access(copy, F_OK) == 0)
    }

    @Test("a copy of an earlier version is brought up to date on its way in")
    func earlier() throws {
        let folder = try ScratchFolder()
        let old = try Notes.open(folder.file)
        try old.insert("a")
        try old.copy(to: folder.path + "/copy.db")
        old.close()
        var newer = Notes.schema
        newer.steps.append { try $0.execute(sql: "ALTER TABLE notes ADD COLUMN extra TEXT DEFAULT 'e'") }
        let host = try Notes.open(folder.path + "/new.db", schemas: [newer])
        try host.replace(by: folder.path + "/copy.db")
        #expect(try host.read { try String.fetchAll($0, sql: "SELECT extra FROM notes") } == ["e"])
        host.close()
    }

    @Test("a copy that cannot be used changes nothing")
    func refused() throws {
        let folder = try ScratchFolder()
        let host = try Notes.open(folder.file)
        try host.insert("kept")
        let copy = folder.path + "/copy.db"

        var later = Notes.schema
        later.steps.append { _ in }
        let future = try Notes.open(folder.path + "/future.db", schemas: [later])
        try future.copy(to: copy)
        future.close()
        #expect(failure { () throws(DatabaseFailure) in try host.replace(by: copy) }?.code == "store.later_version")

        unlink(copy)
        try host.fill(2_000)
        try host.copy(to: copy)
        let good = try ScratchFolder.bytes(copy)
        for (what, bytes, code) in [
            ("cut", Array(good.prefix(good.count / 2)), "store.damaged"),
            ("empty", [], "store.foreign"),
            ("text", Array("no database at all, but long enough to be read as one".utf8), "store.damaged"),
        ] {
            try ScratchFolder.write(bytes, to: copy)
            let refused = failure { () throws(DatabaseFailure) in try host.replace(by: copy) }
            #expect(refused?.code == code, "\(what)")
        }
        #expect(failure { () throws(DatabaseFailure) in try host.replace(by: "/none") }?.code == "store.unreachable")
        #expect(try host.values().first == "kept")
        host.close()
    }

    @Test("a restore for which there is no room changes nothing")
    func full() throws {
        let folder = try ScratchFolder()
        let big = try Notes.open(folder.path + "/big.db")
        try big.write { try $0.execute(sql: "INSERT INTO notes (value) VALUES (hex(zeroblob(500000)))") }
        try big.copy(to: folder.path + "/copy.db")
        big.close()
        let host = try Notes.open(folder.file)
        try host.insert("kept")
        try host.limitGrowth(pages: 5)
        let refused = failure { () throws(DatabaseFailure) in try host.replace(by: folder.path + "/copy.db") }
        #expect(refused?.code == "store.full")
        #expect(try host.values() == ["kept"])
        try host.limitGrowth(pages: 1_000)
        try host.replace(by: folder.path + "/copy.db")
        #expect(try host.values().first?.utf8.count == 1_000_000)
        host.close()
    }
}
