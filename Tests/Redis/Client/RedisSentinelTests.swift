import HostConfiguration
import HostRedis
import HostThreads
import RedisPeer
import Testing

@Suite struct RedisSentinelTests {
    /// A master, its replica and a sentinel that knows both.
    private struct Group {
        let master: RedisServer
        let replica: RedisServer
        let sentinel: RedisSentinel

        init(password: String? = nil, sentinelPassword: String? = nil) throws {
            var options = RedisServer.Options()
            options.password = password
            master = try RedisServer(options)
            options.replicaOf = master.port
            replica = try RedisServer(options)
            sentinel = try RedisSentinel(port: master.port, password: password, ownPassword: sentinelPassword)
            // A replica that the sentinel has not heard of, or that has no copy yet, cannot take over.
            let direct = ClientFixture(port: master.port) { $0.password = password.map { Secret($0) } }
            let asked = ClientFixture(port: sentinel.port) {
                $0.password = sentinelPassword.map { Secret($0) }
            }
            guard
                try eventually({
                    let copied = try direct.ask(RedisCommand("INFO", "replication")).string ?? ""
                    let known = try asked.ask(RedisCommand("SENTINEL", "REPLICAS", "mymaster")).elements ?? []
                    return copied.contains("state=online") && known.count == 1
                })
            else { throw Unexpected() }
        }
    }

    @Test("the master dies, the replica is promoted, and the client goes on by itself with what was copied")
    func failover() throws {
        let group = try Group(password: "secret", sentinelPassword: "watch")
        // The first sentinel is nobody: the next one is asked.
        let fixture = ClientFixture(master: "mymaster", sentinels: [1, group.sentinel.port]) {
            $0.password = Secret("secret")
            $0.sentinelPassword = Secret("watch")
            $0.connectTimeout = .seconds(5)
        }
        #expect(try fixture.ask(RedisCommand("SET", "k", "before")).string == "OK")
        #expect(try fixture.ask(RedisCommand("WAIT", "1", "5000")).number == 1)
        group.master.kill()
        let start = MonotonicClock.now()
        #expect(eventually { fixture.failure("SET", "k2", "after") == nil })
        #expect(MonotonicClock.now() &- start < 10_000_000_000)
        #expect(try fixture.ask(RedisCommand("GET", "k")).string == "before")
        #expect(try fixture.ask(RedisCommand("ROLE")).elements?.first?.string == "master")
    }

    @Test("a master that changes its part with its replica is left for the other")
    func demoted() throws {
        let group = try Group()
        let fixture = ClientFixture(master: "mymaster", sentinels: [group.sentinel.port])
        #expect(try fixture.ask(RedisCommand("SET", "k", "1")).string == "OK")
        let asked = ClientFixture(port: group.sentinel.port)
        // Refused until the sentinel has heard enough of the replica.
        #expect(eventually { asked.failure("SENTINEL", "FAILOVER", "mymaster") == nil })
        let direct = ClientFixture(port: group.replica.port)
        // The sentinel ends connections on the way.
        #expect(eventually { (try? direct.ask(RedisCommand("ROLE")))?.elements?.first?.string == "master" })
        #expect(
            eventually {
                guard fixture.failure("SET", "k", "2") == nil else { return false }
                return (try? direct.ask(RedisCommand("GET", "k")))?.string == "2"
            })
    }

    @Test("sentinels that know no such master are a hindrance that names it")
    func unknown() throws {
        let server = try RedisServer()
        let sentinel = try RedisSentinel(port: server.port)
        let fixture = ClientFixture(master: "other", sentinels: [sentinel.port]) { $0.connectTimeout = .seconds(1) }
        #expect(fixture.failure("PING") != nil)
        let hindrance =
            "no sentinel answers and knows a master other: 127.0.0.1:\(sentinel.port): it knows no such master"
        #expect(fixture.client.hindrance == hindrance)
    }

    @Test("a frozen sentinel does not keep the next one from being asked")
    func frozenSentinel() throws {
        let server = try RedisServer()
        let (first, second) = (try RedisSentinel(port: server.port), try RedisSentinel(port: server.port))
        first.freeze()
        let fixture = ClientFixture(master: "mymaster", sentinels: [first.port, second.port])
        #expect(eventually { fixture.failure("PING") == nil })
    }
}
