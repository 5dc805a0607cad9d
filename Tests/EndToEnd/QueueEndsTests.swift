import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// Queued jobs through reloads, through ends and starts of the host, and from the command line.
    @Suite(.serialized) struct QueueEnds {
        private static func bindings(_ more: String = "") -> String {
            """
                  - { http: POST /jobs/effect, enqueue: effects }
                  - { queue: effects, operation: worker.effect }
                  - { http: POST /jobs/sleep, enqueue: naps }
                  - { queue: naps, operation: worker.sleep }
            """ + more
        }

        private static func order(_ effects: EffectServer) -> String {
            "{\"url\": \"http://127.0.0.1:\(effects.port)/effect\"}"
        }

        /// Puts jobs with the ids `job-N` in, over one connection.
        private static func put(_ numbers: Range<Int>, _ effects: EffectServer, into host: HostUnderTest) throws {
            let client = try host.client()
            for number in numbers {
                let answer = try client.post(
                    "/jobs/effect", json: Self.order(effects), headers: ["X-Request-Id": "job-\(number)"])
                #expect(answer.status == 202)
            }
        }

        private static func ids(_ numbers: Range<Int>) -> Set<String> { Set(numbers.map { "job-\($0)" }) }

        @Test func aReloadOfTheProcessorLosesNoneOfItsQueuedJobs() throws {
            let effects = try EffectServer()
            let host = try WorkerHost.make(Self.bindings())
            try host.start()
            let jobs = 500
            effects.setPause(microseconds: 5_000)
            // The same plugin in another file: with its manifest in it.
            let packed = host.folder.path + "/packed.so"
            try FileManager.default.copyItem(atPath: BuiltFiles.fixture("worker", "Worker"), toPath: packed)
            let pack = try CommandResult.run(BuiltFiles.proctor(), ["plugin", "pack", packed])
            #expect(pack.status == 0, "\(pack.error)")
            let builds = [packed, try BuiltFiles.fixture("worker", "Worker")]

            try Self.put(0..<jobs, effects, into: host)
            for swap in 1...2 {
                try host.folder.install(builds[swap - 1], as: "plugins/libWorker.so")
                host.signal(SIGHUP)
                try host.wait("reload \(swap)") { host.log.contains("reload \(swap + 1) (SIGHUP)") }
            }
            #expect(effects.order.count < jobs, "the reloads came after the work")
            effects.setPause(microseconds: 0)
            try host.wait("the end of the last job") { try host.queueCounts("effects")["done"] == jobs }
            #expect(Set(effects.effects.keys) == Self.ids(0..<jobs))
            #expect(effects.order.count == jobs, "a job was done twice, although no process was killed")
            #expect(host.log.contains("reload 3 (SIGHUP): replaced worker"))
            #expect(try host.jobs(in: "effects").allSatisfy { $0["attempt"] as? Int == 1 })
            host.finish()
        }

        @Test func anEndInTheMiddleOfQueuedJobsGivesBackWhatIsNotDone() throws {
            let effects = try EffectServer()
            let host = try WorkerHost.make(Self.bindings(), host: "  drain: 200ms")
            try host.start()
            let jobs = 400
            try host.command("queue", "pause", "effects")
            try Self.put(0..<jobs, effects, into: host)
            // Two of four threads are in a job that outlasts the drain.
            for number in 1...2 { try host.enqueue("/jobs/sleep", #"{"ms": 1500}"#, id: "nap-\(number)") }
            for number in 1...2 { _ = try host.job("/jobs/sleep/nap-\(number)", in: "running") }
            try host.command("queue", "resume", "effects")
            try host.wait("the first effects") { effects.order.count >= 20 }
            let start = Date()
            #expect(host.stop() == 0)
            #expect(Date().timeIntervalSince(start) < 3)
            let before = effects.order.count
            #expect(before < jobs)
            #expect(try host.queueCounts("effects")["running"] == 0)

            try host.startAgain()
            try host.wait("all effects") { effects.effects.count == jobs }
            for number in 1...2 {
                #expect(try host.job("/jobs/sleep/nap-\(number)", in: "done")["attempt"] as? Int == 1)
            }
            try host.wait("the end of the last job") { try host.queueCounts("effects")["done"] == jobs }
            #expect(Set(effects.effects.keys) == Self.ids(0..<jobs))
            #expect(effects.order.count == jobs)
            #expect(try host.jobs(in: "effects").allSatisfy { $0["attempt"] as? Int == 1 })
            #expect(try host.letters().isEmpty)
            host.finish()
        }

        @Test func aFileOfJobsIsPickedUpByTheRunningHostWithinASecond() throws {
            let effects = try EffectServer()
            let host = try WorkerHost.make(Self.bindings())
            try host.start()
            let jobs = 2_000
            let lines = (0..<jobs).map {
                "{\"url\": \"http://127.0.0.1:\(effects.port)/effect\", \"id\": \"job-\($0)\"}"
            }
            try host.folder.write(lines.joined(separator: "\n") + "\n", to: "jobs.ndjson")
            let start = Date()
            let result = try host.command("queue", "put", "effects", "--lines", host.folder.path + "/jobs.ndjson")
            let put = Date().timeIntervalSince(start)
            #expect(Set(result.split(separator: "\n")).count == jobs)
            if effects.order.isEmpty {
                try host.wait("the first effect", seconds: 1) { !effects.order.isEmpty }
            }
            try host.wait("all effects") { effects.effects.count == jobs }
            print("queue put: \(jobs) lines in \((put * 1_000).rounded()) ms, \(Int(Double(jobs) / put)) jobs/s")
            #expect(Set(effects.effects.keys) == Self.ids(0..<jobs))
            host.finish()
        }

        @Test func jobsPutInWhileNoHostRunsAreDoneWhenOneStarts() throws {
            let effects = try EffectServer()
            let host = try WorkerHost.make(Self.bindings())
            let early = try host.proctor("queue", "put", "effects", "--json", "{}")
            #expect(early.status != 0)
            #expect(early.error.contains("there is no database at"))
            try host.start()
            #expect(host.stop() == 0)
            for number in 0..<3 {
                try host.command("queue", "put", "effects", "--json", Self.order(effects), "--id", "job-\(number)")
            }
            #expect(try host.queueCounts("effects")["waiting"] == 3)
            try host.startAgain()
            try host.wait("all effects") { effects.effects.count == 3 }
            #expect(Set(effects.effects.keys) == Self.ids(0..<3))
            host.finish()
        }
    }
}

extension HostUnderTest {
    /// How many jobs of a queue are in each state.
    func queueCounts(_ queue: String) throws -> [String: Int] {
        let queues = try document("queue", "list", "--json", as: [[String: Any]].self)
        let row = queues.first { $0["queue"] as? String == queue } ?? [:]
        return row.compactMapValues { $0 as? Int }
    }
}
