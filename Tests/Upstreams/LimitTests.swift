import HostConfiguration
import HostThreads
import ScriptedServer
import Synchronization
import Testing

@testable import HostUpstreams

@Suite("Limits towards upstreams")
struct LimitTests {
    @Test("no more requests at once than allowed, and all of them get their turn in order", arguments: [1, 3])
    func concurrency(places: Int) throws {
        let now = Guarded((current: 0, most: 0, order: [String]()))
        let bench = try Bench({ $0.concurrency = places }) { connection in
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
        #expect(seen.most <= places)
        // Several at once may overtake one another on their own connections.
        if places == 1 { #expect(seen.order == (0..<60).map { "/\($0)" }) }
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
        let bench = try Bench({
            $0.rate = 10
            $0.concurrency = 2_000
            $0.totalTimeout = .seconds(600)
        }) { connection in
            while try connection.request() != nil { try connection.answer(200) }
        }
        defer { bench.stop() }
        let begin = MonotonicClock.now()
        let all = (0..<13).map { bench.begin("http.send/1", Bench.line($0)) }
        for outcome in all { #expect(try outcome.wait().http == 200) }
        // Ten at once, then one each 100 ms.
        #expect(MonotonicClock.now() - begin >= 290_000_000)
        // These take all places of the next two minutes.
        for number in 13..<1_213 { _ = bench.begin("http.send/1", Bench.line(number, rest: #""timeout_ms":600000"#)) }
        let late = try bench.send(Bench.line(rest: #""timeout_ms":10000"#))
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
        let refused = try bench.send(Bench.line())
        #expect(refused.code == "upstream.unknown" && refused.message.contains("no upstream backend"))
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

    @Test("who leaves before the rate lets it go leaves its slot to the next")
    func slotGivenBack() throws {
        let bench = try Bench({ $0.rate = 2 }) { connection in
            while try connection.request() != nil { try connection.answer(200) }
        }
        defer { bench.stop() }
        for number in 0..<2 { #expect(try bench.send(Bench.line(number)).http == 200) }
        // Half a second from now.
        let left = (2..<20).map { bench.begin("http.send/1", Bench.line($0)) }
        for number in 2..<20 { _ = try bench.close(number) }
        for outcome in left { #expect(try outcome.wait().code == "upstream.cancelled") }
        // It could not begin within its time behind any of those.
        let next = try bench.send(Bench.line(20, rest: #""timeout_ms":1000"#))
        #expect(next.code != "upstream.busy")
    }

    @Test("a turn that comes at the moment when the wait for it ends is taken")
    func turnAtTheLastMoment() throws {
        let bench = try Bench({
            $0.concurrency = 1
            $0.timeout = .milliseconds(200)
        }) { connection in
            while let request = try connection.request() {
                if request.target == "/first" { return connection.waitForEnd() }
                try connection.answer(200)
            }
        }
        defer { bench.stop() }
        let second = Outcome<Outcome<Reply>>()
        let isAsked = bench.loop.run {
            _ = bench.begin("http.send/1", Bench.line(1, path: "/first"))
            second.set(bench.begin("http.send/1", Bench.line(2, path: "/second")))
            _ = bench.loop.run {
                // Together with the second's wait, before the loop looks at its clock: the place is given too late.
                _ = bench.loop.run { _ = Gate().wait(.milliseconds(250)) }
                _ = bench.begin("http.close/1", "{\"exchange\":1}")
            }
        }
        #expect(isAsked)
        #expect(try second.wait().wait().http == 200)
    }

    @Test("what is under way to an upstream's old address does not speak for the new one")
    func gaugesOfOldAddress() throws {
        let arrived = Gate()
        let goes = Gate()
        let bench = try Bench { connection in
            while let request = try connection.request() {
                if request.target == "/old" {
                    arrived.open()
                    goes.wait()
                } else {
                    connection.waitForEnd()
                }
                try connection.answer(200)
            }
        }
        defer { bench.stop() }
        let old = bench.begin("http.send/1", Bench.line(1, path: "/old"))
        #expect(arrived.wait(.seconds(20)))
        bench.configure { $0 = Bench.settings(url: $0.url + "/new") }
        _ = bench.begin("http.send/1", Bench.line(2))
        // In the order of asking: the second is under way now.
        #expect(try bench.close(3).status == .ok)
        #expect(bench.value("proctor_upstream_in_flight") == 1)
        goes.open()
        #expect(try old.wait().http == 200)
        #expect(bench.value("proctor_upstream_in_flight") == 1)
    }
}
