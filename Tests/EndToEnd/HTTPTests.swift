import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// The HTTP source through real plugins: what a backend team sees.
    @Suite(.serialized) struct HTTP {
        private func host(_ config: String = "{}", limits: String = "{ concurrency: 2, queue: 1, timeout: 30s }") throws
            -> HostUnderTest
        {
            let host = try HostUnderTest(
                plugins: [
                    (BuiltFiles.fixture("rude", "Rude"), "libRude.so"), (BuiltFiles.product("Curve"), "libCurve.so"),
                ],
                processors: """
                      curve: { plugin: curve }
                      rude: { plugin: rude, limits: \(limits), config: \(config) }
                    """)
            try host.start()
            return host
        }

        @Test func jsonGoesInAndComesOutWithTheJobsIdOnIt() throws {
            let host = try host()
            let answer = try host.client().post("/curve", json: #"{"raw": 61}"#, headers: ["X-Request-Id": "order-7"])
            #expect(answer.status == 200)
            #expect(answer.json["value"] as? Double == 71)
            #expect(answer.headers["x-request-id"] == "order-7")
            #expect(answer.headers["content-type"] == "application/json")
        }

        @Test func oneConnectionServesManyRequests() throws {
            let host = try host()
            let client = try host.client()
            for raw in 0..<100 {
                #expect(try client.post("/curve", json: "{\"raw\": \(raw)}").json["value"] as? Int == raw + 10)
            }
        }

        @Test func healthAndReadinessAnswerOnBothListeners() throws {
            let host = try host()
            #expect(try host.client().send("GET", "/health").text == #"{"status":"healthy"}"#)
            #expect(try host.admin().send("GET", "/health").text == #"{"status":"healthy"}"#)
            #expect(try host.client().send("GET", "/ready").json["ready"] as? Bool == true)
        }

        @Test func badInputIsRefusedWithItsPlace() throws {
            let host = try host()
            let client = try host.client()
            let missing = try client.post("/curve", json: "{}")
            #expect(missing.status == 422)
            let detail = (missing.json["detail"] as? [[String: Any]])?.first
            #expect(detail?["loc"] as? [String] == ["body", "raw"])
            #expect(try client.post("/curve", json: "{").status == 422)
            let range = try client.post("/curve", json: #"{"raw": 101}"#)
            #expect(range.status == 422)
            #expect(range.json["detail"] as? String == "raw must lie within 0...100")
        }

        @Test func unknownPathsMethodsAndLargeBodiesAreRefused() throws {
            let host = try host()
            #expect(try host.client().post("/nothing", json: "{}").status == 404)
            let wrong = try host.client().send("GET", "/curve")
            #expect(wrong.status == 405)
            #expect(wrong.headers["allow"] == "OPTIONS, POST")
            let large = try host.client().send("POST", "/curve", body: [UInt8](repeating: 32, count: 21 << 20))
            #expect(large.status == 413)
            #expect(try host.client().post("/curve", json: #"{"raw": 1}"#).status == 200)
        }

        @Test func aRequestIdThatCouldBreakALogIsReplaced() throws {
            let host = try host()
            let answer = try host.client().post("/curve", json: #"{"raw": 1}"#, headers: ["X-Request-Id": "a b"])
            #expect(answer.headers["x-request-id"] != "a b")
        }

        @Test func streamsComeAsLinesOrAsEvents() throws {
            let host = try host("{ pieces: 3 }")
            let lines = try host.client().post("/pieces", json: #"{"milliseconds": 0}"#)
            #expect(lines.headers["content-type"] == "application/x-ndjson")
            #expect(lines.text == "{\"what\":\"0\"}\n{\"what\":\"1\"}\n{\"what\":\"2\"}\n")
            let events = try host.client().post(
                "/pieces", json: #"{"milliseconds": 0}"#, headers: ["Accept": "text/event-stream"])
            #expect(events.headers["content-type"] == "text/event-stream")
            #expect(events.text.hasPrefix("data: {\"what\":\"0\"}\n\n"))
        }

        @Test func aSlowReaderHoldsTheStreamBackAndLosesNothing() throws {
            let host = try host("{ pieces: 200000 }")
            let client = try host.client()
            let before = try #require(try host.metric("process_resident_memory_bytes"))
            try client.write("POST", "/pieces", body: Array(#"{"milliseconds": 0}"#.utf8))
            try host.wait("the stream to run") {
                try host.metric(#"proctor_jobs_running{generation="2",processor="rude",state="current"}"#) == 1
            }
            usleep(300_000)  // time in which a stream without back-pressure would fill the memory
            let during = try #require(try host.metric("process_resident_memory_bytes"))
            #expect(during - before < 16e6)
            let lines = try client.read().text.split(separator: "\n")
            #expect(lines.count == 200_000)
            #expect(lines.last == "{\"what\":\"199999\"}")
        }

        @Test func aClientThatLeavesCancelsItsJob() throws {
            let host = try host()
            do {
                let client = try host.client()
                try client.write("POST", "/sleep", body: Array(#"{"milliseconds": 20000}"#.utf8))
                try host.wait("the job to run") { try host.load(of: "rude").running == 1 }
            }
            try host.wait("the job to be cancelled", seconds: 5) { try host.load(of: "rude").running == 0 }
            #expect(
                try host.metric(
                    #"proctor_jobs_total{operation="rude.sleep",processor="rude",source="http",status="cancelled"}"#)
                    == 1)
        }

        @Test func moreThanTheQueueHoldsIsRefusedAsBusy() throws {
            let host = try host()
            let clients = try (0..<4).map { _ in try host.client() }
            for (index, client) in clients.prefix(3).enumerated() {
                try client.write("POST", "/sleep", body: Array(#"{"milliseconds": 1500}"#.utf8))
                try host.wait("job \(index) to be taken") {
                    let load = try host.load(of: "rude")
                    return load.running + load.waiting == index + 1
                }
            }
            let refused = try clients[3].post("/sleep", json: #"{"milliseconds": 1}"#)
            #expect(refused.status == 503)
            #expect(refused.headers["retry-after"] == "1")
            for client in clients.prefix(3) { #expect(try client.read().status == 200) }
        }

        @Test func aJobPastItsDeadlineIsAnsweredAndItsThreadCountedAsStuck() throws {
            let host = try host(limits: "{ concurrency: 1, queue: 4, timeout: 200ms }")
            let late = try host.client().post("/hold", json: #"{"milliseconds": 2500}"#)
            #expect(late.status == 504)
            #expect(try host.load(of: "rude").stuck == 1)
            try host.wait("the handler to come back") { try host.load(of: "rude").stuck == 0 }
            #expect(try host.metric(#"proctor_completions_ignored_total{processor="rude",reason="late"}"#) == 1)
            let soon = try host.client().post("/sleep", json: #"{"milliseconds": 1}"#)
            #expect(soon.status == 200)
        }

        @Test func aPluginAsksTheHostForAService() throws {
            let host = try host()
            let answer = try host.client().post("/who", json: #"{"milliseconds": 0}"#)
            #expect(answer.json["processor"] as? String == "rude")
            #expect(answer.json["plugin"] as? String == "test.rude")
        }

        @Test func aBrokenInstanceIsReplaced() throws {
            let host = try host()
            #expect(try host.client().post("/broken", json: #"{"milliseconds": 0}"#).status == 500)
            try host.wait("a new generation", seconds: 10) { try host.status()["reloads"] as? Int == 2 }
            #expect(try host.client().post("/sleep", json: #"{"milliseconds": 1}"#).status == 200)
        }

        @Test func blockedTasksOfSwiftsPoolStopNobodyElseAndTheCulpritIsNamed() throws {
            let host = try host()
            #expect(try host.client().post("/block", json: #"{"milliseconds": 4000}"#).status == 200)
            #expect(try host.client().post("/curve", json: #"{"raw": 61}"#).status == 200)
            #expect(try host.client().send("GET", "/health").status == 200)
            #expect(try host.reload()["succeeded"] as? Bool == true)
            try host.wait("the culprit's name", seconds: 10) {
                try host.metric(#"proctor_cooperative_pool_blocked_total{processor="rude"}"#) ?? 0 >= 1
            }
            #expect(try host.metric(#"proctor_cooperative_pool_blocked_total{processor="curve"}"#) == nil)
        }
    }
}

extension HostUnderTest {
    /// Jobs of a processor's published generation, now.
    func load(of processor: String) throws -> (running: Int, waiting: Int, stuck: Int) {
        let processors = try status()["processors"] as? [[String: Any]] ?? []
        let one = processors.first { $0["name"] as? String == processor } ?? [:]
        return (one["running"] as? Int ?? 0, one["waiting"] as? Int ?? 0, one["stuck"] as? Int ?? 0)
    }
}
