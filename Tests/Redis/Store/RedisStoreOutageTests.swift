import HostDispatch
import HostObservability
import HostThreads
import RedisPeer
import Testing

@Suite struct RedisStoreOutageTests {
    private static let get = #"{"key":"k"}"#
    private static let unreachable = #"retry {"code":"store.unreachable""#

    @Test("while Redis is away every request is refused at once; it recovers by itself, and that is counted")
    func away() throws {
        var options = RedisServer.Options()
        options.isDurable = true
        let fixture = try StoreFixture(options)
        let store = fixture
        #expect(store.ask("store.put/1", #"{"key":"k","value":"eA=="}"#) == "{}")
        #expect(store.store.hindrance == nil)
        fixture.server.kill()
        #expect(eventually { store.ask("store.get/1", Self.get).hasPrefix(Self.unreachable) })
        // The grace behind a loss is over when one request is refused; then no request waits.
        let start = MonotonicClock.now()
        for _ in 0..<100 { #expect(store.ask("store.get/1", Self.get).hasPrefix(Self.unreachable)) }
        #expect(MonotonicClock.now() &- start < 2_000_000_000)
        #expect(store.store.hindrance != nil)
        try fixture.server.restart()
        #expect(eventually(seconds: 5) { store.ask("store.get/1", Self.get) == #"{"value":"eA=="}"# })
        #expect(store.store.hindrance == nil)
        #expect(fixture.registry.value(MetricSeries("proctor_redis_reconnects_total", ["use": "store"])) == 1)
    }

    @Test("a frozen Redis costs one time-out, then refusals at once, and then it works again")
    func frozen() throws {
        let fixture = try StoreFixture { $0.timeout = .milliseconds(300) }
        let store = fixture
        #expect(eventually { store.ask("store.put/1", #"{"key":"k","value":"eA=="}"#) == "{}" })
        fixture.server.freeze()
        #expect(store.ask("store.get/1", Self.get).hasPrefix(#"retry {"code":"store.timeout""#))
        #expect(eventually { store.ask("store.get/1", Self.get).hasPrefix(Self.unreachable) })
        fixture.server.thaw()
        #expect(eventually(seconds: 5) { store.ask("store.get/1", Self.get) == #"{"value":"eA=="}"# })
    }

    @Test("no request holds the asking thread up, and each is answered once")
    func asynchronous() throws {
        let fixture = try StoreFixture()
        #expect(fixture.ask("store.put/1", #"{"key":"k","value":"eA=="}"#) == "{}")
        fixture.server.freeze()
        let answers = Guarded<[ServiceAnswer]>([])
        let requests = [
            ("store.get/1", Self.get), ("store.put/1", #"{"key":"l","value":"eA=="}"#), ("store.get/1", "{"),
            ("store.list/1", #"{"prefix":""}"#), ("store.delete/1", Self.get),
        ]
        for (service, request) in requests {
            let isBegun = fixture.store.begin(
                service: service, request: Array(request.utf8), caller: caller()
            ) { answer in answers.withLock { $0.append(answer) } }
            #expect(isBegun)
        }
        // What is refused without asking the server is answered already; nothing else can be.
        #expect(answers.withLock { $0.map(\.status) } == [.reject])
        fixture.server.thaw()
        #expect(eventually { answers.withLock { $0.count } == requests.count })
        #expect(answers.withLock { $0.dropFirst().allSatisfy { $0.status == .ok } })
        #expect(!fixture.store.begin(service: "blobs.get/1", request: [], caller: caller()) { _ in })
    }

    @Test("what was confirmed is there after Redis was killed and started again under load")
    func killed() throws {
        var options = RedisServer.Options()
        options.isDurable = true
        let fixture = try StoreFixture(options)
        let store = fixture
        let confirmed = Guarded(0)
        let isOver = Guarded(false)
        let threads = (0..<4).compactMap { thread in
            HostThread.start(name: "test") {
                var number = 0
                while !isOver.withLock({ $0 }) {
                    number += 1
                    let request = #"{"key":"\#(thread)/\#(number)","old":null,"new":"eA=="}"#
                    if store.ask("store.swap/1", request).contains(#""swapped":true"#) {
                        confirmed.withLock { $0 += 1 }
                    }
                }
            }
        }
        for _ in 0..<3 {
            let before = confirmed.withLock { $0 }
            #expect(eventually { confirmed.withLock { $0 } > before + 100 })
            fixture.server.kill()
            try fixture.server.restart()
        }
        isOver.withLock { $0 = true }
        for thread in threads { thread.join() }
        // What was confirmed is there; what was not may be.
        #expect(eventually { store.store.hindrance == nil })
        var count = 0
        var place: String? = ""
        while let after = place {
            let page = store.ask("store.list/1", #"{"prefix":"","limit":1000,"after":"\#(after)"}"#)
            count += page.split(separator: #""key":"#).count - 1
            place = page.split(separator: #""next":""#).dropFirst().first.map { String($0.prefix { $0 != "\"" }) }
        }
        #expect(count >= confirmed.withLock { $0 })
    }
}
