import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// The host is killed in the middle of its work, and no job is lost.
    @Suite(.serialized) struct Crashes {
        private static let jobs = 5_000
        private static let kills = 10
        /// Jobs that come in between two kills.
        private static let between = 10

        private static func worker(_ environment: [String: String] = [:]) throws -> HostUnderTest {
            try HostUnderTest(
                plugins: [(try BuiltFiles.fixture("worker", "Worker"), "libWorker.so")],
                processors: """
                      worker:
                        plugin: worker
                        limits: { concurrency: 2 }
                        bindings:
                          - http: POST /jobs/effect
                            enqueue: effects
                          - queue: { name: effects, lease: 2s, retry: { attempts: 20, first: 50ms, most: 200ms } }
                            operation: worker.effect
                          - http: POST /jobs/fail
                            enqueue: failures
                          - queue: { name: failures, lease: 2s, retry: { attempts: 3, first: 20ms, most: 50ms } }
                            operation: worker.fail
                          - http: POST /crash
                            operation: worker.fail
                    """)
        }

        /// Puts jobs in as a careful client does: until it has heard that the job is kept, it tries again with the same id.
        private static func put(_ ids: Range<Int>, _ effects: EffectServer, to port: () throws -> Int) throws {
            var client: HTTPClient?
            for id in ids {
                let body = "{\"url\": \"http://127.0.0.1:\(effects.port)/effect\"}"
                let deadline = Date().addingTimeInterval(60)
                while true {
                    do {
                        let connection = try client ?? HTTPClient(port: port())
                        client = connection
                        let answer = try connection.post(
                            "/jobs/effect", json: body, headers: ["X-Request-Id": "job-\(id)"])
                        if answer.status == 202 { break }
                    } catch {
                        client = nil
                    }
                    guard Date() < deadline else { throw HTTPClient.Broken(description: "job \(id) was never taken") }
                    usleep(2_000)
                }
            }
        }

        @Test func everyQueuedJobIsDoneAlthoughTheHostIsKilledTenTimes() throws {
            let effects = try EffectServer()
            let host = try Self.worker()
            try host.start()
            // The queue stands still until most jobs are in it: every kill then hits a host in the middle of its work.
            #expect(try host.proctor("queue", "pause", "effects").status == 0)
            let first = Self.jobs - Self.kills * Self.between
            try Self.put(0..<first, effects, to: { host.httpPort })
            #expect(try host.proctor("queue", "resume", "effects").status == 0)

            var killed: [Int] = []
            for kill in 0..<Self.kills {
                let moment = effects.effects.count + Int.random(in: 1...80)
                try host.wait("\(moment) effects", seconds: 60) { effects.effects.count >= moment }
                host.kill()
                killed.append(effects.effects.count)
                try host.startAgain()
                let next = first + kill * Self.between
                try Self.put(next..<next + Self.between, effects, to: { host.httpPort })
            }
            #expect(try #require(killed.last) < Self.jobs, "the last kill came after the work was done")
            try host.wait("all effects; killed at \(killed)", seconds: 120) { effects.effects.count >= Self.jobs }
            try host.wait("the queue to be empty", seconds: 60) {
                try host.metric("proctor_queue_jobs{queue=\"effects\",state=\"waiting\"}") == 0
                    && host.metric("proctor_queue_jobs{queue=\"effects\",state=\"running\"}") == 0
            }
            let seen = effects.effects
            let again = seen.values.reduce(0) { $0 + $1 - 1 }
            print("crashes: \(Self.jobs) jobs, killed at \(killed), \(seen.count) ids, \(again) effects came again")
            #expect(Set(seen.keys) == Set((0..<Self.jobs).map { "job-\($0)" }))
            // A kill can repeat only what was running or not yet settled: a few a kill, never the queue.
            #expect(again <= Self.kills * 64)
            #expect(host.stop() == 0)
        }

        @Test func whatWasInFlightIsKnownAfterACrash() throws {
            let host = try Self.worker()
            try host.start()
            _ = try? host.client().post("/crash", json: #"{"how": "crash"}"#, headers: ["X-Request-Id": "culprit"])
            try host.wait("the host to be gone") { !host.isRunning }
            try host.startAgain()
            let lost = try host.status()["lost_in_last_crash"] as? [[String: Any]]
            #expect(lost?.first?["job"] as? String == "culprit")
            #expect(lost?.first?["operation"] as? String == "worker.fail")
            #expect(host.log.contains("culprit"))
            // Ready means that the queue has noted who was lost: the record is free of them.
            try host.wait("the host to be ready") { try host.admin().send("GET", "/ready").status == 200 }
            host.kill()
            try host.startAgain()
            #expect((try host.status()["lost_in_last_crash"] as? [Any])?.isEmpty == true)
            #expect(host.stop() == 0)
        }

        @Test func aJobThatKillsTheHostAgainAndAgainBecomesADeadLetter() throws {
            let host = try Self.worker()
            try host.start()
            let put = try host.client().post(
                "/jobs/fail", json: #"{"how": "crash", "until_attempt": 100}"#, headers: ["X-Request-Id": "poison"])
            #expect(put.status == 202)
            for _ in 1...3 {
                try host.wait("the crash") { !host.isRunning }
                try? host.startAgain()
            }
            try host.wait("the dead letter") {
                let list = try host.proctor("dead-letters", "list", "--json")
                return list.output.contains("poison")
            }
            let letters = try host.proctor("dead-letters", "list", "--json")
            #expect(letters.output.contains("job.lost"))
            #expect(host.isRunning)
            #expect(host.stop() == 0)
        }
    }
}
