import HostConfiguration
import HostThreads
import HostTransfers
import ScriptedServer
import Synchronization
import Testing

@testable import HostUpstreams

@Suite("Attempts")
struct RetryTests {
    /// Answers each request with the next of these; the last for all further ones. An empty text cuts the connection.
    private func bench(
        _ answers: [String], _ change: (inout UpstreamSettings) -> Void = { _ in }
    ) throws -> (Bench, @Sendable () -> Int) {
        let count = Guarded(0)
        let bench = try Bench(change) { connection in
            while try connection.request() != nil {
                let number = count.withLock { count in
                    count += 1
                    return count
                }
                let answer = answers[min(number, answers.count) - 1]
                if answer.isEmpty { return }
                try connection.send(answer)
            }
        }
        return (bench, { count.withLock { $0 } })
    }

    private static func answer(_ status: Int, _ header: String = "X: y") -> String {
        "HTTP/1.1 \(status) Scripted\r\nContent-Length: 0\r\n\(header)\r\n\r\n"
    }

    @Test(
        "what may be repeated is sent again until it is answered",
        arguments: [answer(429), answer(502), answer(503), answer(504), ""])
    func again(first: String) throws {
        let (bench, count) = try bench([first, first, Self.answer(200)])
        defer { bench.stop() }
        #expect(try bench.send(Bench.line()).http == 200)
        #expect(count() == 3)
        #expect(bench.value("proctor_upstream_retries_total") == 2)
        #expect(bench.counted("2xx") == 1)
    }

    @Test(
        "a request that changes something is sent once, unless it is marked", arguments: [answer(502), answer(429), ""])
    func once(first: String) throws {
        let (bench, count) = try bench([first, Self.answer(200)])
        defer { bench.stop() }
        let reply = try bench.send(Bench.line(method: "POST"))
        #expect(count() == 1)
        if first.isEmpty { #expect((reply.status, reply.code) == (.retry, "upstream.broken")) }
        #expect(try bench.send(Bench.line(method: "POST", rest: #""idempotent":true"#)).http == 200)
    }

    @Test("every attempt is bounded by attempts; the last answer is the answer")
    func exhausted() throws {
        let (bench, count) = try bench([Self.answer(503)])
        defer { bench.stop() }
        #expect(try bench.send(Bench.line()).http == 503)
        #expect(count() == 3)
    }

    @Test(
        "a request bounds its attempts itself, and has no more than the operator allows",
        arguments: [(1, 1), (2, 2), (3, 3), (4, 3), (Int.max, 3)])
    func bounded(asked: Int, made: Int) throws {
        let (bench, count) = try bench([Self.answer(503, "Retry-After: 0")])
        defer { bench.stop() }
        #expect(try bench.send(Bench.line(rest: "\"attempts\":\(asked)")).http == 503)
        #expect(count() == made)
        #expect(bench.value("proctor_upstream_retries_total") == Double(made - 1))
    }

    @Test("one attempt is one, also of a stream, and of a server that is not there")
    func single() throws {
        let (bench, count) = try bench([""])
        let stream = try bench.begin("http.open/1", Bench.line(rest: #""attempts":1"#)).wait()
        #expect(stream.code == "upstream.broken")
        #expect(count() == 1)
        bench.server.stop()
        defer { bench.loop.stop() }
        #expect(try bench.send(Bench.line(2, rest: #""attempts":1"#)).code == "upstream.unreachable")
        #expect(bench.value("proctor_upstream_retries_total") == 0)
    }

    @Test("no attempt at all is no request", arguments: ["0", "-1", "1.5", "\"1\"", "[]"])
    func noAttempt(attempts: String) throws {
        let (bench, count) = try bench([Self.answer(200)])
        defer { bench.stop() }
        #expect(try bench.send(Bench.line(rest: "\"attempts\":\(attempts)")).code == "service.bad_request")
        #expect(count() == 0)
    }

    @Test("a method that is not repeated is, when the server says when to come again")
    func retryAfter() throws {
        let (bench, count) = try bench([Self.answer(503, "Retry-After: 0"), Self.answer(200)])
        defer { bench.stop() }
        #expect(try bench.send(Bench.line(method: "POST")).http == 200)
        #expect(count() == 2)
    }

    @Test("a wait longer than the time that is left is not waited; the answer is given as it is")
    func tooLong() throws {
        let (bench, count) = try bench([Self.answer(429, "Retry-After: 3600"), Self.answer(200)])
        defer { bench.stop() }
        let reply = try bench.send(Bench.line())
        #expect(reply.http == 429)
        #expect(reply.headers.contains(["retry-after", "3600"]))
        #expect(count() == 1)
    }

    @Test("each attempt is signed for its own moment")
    func signedAnew() throws {
        let seen = Guarded([String]())
        let server = try ScriptedServer { connection in
            while let request = try connection.request() {
                let count = seen.withLock { seen in
                    seen.append((request["x-timestamp"] ?? "") + " " + (request["x-signature"] ?? ""))
                    return seen.count
                }
                try connection.answer(count < 2 ? 503 : 200)
            }
        }
        let loop = TransferLoop(name: "test")
        let clock = Atomic<Int64>(100)
        let service = UpstreamService(
            loop: loop, registry: .init(), second: { clock.add(1, ordering: .relaxed).newValue })
        defer {
            loop.stop()
            server.stop()
        }
        var settings = Bench.settings(url: server.url)
        settings.signing = UpstreamSettings.Signing(secret: Secret("s"), canonical: "{timestamp}")
        service.configure([settings], grants: ["p": ["backend"]])
        let answer = service.answer(service: "http.send/1", request: Array(Bench.line().utf8), caller: Bench.caller())
        #expect(Reply(answer).http == 200)
        #expect(Set(seen.withLock { $0 }).count == 2)
    }

    @Test("a server that is not there is tried for every method, and then said to be unreachable")
    func unreachable() throws {
        let bench = try Bench { _ in }
        bench.server.stop()
        defer { bench.loop.stop() }
        let reply = try bench.send(Bench.line(method: "POST"))
        #expect((reply.status, reply.code) == (.retry, "upstream.unreachable"))
        #expect(bench.value("proctor_upstream_retries_total") == 2)
        #expect(bench.counted("unreachable") == 1)
    }

    @Test("the time of one attempt, of all of them and the job's own bound a request", arguments: 0..<4)
    func timeouts(which: Int) throws {
        let bench = try Bench({
            $0.retry.attempts = 1
            if which == 0 { $0.timeout = .milliseconds(50) }
            if which == 1 { $0.totalTimeout = .milliseconds(50) }
        }) { connection in
            _ = try connection.request()
            connection.waitForEnd()
        }
        defer { bench.stop() }
        let deadline = which == 2 ? MonotonicClock.now() + 50_000_000 : 0
        let reply = try bench.send(
            Bench.line(rest: which == 3 ? #""timeout_ms":50"# : ""), caller: Bench.caller(deadline: deadline))
        #expect((reply.status, reply.code) == (.retry, "upstream.timeout"))
    }
}
