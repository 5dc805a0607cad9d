import Fuzzing
import HostConfiguration
import Testing

@testable import HostHTTP

extension Served {
    @Suite("Bytes that nobody meant", .serialized) struct RawByteTests {
        @Test("mutated requests never hurt the host, and every job gets its answer")
        func mutatedRequests() throws {
            let served = try ServedSource(
                [
                    .http("POST", "/echo"), .http("GET", "/exams/{id}", operation: "test.seen"),
                    .http("POST", "/jobs", queue: "q"),
                ],
                listeners: [
                    .loopback {
                        $0.readTimeout = .milliseconds(20)
                        $0.idleTimeout = .milliseconds(50)
                        $0.bodyLimit = 10_000
                        $0.headerLimit = 2_000
                    }
                ])
            defer { served.close() }
            let seeds = [
                "POST /echo?a=1&b=%20 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n5;x=y\r\nhello\r\n0\r\nA: b\r\n\r\n",
                "GET /exams/%65x?page=2 HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\nGET / HTTP/1.0\r\n\r\n",
                "POST /jobs HTTP/1.1\r\nHost: a\r\nIdempotency-Key: k\r\nX-Job-Delay: 5s\r\nContent-Length: 2\r\n\r\n{}",
            ].map { Array($0.utf8) }
            var random = SeededRandom(14)
            for round in 0..<FuzzRounds.count(600) {
                let client = try served.client()
                try? client.send(seeds[round % seeds.count].mutated(&random))
                client.finishSending()
                let text = String(decoding: client.readToEnd(), as: UTF8.self)
                #expect(text.isEmpty || text.hasPrefix("HTTP/1."), "round \(round): \(text.prefix(100))")
            }
            #expect(eventually { served.openJobs == 0 })
            #expect(try served.client().ask("POST", "/echo", body: "alive").text == "alive")
        }
    }
}
