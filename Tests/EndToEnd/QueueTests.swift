import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// Jobs that are put into embedded queues, and what becomes of them.
    @Suite(.serialized) struct Queues {
        private static let bindings = """
                  - { http: POST /jobs/echo, enqueue: echo }
                  - { queue: echo, operation: worker.echo }
                  - { http: POST /jobs/effect, enqueue: effects }
                  - { queue: { name: effects, retry: { attempts: 3, first: 50ms, most: 100ms } }, operation: worker.effect }
                  - { http: POST /jobs/fail, enqueue: failures }
                  - queue: { name: failures, retry: { attempts: 3, first: 100ms, most: 1s, jitter: 0.2 } }
                    operation: worker.fail
            """

        private static func host(concurrency: Int = 4) throws -> HostUnderTest {
            let host = try WorkerHost.make(bindings, concurrency: concurrency)
            try host.start()
            return host
        }

        private static func order(_ effects: EffectServer) -> String {
            "{\"url\": \"http://127.0.0.1:\(effects.port)/effect\"}"
        }

        @Test func aJobPutInOverHTTPIsAcceptedAndItsStatusSaysHowItEnded() throws {
            let host = try Self.host()
            let payload = "{\"essay\": \"\(WorkerHost.text)\"}"
            let accepted = try host.enqueue("/jobs/echo", payload, id: "essay-7", headers: ["X-Tenant-Slug": "north"])
            #expect(accepted.json["id"] as? String == "essay-7")
            #expect(accepted.json["queue"] as? String == "echo")
            #expect(accepted.json["duplicate"] as? Bool == false)
            let location = try #require(accepted.headers["location"])
            #expect(location == "/jobs/echo/essay-7")
            let done = try host.job(location, in: "done")
            #expect(done["attempt"] as? Int == 1)
            let result = try #require(done["result"] as? [String: Any])
            #expect((result["payload"] as? [String: String])?["essay"] == WorkerHost.text)
            #expect(result["id"] as? String == "essay-7")
            #expect(result["tenant"] as? String == "north")
            #expect(try host.client().send("GET", "/jobs/echo/nobody").status == 404)
            #expect(try host.client().send("GET", "/jobs/fail/essay-7").status == 404)
            host.finish()
        }

        @Test func aSecondJobOfTheSameIdIsNotDoneAgain() throws {
            let effects = try EffectServer()
            let host = try Self.host()
            for isSecond in [false, true] {
                let answer = try host.enqueue("/jobs/effect", Self.order(effects), id: "once")
                #expect(answer.json["duplicate"] as? Bool == isSecond)
                _ = try host.job("/jobs/effect/once", in: "done")
            }
            let known = try host.command("queue", "put", "effects", "--json", Self.order(effects), "--id", "once")
            #expect(known.contains("is there already"))
            try host.enqueue("/jobs/effect", Self.order(effects), id: "last")
            _ = try host.job("/jobs/effect/last", in: "done")
            #expect(effects.order == ["once", "last"])
            host.finish()
        }

        @Test func jobsOfAPausedQueueWaitAndThenGoByPriorityAndDelay() throws {
            let effects = try EffectServer()
            let host = try Self.host(concurrency: 1)
            try host.command("queue", "pause", "effects")
            let order = Self.order(effects)
            try host.enqueue("/jobs/effect", order, id: "low", headers: ["X-Job-Priority": "-5"])
            try host.enqueue("/jobs/effect", order, id: "first")
            try host.enqueue(
                "/jobs/effect", order, id: "late", headers: ["X-Job-Priority": "1000", "X-Job-Delay": "1500ms"])
            try host.enqueue("/jobs/effect", order, id: "second")
            try host.command("queue", "put", "effects", "--json", order, "--id", "high", "--priority", "7")
            #expect(try host.job("/jobs/effect/late", in: "delayed")["priority"] as? Int == 1_000)
            try host.command("queue", "resume", "effects")
            _ = try host.job("/jobs/effect/low", in: "done")
            #expect(effects.order == ["high", "first", "second", "low"])
            _ = try host.job("/jobs/effect/late", in: "done")
            #expect(effects.order.last == "late")
            host.finish()
        }

        @Test func aJobIsTriedAgainWithPausesUntilItSucceeds() throws {
            let host = try Self.host()
            let start = Date()
            try host.enqueue("/jobs/fail", #"{"how": "retry", "until_attempt": 3}"#, id: "stubborn")
            let done = try host.job("/jobs/fail/stubborn", in: "done")
            // 100 ms and 200 ms, of which chance takes a fifth at most.
            #expect(Date().timeIntervalSince(start) >= 0.24)
            #expect(done["attempt"] as? Int == 3)
            #expect((done["result"] as? [String: Any])?["attempt"] as? Int == 3)
            #expect(try host.letters().isEmpty)
            host.finish()
        }

        @Test func aJobThatFailsForGoodIsADeadLetterWithAllThatIsKnownOfIt() throws {
            let host = try Self.host()
            let payload = "{\"how\":\"reject\", \"essay\":\"\(WorkerHost.text)\"}"
            try host.enqueue(
                "/jobs/fail", payload, id: "refused", headers: ["X-Tenant-Slug": "north", "X-Subject-Id": "s-1"])
            let failed = try host.job("/jobs/fail/refused", in: "failed")
            #expect((failed["error"] as? [String: Any])?["code"] as? String == "worker.told")
            try host.enqueue("/jobs/fail", #"{"how": "retry"}"#, id: "worn-out")
            #expect(try host.job("/jobs/fail/worn-out", in: "failed")["attempt"] as? Int == 3)
            try host.enqueue("/jobs/fail", #"{"how": "fatal"}"#, id: "broken")
            _ = try host.job("/jobs/fail/broken", in: "failed")

            let letters = try host.letters()
            #expect(letters.map { $0["job"] as? String } == ["broken", "worn-out", "refused"])
            #expect(letters.map { $0["attempts"] as? Int } == [3, 3, 1])
            #expect(letters.map { $0["status"] as? String } == ["fatal", "retry", "reject"])
            let refused = try #require(letters.last)
            let about = ["origin", "processor", "operation", "code", "tenant", "subject", "state"]
            #expect(
                about.map { refused[$0] as? String } == [
                    "queue failures", "worker", "worker.fail", "worker.told", "north", "s-1", "kept",
                ])
            let number = String(try #require(refused["number"] as? Int))
            #expect(try host.command("dead-letters", "show", number, "--payload") == payload)

            try host.command("dead-letters", "archive", number)
            #expect(
                try host.document("dead-letters", "list", "--state", "archived", "--json", as: [[String: Any]].self)
                    .map { $0["job"] as? String } == ["refused"])
            try host.command("dead-letters", "remove", "--job", "worn-out")
            #expect(try host.letters().map { $0["job"] as? String } == ["broken", "refused"])
            #expect(try host.proctor("dead-letters", "show", "4711").status != 0)
            host.finish()
        }

        @Test func aReplayedDeadLetterKeepsItsIdAndSucceedsOnceTheCauseIsGone() throws {
            let effects = try EffectServer()
            effects.setAway(true)
            let host = try Self.host()
            try host.enqueue("/jobs/effect", Self.order(effects), id: "patient", headers: ["X-Tenant-Slug": "north"])
            #expect(try host.job("/jobs/effect/patient", in: "failed")["attempt"] as? Int == 3)
            let number = String(try #require(try host.letters().first?["number"] as? Int))

            // Too early: the letter is kept again, not doubled.
            try host.command("dead-letters", "retry", number)
            try host.wait("the letter to come back") {
                try host.letters().first.map { $0["state"] as? String == "kept" && $0["replays"] as? Int == 1 } == true
            }
            #expect(try host.letters().count == 1)

            effects.setAway(false)
            try host.command("dead-letters", "retry", "--origin", "queue effects")
            let done = try host.job("/jobs/effect/patient", in: "done")
            #expect((done["result"] as? [String: Any])?["id"] as? String == "patient")
            #expect(effects.effects == ["patient": 1])
            host.finish()
        }
    }
}
