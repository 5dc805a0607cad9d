import HostConfiguration
import HostObservability
import HostRedis
import HostRedisStore
import HostThreads
import RedisPeer
import Testing

@Suite struct RedisStoreTests {
    @Test("a value is a plain string of the contract's name, with an expiry of Redis's own")
    func layout() throws {
        let fixture = try StoreFixture()
        let redis = ClientFixture(port: fixture.server.port)
        let put = #"{"key":"omr:demo:1:0","value":"e30=","ttl_ms":86400000}"#
        #expect(fixture.ask("store.put/1", put, caller("grading", tenant: "demo")) == "{}")
        #expect(try redis.ask(RedisCommand("GET", "grading:omr:demo:1:0")).string == "{}")
        let left = try #require(redis.ask(RedisCommand("PTTL", "grading:omr:demo:1:0")).number)
        #expect((86_300_000...86_400_000).contains(left))
    }

    @Test("what another program wrote is read, swapped and deleted; only lists do not have it")
    func foreignValues() throws {
        let fixture = try StoreFixture { $0.prefix = "lumie:" }
        let redis = ClientFixture(port: fixture.server.port)
        for key in ["a", "b", "c"] { _ = try redis.ask(RedisCommand("SET", "lumie:grading:\(key)", "x")) }
        let store = fixture
        #expect(store.ask("store.get/1", #"{"key":"a"}"#) == #"{"value":"eA=="}"#)
        #expect(store.ask("store.list/1", #"{"prefix":""}"#) == #"{"entries":[]}"#)
        #expect(
            store.ask("store.swap/1", #"{"key":"a","old":"eA==","new":"eQ=="}"#) == #"{"swapped":true,"value":"eQ=="}"#)
        #expect(store.ask("store.delete/1", #"{"key":"b"}"#) == #"{"deleted":true}"#)
        #expect(store.ask("store.list/1", #"{"prefix":""}"#) == #"{"entries":[{"key":"a"}]}"#)
        #expect(try redis.ask(RedisCommand("GET", "lumie:grading:a")).string == "y")
    }

    @Test("what another program deleted is in no list, and no trace of it stays")
    func foreignDeletion() throws {
        let fixture = try StoreFixture()
        let redis = ClientFixture(port: fixture.server.port)
        let kim = caller("grading", tenant: "seoul", subject: "kim")
        #expect(fixture.ask("store.put/1", #"{"key":"k","value":"eA==","ttl_ms":60000}"#, kim) == "{}")
        _ = try redis.ask(RedisCommand("DEL", "grading:k"))
        #expect(fixture.ask("store.list/1", #"{"prefix":""}"#) == #"{"entries":[]}"#)
        #expect(try redis.ask(RedisCommand("DBSIZE")).number == 0)
    }

    @Test("a value that another program wrote again, for longer, outlives the sweep")
    func foreignRenewal() throws {
        let fixture = try StoreFixture()
        let redis = ClientFixture(port: fixture.server.port)
        for key in ["ever", "longer"] {
            #expect(fixture.ask("store.put/1", #"{"key":"\#(key)","value":"eA==","ttl_ms":1}"#) == "{}")
        }
        _ = try redis.ask(RedisCommand("SET", "grading:ever", "y"))
        _ = try redis.ask(RedisCommand("SET", "grading:longer", "y", "PX", "600000"))
        #expect(try eventually { try fixture.store.sweep(now: 0) == 2 })
        #expect(try fixture.store.sweep(now: 0) == 0)
        #expect(
            fixture.ask("store.list/1", #"{"prefix":""}"#) == #"{"entries":[{"key":"ever"},{"key":"longer"}]}"#)
        #expect(try redis.ask(RedisCommand("ZCARD", ":expiries")).number == 1)
    }

    @Test("nothing is left of what was deleted, purged or swept")
    func noTraces() throws {
        let fixture = try StoreFixture()
        let redis = ClientFixture(port: fixture.server.port)
        let kim = caller("grading", tenant: "seoul", subject: "kim")
        for key in 0..<40 {
            let lifetime = key < 10 ? #","ttl_ms":1"# : #","ttl_ms":60000"#
            #expect(fixture.ask("store.put/1", #"{"key":"\#(key)","value":"eA=="\#(lifetime)}"#, kim) == "{}")
        }
        for key in 10..<20 {
            #expect(fixture.ask("store.delete/1", #"{"key":"\#(key)"}"#) == #"{"deleted":true}"#)
        }
        #expect(fixture.ask("store.delete/1", #"{"key":"0"}"#) == #"{"deleted":false}"#)
        var swept = 0
        #expect(
            try eventually {
                swept += try fixture.store.sweep(now: 0)
                return swept == 9
            })
        #expect(try fixture.store.purge(subject: "kim") == 20)
        #expect(try redis.ask(RedisCommand("DBSIZE")).number == 0)
    }

    @Test("what is no string under a key is refused for good, and changed by a put alone")
    func foreignKinds() throws {
        let fixture = try StoreFixture()
        let redis = ClientFixture(port: fixture.server.port)
        #expect(fixture.ask("store.put/1", #"{"key":"k","value":"eA=="}"#) == "{}")
        _ = try redis.ask(RedisCommand("DEL", "grading:k"))
        _ = try redis.ask(RedisCommand("HSET", "grading:k", "f", "v"))
        #expect(fixture.ask("store.get/1", #"{"key":"k"}"#).hasPrefix(#"reject {"code":"store.foreign""#))
        #expect(
            fixture.ask("store.swap/1", #"{"key":"k","old":null,"new":"eA=="}"#)
                .hasPrefix(#"reject {"code":"store.foreign""#))
        #expect(fixture.ask("store.list/1", #"{"prefix":"","values":true}"#) == #"{"entries":[]}"#)
        #expect(fixture.ask("store.put/1", #"{"key":"k","value":"eA=="}"#) == "{}")
        #expect(fixture.ask("store.get/1", #"{"key":"k"}"#) == #"{"value":"eA=="}"#)
    }

    @Test("a server whose memory is full means: again later; a transaction is then not half made")
    func full() throws {
        let fixture = try StoreFixture()
        let redis = ClientFixture(port: fixture.server.port)
        #expect(fixture.ask("store.put/1", #"{"key":"a","value":"eA=="}"#) == "{}")
        _ = try redis.ask(RedisCommand("CONFIG", "SET", "maxmemory", "1"))
        let refused = #"retry {"code":"store.full""#
        #expect(fixture.ask("store.put/1", #"{"key":"b","value":"eA=="}"#).hasPrefix(refused))
        let writes = #"{"writes":[{"key":"c","value":"eA=="},{"key":"a","value":null}]}"#
        #expect(fixture.ask("store.transact/1", writes).hasPrefix(refused))
        #expect(fixture.ask("store.get/1", #"{"key":"a"}"#) == #"{"value":"eA=="}"#)
        #expect(fixture.ask("store.get/1", #"{"key":"c"}"#) == "{}")
        // Deleting makes room.
        #expect(fixture.ask("store.delete/1", #"{"key":"a"}"#) == #"{"deleted":true}"#)
    }

    @Test("a server that does not know the scripts any more is given them again")
    func forgottenScripts() throws {
        let fixture = try StoreFixture()
        let redis = ClientFixture(port: fixture.server.port)
        for _ in 0..<2 {
            #expect(fixture.ask("store.put/1", #"{"key":"a","value":"eA=="}"#) == "{}")
            #expect(fixture.ask("store.list/1", #"{"prefix":""}"#) == #"{"entries":[{"key":"a"}]}"#)
            _ = try redis.ask(RedisCommand("SCRIPT", "FLUSH"))
        }
    }

    @Test("a list over thousands that are gone comes to those that are there")
    func goneKeys() throws {
        let fixture = try StoreFixture()
        let redis = ClientFixture(port: fixture.server.port)
        var index = RedisCommand("ZADD", ":keys:grading")
        for key in 0..<25_000 { index.add(["0", "gone/\(key)"]) }
        _ = try redis.ask(index)
        #expect(fixture.ask("store.put/1", #"{"key":"there","value":"eA=="}"#) == "{}")
        var keys: [String] = []
        var place: String? = ""
        for _ in 0..<10 {
            guard let after = place else { break }
            let page = fixture.ask("store.list/1", #"{"prefix":"","after":"\#(after)"}"#)
            if page.contains(#""key":"there""#) { keys.append("there") }
            place = page.split(separator: #""next":""#).dropFirst().first.map { String($0.prefix { $0 != "\"" }) }
        }
        #expect(keys == ["there"] && place == nil)
        #expect(try redis.ask(RedisCommand("ZCARD", ":keys:grading")).number == 1)
    }

    @Test("settings of another engine make no Redis store")
    func otherEngine() {
        let settings = RemoteStoreSettings(place: .postgres(ServerURL(host: "h", port: 5_432, database: "d")))
        #expect(RedisStore(settings, registry: MetricRegistry(), log: .silent) == nil)
    }
}
