import HostRedis
import HostThreads
import RedisPeer
import Testing

@Suite struct RedisOutageTests {
    /// What became of many commands.
    private struct Counts {
        var right = 0
        var wrong = 0
        var failed = 0
    }

    @Test("a server killed and started again under load: every reply belongs to its command")
    func killed() throws {
        let server = try RedisServer()
        let fixture = ClientFixture(port: server.port)
        #expect(try fixture.ask(RedisCommand("PING")).string == "PONG")
        let counts = Guarded(Counts())
        let isOver = Guarded(false)
        let threads = (0..<4).compactMap { thread in
            HostThread.start(name: "test") {
                var number = 0
                while !isOver.withLock({ $0 }) {
                    // Many on their way at once, of which the last is waited for.
                    let sent = (0..<50).map { "\(thread)/\(number)/\($0)" }
                    number += 1
                    let left = Guarded(sent.count)
                    let done = Gate()
                    for text in sent {
                        fixture.client.send(RedisCommand("ECHO", text)) { result in
                            counts.withLock { counts in
                                switch result {
                                case .success(let reply) where reply.string == text: counts.right += 1
                                case .success: counts.wrong += 1
                                case .failure: counts.failed += 1
                                }
                            }
                            let isLast = left.withLock { left in
                                left -= 1
                                return left == 0
                            }
                            if isLast { done.open() }
                        }
                    }
                    done.wait()
                    // Where all fail at once the test would only heat the machine.
                    if fixture.client.hindrance != nil { _ = Gate().wait(.milliseconds(1)) }
                }
            }
        }
        for _ in 0..<5 {
            let before = counts.withLock { $0.right }
            #expect(eventually { counts.withLock { $0.right } > before + 500 })
            server.kill()
            try server.restart()
            #expect(eventually { fixture.client.hindrance == nil })
        }
        isOver.withLock { $0 = true }
        for thread in threads { thread.join() }
        #expect(counts.withLock { $0.wrong } == 0)
        #expect(counts.withLock { $0.right } > 2_500)
        let again = fixture.events.withLock { $0.filter { $0 == .connected(isAgain: true) }.count }
        #expect(again == 5)
    }

    @Test("while the server is away commands fail at once, and work again when it is back")
    func away() throws {
        let server = try RedisServer()
        let fixture = ClientFixture(port: server.port) { $0.grace = .milliseconds(50) }
        #expect(try fixture.ask(RedisCommand("PING")).string == "PONG")
        server.kill()
        #expect(eventually { fixture.client.hindrance?.contains("cannot be used: ") ?? false })
        let isRefused = eventually {
            let start = MonotonicClock.now()
            let failure = fixture.failure("PING")
            guard case .unreachable = failure else { return false }
            return MonotonicClock.now() &- start < 20_000_000
        }
        #expect(isRefused)
        try server.restart()
        #expect(eventually(seconds: 5) { fixture.failure("PING") == nil })
        #expect(fixture.client.hindrance == nil)
    }

    @Test("a server that was not there at the start is found when it comes")
    func late() throws {
        let server = try RedisServer()
        server.kill()
        let fixture = ClientFixture(port: server.port) { $0.connectTimeout = .milliseconds(50) }
        #expect(eventually { fixture.failure("PING") != nil })
        try server.restart()
        #expect(eventually(seconds: 5) { fixture.failure("PING") == nil })
        let events = fixture.events.withLock { $0 }
        #expect(events.count == 2 && events.last == .connected(isAgain: false), "\(events)")
    }

    @Test("a frozen server: what waits times out once, then it is refused at once, then all works again")
    func frozen() throws {
        let server = try RedisServer()
        let fixture = ClientFixture(port: server.port) {
            $0.timeout = .milliseconds(200)
            $0.connectTimeout = .milliseconds(300)
            $0.grace = .milliseconds(1)
        }
        #expect(eventually { fixture.failure("PING") == nil })
        server.freeze()
        let failures = Guarded<[RedisFailure]>([])
        for _ in 0..<100 {
            fixture.client.send(RedisCommand("PING")) { result in
                if case .failure(let failure) = result { failures.withLock { $0.append(failure) } }
            }
        }
        #expect(eventually { failures.withLock { $0.count } == 100 })
        #expect(failures.withLock { $0.contains(.timeout) })
        #expect(eventually { if case .unreachable = fixture.failure("PING") { true } else { false } })
        server.thaw()
        #expect(eventually(seconds: 5) { fixture.failure("PING") == nil })
        for number in 0..<100 { #expect(try fixture.ask(RedisCommand("ECHO", "\(number)")).string == "\(number)") }
    }

    @Test("a server that became a replica is left with the first write, and used again when it is none any more")
    func demoted() throws {
        let server = try RedisServer()
        let fixture = ClientFixture(port: server.port)
        let direct = ClientFixture(port: server.port)
        #expect(fixture.failure("SET", "k", "1") == nil)
        #expect(try direct.ask(RedisCommand("REPLICAOF", "127.0.0.1", "1")).string == "OK")
        let reason = "the server is a replica and takes no writes"
        #expect(fixture.failure("SET", "k", "2") == .unreachable(reason))
        #expect(eventually { fixture.events.withLock { $0.contains(.lost(reason)) } })
        #expect(try direct.ask(RedisCommand("REPLICAOF", "NO", "ONE")).string == "OK")
        #expect(eventually { fixture.failure("SET", "k", "3") == nil })
        #expect(try fixture.ask(RedisCommand("GET", "k")).string == "3")
    }

    @Test("what speaks another protocol is no Redis, and nothing is believed of it")
    func otherProtocol() throws {
        let certificates = try PeerCertificates()
        var options = RedisServer.Options()
        options.certificates = certificates
        let server = try RedisServer(options)
        let fixture = ClientFixture(port: server.port) { $0.connectTimeout = .seconds(1) }
        #expect(eventually { if case .unreachable = fixture.failure("PING") { true } else { false } })
    }

    @Test("an idle connection to a server that froze is found dead before it is needed")
    func idle() throws {
        let server = try RedisServer()
        let fixture = ClientFixture(port: server.port) {
            $0.timeout = .milliseconds(200)
            $0.heartbeat = .milliseconds(50)
        }
        #expect(eventually { fixture.client.hindrance == nil })
        server.freeze()
        #expect(eventually { fixture.client.hindrance != nil })
        server.thaw()
        #expect(eventually { fixture.client.hindrance == nil })
    }
}
