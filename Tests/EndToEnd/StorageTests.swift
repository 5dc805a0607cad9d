import Foundation
import GRDB
import Loopback
import Testing

extension EndToEnd {
    /// The database's disk fails: the host says so, loses nothing, and goes on by itself.
    @Suite(.serialized) struct Storage {
        private static let bindings = """
                  - { http: POST /jobs/echo, enqueue: echo }
                  - { queue: echo, operation: worker.echo }
                  - { http: POST /jobs/effect, enqueue: effects }
                  - { queue: effects, operation: worker.effect }
                  - { http: POST /jobs/sleep, enqueue: naps }
                  - { queue: naps, operation: worker.sleep }
            """

        private static func order(_ effects: EffectServer) -> String {
            "{\"url\": \"http://127.0.0.1:\(effects.port)/effect\"}"
        }

        /// What holds however writing fails, from a host that works to a host that works again.
        private func outage(
            of host: HostUnderTest, code: String, reason: String, payload: String = "{}", begin: () throws -> Void,
            end: () throws -> Void
        ) throws {
            let effects = try EffectServer()
            try host.enqueue("/jobs/effect", Self.order(effects), id: "before")
            _ = try host.job("/jobs/effect/before", in: "done")
            try host.enqueue("/jobs/sleep", #"{"ms": 400}"#, id: "nap")
            _ = try host.job("/jobs/sleep/nap", in: "running")

            try begin()
            let refused = try host.client().post("/jobs/echo", json: payload, headers: ["X-Request-Id": "refused"])
            #expect(refused.status == 503)
            #expect(refused.text.contains(reason), "\(refused.text)")
            #expect(Int(refused.headers["retry-after"] ?? "") != nil)
            let hindrance = try host.hindrance() ?? ""
            #expect(hindrance.contains(reason) && hindrance.contains("(\(code))"), "\(hindrance)")
            #expect(try host.client().send("GET", "/ready").status == 503)
            // What needs no disk works on.
            let nap = try host.client().post("/sleep", json: #"{"ms": 800}"#)
            #expect(nap.status == 200)
            #expect(host.isRunning)

            try end()
            try host.wait("the host to recover", seconds: 5) { try host.hindrance() == nil }
            let done = try host.job("/jobs/sleep/nap", in: "done", seconds: 5)
            #expect(done["attempt"] as? Int == 1, "the end of a job that ran through the outage was kept")
            let again = try host.enqueue("/jobs/echo", payload, id: "refused")
            #expect(again.json["duplicate"] as? Bool == false, "what was refused is not there")
            _ = try host.job("/jobs/echo/refused", in: "done")
            try host.enqueue("/jobs/effect", Self.order(effects), id: "after")
            _ = try host.job("/jobs/effect/after", in: "done")
            #expect(effects.order == ["before", "after"])
        }

        @Test func aDiskThatTakesNoWriteIsSaidAndNothingIsLost() throws {
            let host = try WorkerHost.make(Self.bindings + "\n      - { http: POST /sleep, operation: worker.sleep }")
            // As a service manager starts it: this test may have inherited that the signal of a file's limit is ignored.
            try host.launch(through: ["/usr/bin/env", "--default-signal=XFSZ"])
            try host.waitUntilReady()
            let pid = host.pid
            try outage(
                of: host, code: "store.unreachable", reason: "proctor.db failed",
                begin: { try StorageTrouble.setFilesFull(true, process: pid) },
                end: { try StorageTrouble.setFilesFull(false, process: pid) })
            #expect(host.pid == pid)
            host.finish()
        }

        @Test(.enabled(if: StorageTrouble.canMount, "the machine does not let tests mount a file system"))
        func aFullDiskIsSaidAndNothingIsLost() throws {
            let volume = try TemporaryFolder()
            try StorageTrouble.mount(volume.path, megabytes: 16)
            defer { StorageTrouble.unmount(volume.path) }
            let host = try WorkerHost.make(
                Self.bindings + "\n      - { http: POST /sleep, operation: worker.sleep }",
                host: "  store: \"sqlite:\(volume.path)/jobs.db\"")
            try host.start()
            // Larger than what the log has room for already.
            let payload = "\"" + String(repeating: WorkerHost.text, count: 60_000) + "\""
            try outage(
                of: host, code: "store.full", reason: "the disk of \(volume.path)/jobs.db is full", payload: payload,
                begin: {
                    let fill = try #require(fopen(volume.path + "/fill", "w"))
                    let block = [UInt8](repeating: 0, count: 4_096)
                    setvbuf(fill, nil, _IONBF, 0)
                    while fwrite(block, 1, block.count, fill) == block.count {}
                    fclose(fill)
                },
                end: { try FileManager.default.removeItem(atPath: volume.path + "/fill") })
            #expect(host.log.contains("writing fails"))
            #expect(host.log.contains("writing works again"))
            host.finish()
        }

        @Test(.enabled(if: StorageTrouble.canFreeze, "the machine does not let tests make files immutable"))
        func aDatabaseThatBecomesReadOnlyIsSaidAndNothingIsLost() throws {
            let host = try WorkerHost.make(Self.bindings + "\n      - { http: POST /sleep, operation: worker.sleep }")
            try host.start()
            let files = ["", "-wal", "-shm"].map { host.folder.path + "/var/proctor.db" + $0 }
            defer { try? StorageTrouble.freeze(files, false) }
            try outage(
                of: host, code: "store.unreachable", reason: "proctor.db failed",
                begin: { try StorageTrouble.freeze(files, true) },
                end: { try StorageTrouble.freeze(files, false) })
            host.finish()
        }

        // MARK: At the start

        @Test func aStateFolderThatCannotBeWrittenEndsTheStart() throws {
            let host = try WorkerHost.make(Self.bindings)
            let state = host.folder.path + "/var"
            try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: false)
            #expect(chmod(state, 0o500) == 0)
            try host.launch(through: StorageTrouble.withoutOverride)
            #expect(try host.waitForExit() == 78)
            #expect(host.log.contains("\(state): Permission denied; set host.state to a folder that can be written"))
        }

        @Test func aStoreThatCannotBeWrittenIsWaitedFor() throws {
            let volume = try TemporaryFolder()
            let host = try WorkerHost.make(Self.bindings, host: "  store: \"sqlite:\(volume.path)/jobs.db\"")
            #expect(chmod(volume.path, 0o500) == 0)
            try host.launch(through: StorageTrouble.withoutOverride)
            try host.wait("the host to wait") {
                host.log.contains("waiting for the store") && host.loggedPort(of: "admin") != nil
            }
            let port = try #require(host.loggedPort(of: "admin"))
            let ready = try HTTPClient(port: port).send("GET", "/ready")
            #expect(ready.status == 503)
            let reason = ready.json["reason"] as? String ?? ""
            #expect(
                reason.contains("\(volume.path)/jobs.db cannot be written: give the host the right to"), "\(reason)")
            #expect(chmod(volume.path, 0o700) == 0)
            try host.waitUntilReady()
            let hindrance = try host.hindrance()
            #expect(hindrance == nil, "\(hindrance ?? "")")
            try host.enqueue("/jobs/echo", "{}", id: "first")
            _ = try host.job("/jobs/echo/first", in: "done")
            host.finish()
        }

