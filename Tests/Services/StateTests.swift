import FoundationEssentials
import GRDB
import Glibc
import HostDispatch
import Synchronization
import Testing

@testable import HostDatabase
@testable import HostEmbeddedServices

@Suite struct StateTests {
    /// A room with leased jobs, as the queue has them.
    private static let jobs = HostDatabase.Database.Schema(
        name: "jobs", steps: [{ try $0.execute(sql: "CREATE TABLE jobs (id INTEGER PRIMARY KEY, state TEXT)") }],
        afterRestore: { try $0.execute(sql: "UPDATE jobs SET state = 'ready' WHERE state = 'leased'") })

    @Test("a backup made while four threads write is one moment, and a restore brings exactly that back")
    func whileWriting() throws {
        let bench = try Workbench(schemas: Workbench.schemas + [Self.jobs])
        try bench.database.write { try $0.execute(sql: "INSERT INTO jobs (state) VALUES ('leased')") }
        let stop = Atomic(false)
        let target = bench.folder + "/backups/monday"
        let made = Mutex<Result<StateManifest, DatabaseFailure>?>(nil)
        onThreads(5) { thread in
            guard thread < 4 else {
                // Not before there is something to copy. Deletes go on, so a few less may be copied.
                while (try? bench.rows("blobs")) ?? 0 < 30 {}
                do throws(DatabaseFailure) {
                    let manifest = try bench.state.backup(to: target + "/", version: "1.2.3")
                    made.withLock { $0 = .success(manifest) }
                } catch {
                    made.withLock { $0 = .failure(error) }
                }
                return stop.store(true, ordering: .relaxed)
            }
            var number = 0
            while !stop.load(ordering: .relaxed) {
                // First the blob, then the value that speaks of it; each replaces and deletes earlier ones too.
                _ = bench.blobs.ask("blobs.put/1", "{\"key\":\"\(thread)/\(number)\"}\nblob \(thread) \(number)")
                _ = bench.store.ask("store.put/1", #"{"key":"\#(thread)/\#(number)","value":"YQ=="}"#)
                if number % 3 == 2 {
                    _ = bench.store.ask("store.delete/1", #"{"key":"\#(thread)/\#(number - 1)"}"#)
                    _ = bench.blobs.ask("blobs.delete/1", #"{"key":"\#(thread)/\#(number - 1)"}"#)
                }
                number += 1
            }
        }
        let manifest = try #require(try made.withLock { try $0?.get() })
        #expect(manifest.version == "1.2.3" && manifest.blobs >= 20 && manifest.lostBlobs == 0)
        #expect(Workbench.tree(target).count == manifest.blobs + 3)
        #expect(access(target + ".partial", F_OK) != 0)
        var status = stat()
        #expect(stat(target, &status) == 0 && status.st_mode & 0o7777 == 0o700)
        try bench.database.check(copy: target + "/proctor.db")

        _ = bench.store.ask("store.put/1", #"{"key":"later","value":"YQ=="}"#)
        _ = bench.blobs.ask("blobs.put/1", "{\"key\":\"later\"}\nlater")
        #expect(try bench.blobs.purge(tenant: "nobody") == 0)
        // A restore has to bring back files that are gone, not rows alone.
        for file in Workbench.tree(bench.files.path).sorted().prefix(10) { unlink("\(bench.files.path)/\(file)") }
        #expect(try bench.state.restore(from: target) == manifest)

        #expect(bench.store.ask("store.get/1", #"{"key":"later"}"#) == "{}")
        #expect(bench.blobs.ask("blobs.get/1", #"{"key":"later"}"#) == "{}")
        let (values, blobs) = try bench.database.read { db in
            (
                try String.fetchAll(db, sql: "SELECT key FROM store_entries"),
                try String.fetchAll(db, sql: "SELECT key FROM blobs")
            )
        }
        #expect(blobs.count == manifest.blobs && Set(values).isSubset(of: blobs))
        for key in blobs {
            let content = "blob " + key.replacing("/", with: " ")
            #expect(
                bench.blobs.ask("blobs.get/1", #"{"key":"\#(key)"}"#) == "{\"size\":\(content.utf8.count)}\n\(content)")
        }
        #expect(try bench.database.read { try String.fetchAll($0, sql: "SELECT state FROM jobs") } == ["ready"])
        #expect(try bench.rows("leases") == 0)
        #expect(try bench.database.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
    }

    @Test("a backup is restored into another, empty host")
    func elsewhere() throws {
        let (first, second) = (try Workbench(), try Workbench())
        _ = first.blobs.ask("blobs.put/1", "{\"key\":\"k\",\"media_type\":\"text/plain\"}\nhello")
        _ = first.store.ask("store.put/1", #"{"key":"k","value":"YQ=="}"#)
        _ = try first.state.backup(to: first.folder + "/backup", version: "1")
        _ = second.blobs.ask("blobs.put/1", "{\"key\":\"other\"}\nother")
        _ = try second.state.restore(from: first.folder + "/backup")
        #expect(second.blobs.ask("blobs.get/1", #"{"key":"k"}"#) == "{\"size\":5,\"media_type\":\"text/plain\"}\nhello")
        #expect(second.store.ask("store.get/1", #"{"key":"k"}"#) == #"{"value":"YQ=="}"#)
        #expect(second.blobs.ask("blobs.get/1", #"{"key":"other"}"#) == "{}")
        // The file of the blob that is no more is an orphan now, which the sweep finds when it is old.
        second.time.withLock { $0 = WallClock.system.now() + 3_700_000 }
        let blobs = second.blobs
        let swept = try (0..<256).reduce(0) { sum, _ in try sum + blobs.sweep(now: second.clock.now()) }
        #expect(swept == 1 && Workbench.tree(second.files.path).count == 1)
    }

    @Test("a backup that is damaged, incomplete, made up or of a later version changes nothing")
    func damaged() throws {
        let bench = try Workbench()
        _ = bench.blobs.ask("blobs.put/1", "{\"key\":\"k\"}\nin the backup")
        let good = bench.folder + "/good"
        let manifest = try bench.state.backup(to: good, version: "1")
        _ = bench.store.ask("store.put/1", #"{"key":"now","value":"YQ=="}"#)
        let blob = try #require(Workbench.tree(good + "/blobs").first)
        let files = Workbench.tree(bench.files.path)

        func restored(_ spoil: (String) throws -> Void) throws -> String? {
            let copy = bench.folder + "/copy"
            try FileManager.default.copyItem(atPath: good, toPath: copy)
            defer { try? FileManager.default.removeItem(atPath: copy) }
            try spoil(copy)
            return failure { () throws(DatabaseFailure) in _ = try bench.state.restore(from: copy) }?.code
        }
        func replace(_ what: String, _ with: String, in path: String) throws {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try Workbench.write(text.replacing(what, with: with), to: path)
        }
        #expect(try restored { try Workbench.write("other content", to: "\($0)/blobs/\(blob)") } == "backup.damaged")
        #expect(try restored { unlink("\($0)/blobs/\(blob)") } == "backup.damaged")
        #expect(try restored { unlink("\($0)/proctor.db") } == "backup.damaged")
        #expect(try restored { try Workbench.write("cut", to: "\($0)/proctor.db") } == "backup.damaged")
        #expect(try restored { try Workbench.write("", to: "\($0)/checksums.sha256") } == "backup.damaged")
        #expect(try restored { unlink("\($0)/manifest.json") } == "backup.damaged")
        #expect(try restored { try Workbench.write("{}", to: "\($0)/manifest.json") } == "backup.damaged")
        #expect(
            try restored { try replace("\"format\" : 1", "\"format\" : 2", in: "\($0)/manifest.json") }
                == "backup.later_version")
        #expect(
            try restored { folder in
                // A list that names a file outside, with a manifest that fits it.
                let list = "\(folder)/checksums.sha256"
                try replace("blobs/", "../", in: list)
                var digest = RunningDigest()
                digest.add(Array(try Data(contentsOf: URL(fileURLWithPath: list)))[...])
                try replace(manifest.checksums, digest.text, in: "\(folder)/manifest.json")
            } == "backup.damaged")
        #expect(
            try restored { folder in
                unlink("\(folder)/blobs/\(blob)")
                symlink(bench.database.path, "\(folder)/blobs/\(blob)")
            } == "store.unreachable")
        #expect(
            failure { () throws(DatabaseFailure) in _ = try bench.state.restore(from: bench.folder) }?.code
                == "backup.damaged")
        #expect(
            failure { () throws(DatabaseFailure) in _ = try bench.state.restore(from: "/none") }?.code
                == "store.unreachable")

        #expect(bench.store.ask("store.get/1", #"{"key":"now"}"#) == #"{"value":"YQ=="}"#)
        #expect(Workbench.tree(bench.files.path) == files)
    }

    @Test("a backup whose database is of a later version changes nothing")
    func laterDatabase() throws {
        let later = try Workbench(schemas: Workbench.schemas + [Self.jobs])
        _ = try later.state.backup(to: later.folder + "/backup", version: "9")
        let bench = try Workbench()
        _ = bench.store.ask("store.put/1", #"{"key":"now","value":"YQ=="}"#)
        let refused = failure { () throws(DatabaseFailure) in
            _ = try bench.state.restore(from: later.folder + "/backup")
        }
        #expect(refused?.code == "store.later_version" && refused?.message.contains("backup/proctor.db") == true)
        #expect(bench.store.ask("store.get/1", #"{"key":"now"}"#) == #"{"value":"YQ=="}"#)
    }

    @Test("a backup does not overwrite, waits for no other, and leaves nothing after a failure")
    func refused() throws {
        let bench = try Workbench()
        let target = bench.folder + "/backup"
        func code(_ folder: String) -> String? {
            failure { () throws(DatabaseFailure) in _ = try bench.state.backup(to: folder, version: "1") }?.code
        }
        #expect(mkdir(target, 0o700) == 0)
        #expect(code(target) == "backup.exists")
        #expect(rmdir(target) == 0 && mkdir(target + ".partial", 0o700) == 0)
        #expect(code(target) == "backup.exists")
        #expect(rmdir(target + ".partial") == 0)

        let leases = LeaseTable(database: bench.database, clock: bench.clock)
        #expect(try leases.take(BlobService.copyLease, holder: "other", for: .seconds(60)))
        #expect(code(target) == "backup.busy")
        #expect(access(target + ".partial", F_OK) != 0 && access(target, F_OK) != 0)
        bench.pass(60_000)
        #expect(code(target) == nil, "the other died")
        #expect(code("/proc/none/backup") == "store.unreachable")
        #expect(failure { () throws(DatabaseFailure) in _ = try bench.state.restore(from: target) } == nil)
    }

    @Test("a blob whose file is gone is counted and does not keep the rest from being copied")
    func lostBlob() throws {
        let bench = try Workbench()
        for key in ["a", "b"] { _ = bench.blobs.ask("blobs.put/1", "{\"key\":\"\(key)\"}\n\(key)") }
        let file = try #require(Workbench.tree(bench.files.path).first)
        unlink("\(bench.files.path)/\(file)")
        let manifest = try bench.state.backup(to: bench.folder + "/backup", version: "1")
        #expect(manifest.blobs == 1 && manifest.lostBlobs == 1)
        _ = try bench.state.restore(from: bench.folder + "/backup")
    }

    @Test("the list of checksums is what sha256sum reads", .enabled(if: access("/usr/bin/sha256sum", X_OK) == 0))
    func sha256sum() throws {
        let bench = try Workbench()
        _ = bench.blobs.ask("blobs.put/1", "{\"key\":\"k\"}\nhello")
        _ = try bench.state.backup(to: bench.folder + "/backup", version: "1")
        let command = "cd '\(bench.folder)/backup' && sha256sum --check --strict --status checksums.sha256"
        let arguments = ["sh", "-c", command].map { $0.withCString { strdup($0) } } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child = pid_t()
        try #require(posix_spawn(&child, "/bin/sh", nil, nil, arguments, nil) == 0)
        var status: Int32 = -1
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        #expect(status == 0)
    }
}
