import FoundationEssentials
import GRDB
import Glibc
import HostDispatch
import Synchronization
import Testing

@testable import HostDatabase
@testable import HostEmbeddedServices

@Suite struct BlobTests {
    @Test("a blob is kept with its media type, replaced and deleted, by each processor for itself")
    func life() throws {
        let bench = try Workbench()
        let blobs = bench.blobs
        #expect(blobs.ask("blobs.get/1", #"{"key":"k"}"#) == "{}")
        #expect(blobs.ask("blobs.put/1", "{\"key\":\"k\",\"media_type\":\"image/png\"}\nline\nline") == #"{"size":9}"#)
        #expect(
            blobs.ask("blobs.get/1", #"{"key":"k"}"#) == "{\"size\":9,\"media_type\":\"image/png\"}\nline\nline")
        #expect(blobs.ask("blobs.get/1", #"{"key":"k"}"#, caller("other")) == "{}")
        #expect(blobs.ask("blobs.put/1", "{\"key\":\"k\"}\n") == #"{"size":0}"#)
        #expect(blobs.ask("blobs.get/1", #"{"key":"k"}"#) == "{\"size\":0}\n")
        #expect(Workbench.tree(bench.files.path).count == 1, "the replaced file is gone")
        #expect(blobs.ask("blobs.delete/1", #"{"key":"k"}"#) == #"{"deleted":true}"#)
        #expect(blobs.ask("blobs.delete/1", #"{"key":"k"}"#) == #"{"deleted":false}"#)
        #expect(Workbench.tree(bench.files.path).isEmpty)
    }

    @Test("a list has keys and sizes in the order of the keys' bytes, in pages")
    func list() throws {
        let blobs = try Workbench().blobs
        for key in ["s/3", "s/1", "s/2", "t"] { _ = blobs.ask("blobs.put/1", "{\"key\":\"\(key)\"}\n\(key)") }
        #expect(
            blobs.ask("blobs.list/1", #"{"prefix":"s/","limit":2}"#)
                == #"{"entries":[{"key":"s/1","size":3},{"key":"s/2","size":3}],"next":"s/2"}"#)
        #expect(
            blobs.ask("blobs.list/1", #"{"prefix":"s/","limit":2,"after":"s/2"}"#)
                == #"{"entries":[{"key":"s/3","size":3}]}"#)
    }

    @Test("no key leads out of the root, and keys of other forms are other blobs")
    func keys() throws {
        let bench = try Workbench()
        let blobs = bench.blobs
        let outside = Workbench.tree(bench.folder).subtracting(Workbench.tree(bench.files.path).map { "blobs/" + $0 })
        let keys = [
            "../../etc/passwd", "/abs", "..", ".", "a/../b", "con", "caf\u{e9}", "cafe\u{301}", "incoming", "a\\b",
            String(repeating: "k", count: 512),
        ]
        for key in keys {
            let size = "{\"size\":\(key.utf8.count)}"
            #expect(blobs.ask("blobs.put/1", "{\"key\":\(quoted(key))}\n\(key)") == size)
        }
        for key in keys {
            let reply = blobs.ask("blobs.get/1", #"{"key":\#(quoted(key))}"#)
            #expect(reply.utf8.elementsEqual("{\"size\":\(key.utf8.count)}\n\(key)".utf8))
        }
        for key in ["", "a\u{0}b", "a\nb", String(repeating: "k", count: 513)] {
            #expect(blobs.ask("blobs.put/1", "{\"key\":\(quoted(key))}\nx") == "reject store.key_invalid")
        }
        let files = Workbench.tree(bench.files.path)
        #expect(files.count == keys.count)
        #expect(files.allSatisfy { $0.split(separator: "/").count == 2 && BlobName(String($0.suffix(32))) != nil })
        #expect(Workbench.tree(bench.folder).filter { !$0.hasPrefix("blobs/") } == outside)
        #expect(access("/abs", F_OK) != 0)
    }

    @Test("a symbolic link or another thing in the place of a file or folder is not followed")
    func links() throws {
        let bench = try Workbench()
        let blobs = bench.blobs
        let secret = bench.folder + "/secret"
        try Workbench.write("secret", to: secret)
        _ = blobs.ask("blobs.put/1", "{\"key\":\"k\"}\n123456")
        let file = bench.files.path + "/" + (try #require(Workbench.tree(bench.files.path).first))
        #expect(unlink(file) == 0 && symlink(secret, file) == 0)
        #expect(blobs.ask("blobs.get/1", #"{"key":"k"}"#) == "retry store.unreachable")
        #expect(unlink(file) == 0 && mkfifo(file, 0o600) == 0)
        #expect(blobs.ask("blobs.get/1", #"{"key":"k"}"#) == "retry store.unreachable")

        // The folder itself is a link to another.
        let shard = String(file.dropLast(33))
        #expect(unlink(file) == 0 && rmdir(shard) == 0)
        let elsewhere = bench.folder + "/elsewhere"
        #expect(mkdir(elsewhere, 0o700) == 0 && symlink(elsewhere, shard) == 0)
        try Workbench.write("secret", to: elsewhere + "/" + file.suffix(32))
        #expect(blobs.ask("blobs.get/1", #"{"key":"k"}"#) == "retry store.unreachable")
        #expect(blobs.ask("blobs.delete/1", #"{"key":"k"}"#) == #"{"deleted":true}"#)
        #expect(Workbench.tree(elsewhere).count == 1)

        let incoming = bench.files.path + "/incoming"
        #expect(rmdir(incoming) == 0 && symlink(elsewhere, incoming) == 0)
        #expect(blobs.ask("blobs.put/1", "{\"key\":\"k\"}\nx") == "retry store.unreachable")
        #expect(Workbench.tree(elsewhere).count == 1)
    }

    @Test("an index with a name that is no blob's leads nowhere")
    func madeUpName() throws {
        let bench = try Workbench()
        try bench.database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO blobs VALUES ('grading', 'k', '../../proctor.db', 3, NULL, NULL, NULL, NULL, 0);
                    INSERT INTO blobs_unneeded VALUES ('../proctor.db')
                    """)
        }
        #expect(bench.blobs.ask("blobs.get/1", #"{"key":"k"}"#) == "retry store.damaged")
        _ = try bench.blobs.sweep(now: bench.clock.now())
        #expect(access(bench.database.path, F_OK) == 0)
    }

    @Test("content that is lost or cut is told")
    func lost() throws {
        let bench = try Workbench()
        _ = bench.blobs.ask("blobs.put/1", "{\"key\":\"k\"}\n123456")
        let file = bench.files.path + "/" + (try #require(Workbench.tree(bench.files.path).first))
        try Workbench.write("123", to: file)
        #expect(bench.blobs.ask("blobs.get/1", #"{"key":"k"}"#) == "retry store.damaged")
        unlink(file)
        #expect(bench.blobs.ask("blobs.get/1", #"{"key":"k"}"#) == "retry store.damaged")
    }

    @Test("a blob is gone when its time has passed, and its file after the sweep")
    func lifetime() throws {
        let bench = try Workbench()
        let blobs = bench.blobs
        _ = blobs.ask("blobs.put/1", "{\"key\":\"k\",\"ttl_ms\":1000}\nx")
        _ = blobs.ask("blobs.put/1", "{\"key\":\"stays\"}\ny")
        bench.pass(1_000)
        #expect(blobs.ask("blobs.get/1", #"{"key":"k"}"#) == "{}")
        #expect(blobs.ask("blobs.delete/1", #"{"key":"stays"}"#) == #"{"deleted":true}"#)
        #expect(blobs.ask("blobs.list/1", #"{"prefix":""}"#) == #"{"entries":[]}"#)
        #expect(try blobs.sweep(now: bench.clock.now()) == 2, "a row and its file")
        #expect(try blobs.sweep(now: bench.clock.now()) == 0)
        #expect(Workbench.tree(bench.files.path).isEmpty)
    }

    @Test("files that no row names are swept once they are old, others never")
    func orphans() throws {
        let bench = try Workbench()
        let blobs = bench.blobs
        bench.time.withLock { $0 = WallClock.system.now() }
        _ = blobs.ask("blobs.put/1", "{\"key\":\"k\"}\nkept")
        let kept = Workbench.tree(bench.files.path)
        let orphans = try (0..<3).map { _ in try bench.files.add(Array("orphan".utf8)[...]) }
        try Workbench.write("half", to: "\(bench.files.path)/incoming/\(BlobName().text)")
        try Workbench.write("not ours", to: "\(bench.files.path)/incoming/README")
        func sweepAll() throws -> Int {
            try (0..<256).reduce(0) { sum, _ in try sum + blobs.sweep(now: bench.clock.now()) }
        }
        #expect(try sweepAll() == 0)
        bench.pass(3_700_000)
        let leases = LeaseTable(database: bench.database, clock: bench.clock)
        #expect(try leases.take(BlobService.copyLease, holder: "backup", for: .seconds(60)))
        #expect(try sweepAll() == 1, "while the state is copied only what never got its name goes")
        try leases.release(BlobService.copyLease, holder: "backup")
        #expect(try sweepAll() == orphans.count)
        #expect(Workbench.tree(bench.files.path) == kept.union(["incoming/README"]))
        #expect(blobs.ask("blobs.get/1", #"{"key":"k"}"#) == "{\"size\":4}\nkept")
    }

    @Test("while the state is copied no file goes; afterwards they do")
    func copying() throws {
        let bench = try Workbench()
        let blobs = bench.blobs
        let leases = LeaseTable(database: bench.database, clock: bench.clock)
        _ = blobs.ask("blobs.put/1", "{\"key\":\"a\"}\nold")
        _ = blobs.ask("blobs.put/1", "{\"key\":\"b\"}\nb", caller(tenant: "seoul"))
        #expect(try leases.take(BlobService.copyLease, holder: "backup", for: .seconds(60)))
        _ = blobs.ask("blobs.put/1", "{\"key\":\"a\"}\nnew")
        #expect(try blobs.purge(tenant: "seoul") == 1)
        #expect(blobs.ask("blobs.get/1", #"{"key":"a"}"#) == "{\"size\":3}\nnew")
        #expect(Workbench.tree(bench.files.path).count == 3)
        #expect(try blobs.sweep(now: bench.clock.now()) == 0)
        try leases.release(BlobService.copyLease, holder: "backup")
        #expect(try blobs.sweep(now: bench.clock.now()) == 2)
        #expect(Workbench.tree(bench.files.path).count == 1)
    }

    @Test("a purge removes rows and files of a tenant or about a person")
    func purge() throws {
        let bench = try Workbench()
        let blobs = bench.blobs
        _ = blobs.ask("blobs.put/1", "{\"key\":\"1\"}\nx", caller("p", tenant: "seoul", subject: "kim"))
        _ = blobs.ask("blobs.put/1", "{\"key\":\"2\",\"subject\":\"lee\"}\nx", caller("q", tenant: "seoul"))
        _ = blobs.ask("blobs.put/1", "{\"key\":\"3\"}\nx", caller("p", tenant: "busan", subject: "kim"))
        #expect(try blobs.purge(subject: "lee") == 1)
        #expect(try blobs.purge(tenant: "seoul") == 1)
        #expect(try blobs.purge(tenant: "seoul") == 0)
        #expect(Workbench.tree(bench.files.path).count == 1)
        #expect(blobs.ask("blobs.list/1", #"{"prefix":""}"#, caller("p")) == #"{"entries":[{"key":"3","size":1}]}"#)
    }

    @Test("a reader beside writers of the same key gets one content, whole")
    func readersAndWriters() throws {
        let bench = try Workbench()
        let contents = (0..<4).map { String(repeating: "\($0)", count: 20_000 + $0) }
        _ = bench.blobs.ask("blobs.put/1", "{\"key\":\"k\"}\n\(contents[0])")
        let whole = Set(contents.map { "{\"size\":\($0.utf8.count)}\n\($0)" })
        let odd = Mutex<[String]>([])
        let writing = Atomic(3)
        onThreads(6) { thread in
            if thread < 3 {
                for _ in 0..<40 { _ = bench.blobs.ask("blobs.put/1", "{\"key\":\"k\"}\n\(contents[thread + 1])") }
                writing.subtract(1, ordering: .relaxed)
            } else {
                while writing.load(ordering: .relaxed) > 0 {
                    let text = bench.blobs.ask("blobs.get/1", #"{"key":"k"}"#)
                    if !whole.contains(text) { odd.withLock { $0.append(String(text.prefix(80))) } }
                }
            }
        }
        #expect(odd.withLock { $0 } == [])
        #expect(Workbench.tree(bench.files.path).count == 1)
    }

    @Test("what is too large, not framed, or cannot be written now leaves nothing behind")
    func refused() throws {
        let bench = try Workbench()
        let blobs = bench.blobs
        let large = Array("{\"key\":\"k\"}\n".utf8) + [UInt8](repeating: 0, count: 1 << 20 + 1)
        #expect(blobs.ask("blobs.put/1", large) == "reject blobs.too_large")
        #expect(blobs.ask("blobs.put/1", #"{"key":"k"}"#) == "reject service.bad_request")
        #expect(blobs.ask("blobs.put/1", "\nx") == "reject service.bad_request")
        try bench.limitGrowth(pages: 0)
        let long = String(repeating: "k", count: 500)
        let many = (0..<100).map { blobs.ask("blobs.put/1", "{\"key\":\"\(long)\($0)\"}\nx") }
        #expect(many.last == "retry store.full")
        #expect(Workbench.tree(bench.files.path).count == many.count { $0 == #"{"size":1}"# })
    }

    @Test("a folder that cannot be written is told")
    func unwritable() {
        let refused = failure { () throws(DatabaseFailure) in
            _ = try BlobFiles(creating: "/proc/none/blobs", synchronous: true)
        }
        #expect(refused?.code == "store.unreachable")
    }
}
