import HostConfiguration
import HostThreads
import ScriptedServer
import Synchronization
import Testing

@testable import HostUpstreams

@Suite("Limits towards upstreams")
struct LimitTests {
    @Test("no more requests at once than allowed, and all of them get their turn in order")
    func concurrency() throws {
        let now = Guarded((current: 0, most: 0, order: [String]()))
        let bench = try Bench({ $0.concurrency = 3 }) { connection in
            while let request = try connection.request() {
                now.withLock {
                    $0.current += 1
                    $0.most = max($0.most, $0.current)
                    $0.order.append(request.target)
                }
                _ = Gate().wait(.milliseconds(2))
                now.withLock { $0.current -= 1 }
                try connection.answer(200)
            }
        }
        defer { bench.stop() }
        let all = (0..<60).map { bench.begin("http.send/1", Bench.line($0, path: "/\($0)")) }
        for outcome in all { #expect(try outcome.wait().http == 200) }
        let seen = now.withLock { $0 }
        #expect(seen.most <= 3)
        // Three at once may overtake one another on their own connections, not more.
        for (place, target) in seen.order.enumerated() {
            #expect(abs((Int(target.dropFirst()) ?? -1) - place) <= 3)
        }
    }

    @Test("a waiting list that is full, or a turn that does not come in time, is busy")
    func busy() throws {
        let bench = try Bench({
            $0.concurrency = 1
            $0.timeout = .milliseconds(100)
            $0.retry.attempts = 1
        }) { connection in
            while try connection.request() != nil { connection.waitForEnd() }
        }
        defer { bench.stop() }
        let all = (0..<(UpstreamLimits.lineLimit + 2)).map { bench.begin("http.send/1", Bench.line($0)) }
        let last = try all[all.count - 1].wait()
        #expect((last.status, last.code) == (.retry, "upstream.busy"))
        #expect(try all[0].wait().code == "upstream.timeout")
        #expect(bench.counted("busy") >= 1)
        for outcome in all { #expect(try outcome.wait().status == .retry) }
    }

    @Test("after so many failures nothing is sent; one request tries, and its success opens the way again")
    func breaker() throws {
        let isWell = Atomic<Bool>(false)
        let count = Atomic<Int>(0)
        let bench = try Bench({
            $0.retry.attempts = 1
            $0.breaker.failures = 3
            $0.breaker.pause = .milliseconds(100)
        }) { connection in
            while try connection.request() != nil {
                count.add(1, ordering: .relaxed)
                try connection.answer(isWell.load(ordering: .relaxed) ? 200 : 500)
            }
        }
        defer { bench.stop() }
        for _ in 0..<3 { #expect(try bench.send(Bench.line()).http == 500) }
        let refused = try bench.send(Bench.line())
        #expect((refused.status, refused.code) == (.retry, "upstream.circuit_open"))
        #expect(count.load(ordering: .relaxed) == 3)
        #expect(bench.value("proctor_upstream_circuit_open") == 1)
        isWell.store(true, ordering: .relaxed)
        let pause = Gate()
        bench.loop.after(.milliseconds(110)) { pause.open() }
        pause.wait()
        #expect(try bench.send(Bench.line()).http == 200)
        #expect(try bench.send(Bench.line()).http == 200)
        #expect(bench.value("proctor_upstream_circuit_open") == 0)
    }

    @Test("no more requests in a second than allowed; what cannot come in time is busy")
    func rate() throws {
        let bench = try Bench({ $0.rate = 10 }) { connection in
            while try connection.request() != nil { try connection.answer(200) }
        }
        defer { bench.stop() }
        let begin = MonotonicClock.now()
        let all = (0..<13).map { bench.begin("http.send/1", Bench.line($0)) }
        for outcome in all { #expect(try outcome.wait().http == 200) }
        // Ten at once, then one each 100 ms.
        #expect(MonotonicClock.now() - begin >= 290_000_000)
        let late = try bench.send(Bench.line(rest: #""timeout_ms":10"#))
        #expect(late.code == "upstream.busy")
    }

    @Test("a changed configuration holds for the next request; a removed upstream is unknown")
    func configure() throws {
        let bench = try Bench { connection in
            while let request = try connection.request() { try connection.answer(200, request["x-own"] ?? "") }
        }
        defer { bench.stop() }
        #expect(try bench.send(Bench.line()).body == "")
        bench.configure { $0.headers = [.init(name: "X-Own", value: Secret("new"))] }
        #expect(try bench.send(Bench.line()).body == "new")
        bench.service.configure([], grants: [:])
        #expect(try bench.send(Bench.line()).code == "upstream.unknown")
    }

    @Test("1,000 plugins at once are all answered")
    func thousand() throws {
        let bench = try Bench({ $0.concurrency = 1_000 }) { connection in
            while let request = try connection.request() { try connection.answer(200, request.target) }
        }
        defer { bench.stop() }
        let all = (0..<1_000).map { bench.begin("http.send/1", Bench.line($0, path: "/\($0)")) }
        for (number, outcome) in all.enumerated() { #expect(try outcome.wait(.seconds(60)).body == "/\(number)") }
        #expect(bench.value("proctor_upstream_in_flight") == 0)
    }
}
