import HostConfiguration
import HostRedis
import HostThreads
import RedisPeer
import Testing

@Suite struct RedisClientTests {
    @Test("commands carry any bytes, and replies of all kinds come back")
    func commands() throws {
        let server = try RedisServer()
        let fixture = ClientFixture(port: server.port)
        let bytes = (0...255).map { UInt8($0) } + Array("\r\nFLUSHALL\r\n".utf8)
        var set = RedisCommand("SET", "k\r\nDEL")
        set.add(bytes)
        #expect(try fixture.ask(set) == .text("OK"))
        #expect(try fixture.ask(RedisCommand("GET", "k\r\nDEL")) == .bytes(bytes))
        #expect(try fixture.ask(RedisCommand("GET", "none")) == .null)
        #expect(try fixture.ask(RedisCommand("INCR", "n")) == .integer(1))
        #expect(try fixture.ask(RedisCommand("RPUSH", "l", "a", "b")).number == 2)
        #expect(try fixture.ask(RedisCommand("LRANGE", "l", "0", "-1")).elements?.compactMap(\.string) == ["a", "b"])
        guard case .server(let error) = fixture.failure("INCR", "l") else { throw Unexpected() }
        #expect(error.code == "WRONGTYPE")
        #expect(try fixture.ask(RedisCommand("CLIENT", "GETNAME")).string == "proctor")
        #expect(fixture.client.hindrance == nil)
    }

    @Test("10,000 commands in one go get each its own reply")
    func pipeline() throws {
        let server = try RedisServer()
        let fixture = ClientFixture(port: server.port)
        let wrong = Guarded(0)
        let left = Guarded(10_000)
        let done = Gate()
        for number in 0..<10_000 {
            fixture.client.send(RedisCommand("ECHO", "reply \(number)")) { result in
                if (try? result.get().string) != "reply \(number)" { wrong.withLock { $0 += 1 } }
                let isLast = left.withLock { left in
                    left -= 1
                    return left == 0
                }
                if isLast { done.open() }
            }
        }
        #expect(done.wait(.seconds(30)))
        #expect(wrong.withLock { $0 } == 0)
    }

