import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// Removal, backup and restore of what the host keeps.
    @Suite(.serialized) struct DataCommands {
        private static let bindings = """
                  - { http: POST /store, operation: worker.store }
                  - { http: POST /jobs/echo, enqueue: echo }
                  - { queue: echo, operation: worker.echo }
                  - { http: POST /jobs/fail, enqueue: failures }
                  - { queue: failures, operation: worker.fail }
                  - { http: POST /jobs/sleep, enqueue: naps }
                  - { queue: { name: naps, lease: 2s }, operation: worker.sleep }
                  - { http: POST /jobs/effect, enqueue: effects }
                  - { queue: effects, operation: worker.effect }
            """

        private static func host() throws -> HostUnderTest {
            let host = try WorkerHost.make(bindings)
            try host.start()
            return host
        }

        private static func ask(_ ops: String, of host: HostUnderTest, headers: [String: String] = [:]) throws -> [Any]
        {
            let answer = try host.client().post("/store", json: "{\"ops\": \(ops)}", headers: headers)
            #expect(answer.status == 200, "\(answer.text)")
            return try #require(answer.json["results"] as? [Any])
        }

        // MARK: Purge

        /// Text that is long enough for a row of its own, and for pages of its own.
        private static func text(of owner: String) -> String {
            String(repeating: "\(WorkerHost.text)-of-\(owner) ", count: 400)
        }

        /// Everything that can be kept of somebody, in every state.
        private static func fill(_ host: HostUnderTest, _ owner: String, headers: [String: String]) throws {
            let text = text(of: owner)
            _ = try ask(
                """
                [{"op": "put", "key": "long-\(owner)", "value": "\(text)"},
                 {"op": "put", "key": "short-\(owner)", "value": "\(text.prefix(60))"},
                 {"op": "put", "key": "changed-\(owner)", "value": "\(text)"},
                 {"op": "blob_put", "key": "blob-\(owner)", "value": "\(text)"}]
                """, of: host, headers: headers)
            let payload = "{\"how\": \"reject\", \"ms\": 0, \"essay\": \"\(text)\"}"
            try host.enqueue("/jobs/sleep", payload, id: "waits-\(owner)", headers: headers)
            try host.enqueue("/jobs/fail", payload, id: "failed-\(owner)", headers: headers)
            _ = try host.job("/jobs/fail/failed-\(owner)", in: "failed")
            // Last, what leaves pages free that nothing has used again: a value that became short, a payload that is done.
            _ = try ask(
                #"[{"op": "put", "key": "changed-\#(owner)", "value": "-"}]"#, of: host, headers: headers)
            try host.enqueue("/jobs/echo", payload, id: "done-\(owner)", headers: headers)
            _ = try host.job("/jobs/echo/done-\(owner)", in: "done")
        }

        /// Files of the state folder in which the bytes of a text stand.
        private static func files(in host: HostUnderTest, with text: String) throws -> [String] {
            try CommandResult.run("/usr/bin/env", ["grep", "-rlaF", "--", text, host.folder.path + "/var"]).output
                .split(separator: "\n").map { String($0.split(separator: "/").last ?? "") }
        }

        private func purge(
            _ option: String, _ gone: String, _ stays: String, headers: (String) -> [String: String]
        ) throws {
            let host = try Self.host()
            try host.command("queue", "pause", "naps")
            for owner in [stays, gone] { try Self.fill(host, owner, headers: headers(owner)) }
            let trace = "\(WorkerHost.text)-of-\(gone)"
            #expect(try !Self.files(in: host, with: trace).isEmpty)
            let counts = try host.document("data", "purge", option, gone, "--json", as: [String: Int].self)
            #expect(counts == ["queue": 4, "dead_letters": 1, "store": 3, "blobs": 1])

            // A reader of the host can hold the log back for a moment.
            try host.wait("every trace to be gone from \(try Self.files(in: host, with: trace))", seconds: 3) {
                try Self.files(in: host, with: trace).isEmpty
            }
            #expect(try host.letters().map { $0["job"] as? String } == ["failed-\(stays)"])
            #expect(try host.client().send("GET", "/jobs/echo/done-\(gone)").status == 404)
            let kept = try Self.ask(
                #"[{"op": "list"}, {"op": "blob_list"}, {"op": "blob_get", "key": "blob-GONE"}]"#
                    .replacingOccurrences(of: "GONE", with: gone), of: host)
            #expect(Set((kept[0] as? [String: Any] ?? [:]).keys) == ["long-", "short-", "changed-"].mapped(stays))
            #expect((kept[1] as? [String: Int])?.keys.sorted() == ["blob-\(stays)"])
            #expect(kept[2] is NSNull)
            try host.command("queue", "resume", "naps")
            _ = try host.job("/jobs/sleep/waits-\(stays)", in: "done")
            #expect(try host.jobs(in: "naps").count == 1)
            host.finish()
        }

        @Test func aPurgeOfATenantLeavesNoByteOfItsDataAndAllOfOthers() throws {
            try purge("--tenant", "north", "south") { ["X-Tenant-Slug": $0] }
        }

        @Test func aPurgeOfAPersonLeavesNoByteOfItsDataAndAllOfOthers() throws {
            try purge("--subject", "pupil-1", "pupil-2") { ["X-Tenant-Slug": "north", "X-Subject-Id": $0] }
        }

        // MARK: Backup

        private static let keep = """
            [{"op": "put", "key": "k", "value": "kept"}, {"op": "blob_put", "key": "page", "value": "a page"}]
            """
        private static let look = """
            [{"op": "get", "key": "k"}, {"op": "blob_get", "key": "page"}, {"op": "get", "key": "later"}]
            """

        private static func expectKept(_ host: HostUnderTest, sourceLocation: SourceLocation = #_sourceLocation) throws
        {
            let found = try ask(look, of: host)
            #expect(found[0] as? String == "kept", sourceLocation: sourceLocation)
            #expect((found[1] as? [String: Any])?["text"] as? String == "a page", sourceLocation: sourceLocation)
            #expect(found[2] is NSNull, sourceLocation: sourceLocation)
        }

        @Test func aBackupOfARunningHostBringsEverythingBackAfterAllIsLost() throws {
            let host = try Self.host()
            _ = try Self.ask(Self.keep, of: host)
            try host.enqueue("/jobs/echo", "{}", id: "done")
            _ = try host.job("/jobs/echo/done", in: "done")
            try host.enqueue("/jobs/fail", #"{"how": "reject"}"#, id: "failed")
            _ = try host.job("/jobs/fail/failed", in: "failed")
            let effects = try EffectServer()
            effects.setPause(microseconds: 10_000)
            let jobs = 200
            try host.command("queue", "pause", "effects")
            for number in 0..<jobs {
                try host.enqueue(
                    "/jobs/effect", "{\"url\": \"http://127.0.0.1:\(effects.port)/effect\"}", id: "job-\(number)")
            }
            try host.enqueue("/jobs/sleep", #"{"ms": 60000}"#, id: "leased")
            _ = try host.job("/jobs/sleep/leased", in: "running")
            try host.command("queue", "resume", "effects")
            try host.wait("some effects") { effects.order.count >= 20 }
            let backup = host.folder.path + "/backup"
            try host.command("backup", backup)
            #expect(try host.proctor("backup", backup).status != 0, "a backup replaces no other")
            #expect(effects.order.count < jobs, "the backup came after the work")
            host.kill()
            try FileManager.default.removeItem(atPath: host.folder.path + "/var")
            #expect(try host.proctor("restore", backup).status != 0)
            try host.command("restore", backup, "--yes")

            try host.startAgain()
            try Self.expectKept(host)
            #expect(try host.job("/jobs/echo/done", in: "done")["result"] != nil)
            #expect(try host.letters().map { $0["job"] as? String } == ["failed"])
            // Who had it at the moment of the backup is gone: it is free at once, and runs again.
            #expect(try host.job("/jobs/sleep/leased", in: "running", seconds: 10)["attempt"] as? Int == 1)
            effects.setPause(microseconds: 0)
            try host.wait("the rest of the effects") { effects.effects.count == jobs }
            try host.wait("the end of the last job") { try host.queueCounts("effects")["done"] == jobs }
            let sums = try CommandResult.run(
                "/usr/bin/env", ["sha256sum", "--check", "--quiet", "checksums.sha256"], in: backup)
            #expect(sums.status == 0, "\(sums.error)")
            host.kill()
            #expect(!host.logs.contains(WorkerHost.secret))
        }

        @Test func aRestoreIntoARunningHostTakesItBackToTheBackup() throws {
            let host = try Self.host()
            let pid = host.pid
            _ = try Self.ask(Self.keep, of: host)
            try host.command("queue", "pause", "echo")
            for number in 0..<5 { try host.enqueue("/jobs/echo", "{}", id: "early-\(number)") }
            let backup = host.folder.path + "/backup"
            try host.command("backup", backup)

            try host.command("queue", "resume", "echo")
            for number in 0..<5 { _ = try host.job("/jobs/echo/early-\(number)", in: "done") }
            try host.enqueue("/jobs/echo", "{}", id: "later")
            try host.enqueue("/jobs/sleep", "{\"ms\": 0}", id: "later", headers: ["X-Job-Delay": "1h"])
            _ = try Self.ask(
                """
                [{"op": "put", "key": "later", "value": "x"}, {"op": "put", "key": "k", "value": "changed"},
                 {"op": "blob_delete", "key": "page"}]
                """, of: host)

            let database = backup + "/proctor.db"
            let whole = try #require(FileManager.default.contents(atPath: database))
            var damaged = whole
            damaged[whole.count / 2] ^= 0xFF
            try damaged.write(to: URL(fileURLWithPath: database))
            let refused = try host.proctor("restore", backup, "--yes")
            #expect(refused.status == 69)
            #expect(refused.error.contains("\(database) cannot be restored: its content has changed"))
            #expect(try Self.ask(Self.look, of: host)[0] as? String == "changed", "nothing has changed")
            #expect(try host.job("/jobs/sleep/later", in: "delayed")["id"] as? String == "later")

            try whole.write(to: URL(fileURLWithPath: database))
            try host.command("restore", backup, "--yes")
            try Self.expectKept(host)
            #expect(try host.client().send("GET", "/jobs/sleep/later").status == 404)
            #expect(try host.client().send("GET", "/jobs/echo/later").status == 404)
            // The queue was paused at the moment of the backup.
            #expect(try host.queueCounts("echo")["waiting"] == 5)
            try host.command("queue", "resume", "echo")
            for number in 0..<5 { _ = try host.job("/jobs/echo/early-\(number)", in: "done") }
            #expect(host.pid == pid && host.isRunning)
            #expect(try host.hindrance() == nil)
            host.finish()
        }
    }
}

extension [String] {
    fileprivate func mapped(_ ending: String) -> Set<String> { Set(map { $0 + ending }) }
}