        @Test func aDamagedDatabaseEndsTheStartWithAWayOut() throws {
            let host = try WorkerHost.make(Self.bindings)
            let database = host.folder.path + "/var/proctor.db"
            try FileManager.default.createDirectory(
                atPath: host.folder.path + "/var", withIntermediateDirectories: false)
            try String(repeating: "no database ", count: 5_000).write(
                toFile: database, atomically: true, encoding: .utf8)
            try host.launch()
            #expect(try host.waitForExit() == 69)
            #expect(host.log.contains(database) && host.log.contains("proctor restore"), "\(host.log)")
            #expect(try host.proctor("queue", "list").error.contains(database))
        }

        @Test func aDatabaseThatIsDamagedInTheMiddleIsSaid() throws {
            let host = try WorkerHost.make(Self.bindings)
            try host.start()
            for number in 0..<50 {
                try host.enqueue("/jobs/echo", "\"\(String(repeating: "x", count: 2_000))\"", id: "job-\(number)")
            }
            #expect(host.stop() == 0)
            let database = host.folder.path + "/var/proctor.db"
            // What is still in the log is not damaged with the file.
            try DatabaseQueue(path: database).writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            let file = try #require(FileHandle(forUpdatingAtPath: database))
            try file.seek(toOffset: 4_096)
            try file.write(contentsOf: Data(repeating: 0xA5, count: 60_000))
            try file.close()
            host.prepareAgain()
            try host.launch()
            #expect(try host.waitForExit() == 69)
            #expect(host.log.contains(database) && host.log.contains("proctor restore"), "\(host.log)")
        }

        @Test func aDatabaseOfALaterVersionIsRefused() throws {
            let host = try WorkerHost.make(Self.bindings)
            try host.start()
            #expect(host.stop() == 0)
            let database = host.folder.path + "/var/proctor.db"
            try DatabaseQueue(path: database).write { db in
                try db.execute(sql: "INSERT INTO proctor_rooms (name, steps) VALUES ('holograms', 1)")
            }
            host.prepareAgain()
            try host.launch()
            #expect(try host.waitForExit() == 69)
            #expect(
                host.log.contains("\(database) was written by a later version of the host: run that version"),
                "\(host.log)")
        }
    }
}