    @Test("commands of many threads at once get each its own reply")
    func threads() throws {
        let server = try RedisServer()
        let fixture = ClientFixture(port: server.port)
        let wrong = Guarded(0)
        let threads = (0..<8).compactMap { thread in
            HostThread.start(name: "test") {
                for number in 0..<200 {
                    let text = "\(thread)/\(number)"
                    let reply = try? fixture.ask(RedisCommand("ECHO", text))
                    if reply?.string != text { wrong.withLock { $0 += 1 } }
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(threads.count == 8 && wrong.withLock { $0 } == 0)
    }

    @Test("a script is sent once, and again when the server has forgotten it")
    func scripts() throws {
        let server = try RedisServer()
        let client = ClientFixture(port: server.port)
        let script = RedisScript("return {KEYS[1], ARGV[1], redis.call('INCR', KEYS[1])}")
        func run(_ argument: String) throws -> [RedisValue]? {
            try client.client.ask(script, keys: ["k"], arguments: RedisCommand(argument)).elements
        }
        #expect(try run("a") == [.bytes([0x6B]), .bytes([0x61]), .integer(1)])
        #expect(try run("b") == [.bytes([0x6B]), .bytes([0x62]), .integer(2)])
        _ = try client.ask(RedisCommand("SCRIPT", "FLUSH"))
        #expect(try run("c") == [.bytes([0x6B]), .bytes([0x63]), .integer(3)])
    }

    @Test("a blocking command on a client of its own holds nobody else up")
    func blocking() throws {
        let server = try RedisServer()
        let fixture = ClientFixture(port: server.port)
        var settings = RedisSettings(place: .server(.init(host: "127.0.0.1", port: server.port)))
        settings.name = "blocked"
        // Idle connections are tried in between; one that blocks is not idle.
        settings.heartbeat = .milliseconds(5)
        let blocked = RedisClient(settings, on: fixture.loop)
        defer { blocked.close() }
        let popped = Guarded<RedisValue?>(nil)
        let done = Gate()
        blocked.send(RedisCommand("BLPOP", "list", "0"), timeout: .seconds(60)) { result in
            popped.withLock { $0 = try? result.get() }
            done.open()
        }
        // The server has it when it says that the client is blocked.
        let isBlocked = try eventually {
            try fixture.ask(RedisCommand("INFO", "clients")).string?.contains("blocked_clients:1") ?? false
        }
        #expect(isBlocked)
        _ = try fixture.ask(RedisCommand("RPUSH", "list", "job"))
        #expect(done.wait(.seconds(30)))
        #expect(popped.withLock { $0 }?.elements?.compactMap(\.string) == ["list", "job"])
    }

    @Test("a command that timed out ends the connection: its late reply is nobody's")
    func timeout() throws {
        let server = try RedisServer()
        let fixture = ClientFixture(port: server.port)
        #expect(try fixture.ask(RedisCommand("PING")).string == "PONG")
        #expect(fixture.failure("BLPOP", "never", "0", timeout: .milliseconds(50)) == .timeout)
        for number in 0..<100 {
            #expect(try fixture.ask(RedisCommand("ECHO", "\(number)")).string == "\(number)")
        }
        #expect(
            fixture.events.withLock { $0 } == [
                .connected(isAgain: false), .lost("the server did not answer in time"), .connected(isAgain: true),
            ])
    }

    @Test("a closed client refuses, and its waiting commands fail")
    func close() throws {
        let server = try RedisServer()
        let fixture = ClientFixture(port: server.port)
        #expect(try fixture.ask(RedisCommand("PING")).string == "PONG")
        let result = Guarded<RedisFailure?>(nil)
        let done = Gate()
        fixture.client.send(RedisCommand("BLPOP", "never", "0")) { answer in
            if case .failure(let failure) = answer { result.withLock { $0 = failure } }
            done.open()
        }
        fixture.client.close()
        fixture.client.close()
        #expect(done.wait(.seconds(30)))
        #expect(result.withLock { $0 } == .closed)
        #expect(fixture.failure("PING") == .closed)
    }

    @Test("ending client and loop leaves no command without its result")
    func end() throws {
        let server = try RedisServer()
        let loop = RedisLoop()
        let client = RedisClient(RedisSettings(place: .server(.init(host: "127.0.0.1", port: server.port))), on: loop)
        #expect(try client.ask(RedisCommand("PING")).string == "PONG")
        server.freeze()
        let left = Guarded(4_000)
        let threads = (0..<4).compactMap { _ in
            HostThread.start(name: "test") {
                for _ in 0..<1_000 {
                    client.send(RedisCommand("PING")) { _ in left.withLock { $0 -= 1 } }
                }
            }
        }
        client.close()
        for thread in threads { thread.join() }
        loop.close()
        #expect(left.withLock { $0 } == 0)
    }

    @Test("a bound on what waits refuses what is too much, and the rest is answered")
    func bound() throws {
        let server = try RedisServer()
        let fixture = ClientFixture(port: server.port) { $0.commands = 100 }
        #expect(try fixture.ask(RedisCommand("PING")).string == "PONG")
        server.freeze()
        let counts = Guarded((ok: 0, busy: 0))
        for _ in 0..<150 {
            fixture.client.send(RedisCommand("PING")) { result in
                counts.withLock { counts in
                    switch result {
                    case .success: counts.ok += 1
                    case .failure(.busy): counts.busy += 1
                    case .failure: break
                    }
                }
            }
        }
        #expect(eventually { counts.withLock { $0.busy } == 50 })
        server.thaw()
        #expect(eventually { counts.withLock { $0.ok } == 100 })
    }
}

struct Unexpected: Error {}
