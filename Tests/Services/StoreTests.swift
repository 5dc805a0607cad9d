import GRDB
import HostDatabase
import HostDispatch
import HostEmbeddedServices
import Synchronization
import Testing

@Suite struct StoreTests {
    @Test("a value is kept, read, replaced and deleted, by each processor for itself")
    func life() throws {
        let bench = try Workbench()
        let store = bench.store
        #expect(store.ask("store.get/1", #"{"key":"k"}"#) == "{}")
        #expect(store.ask("store.put/1", #"{"key":"k","value":"YQ=="}"#) == "{}")
        #expect(store.ask("store.get/1", #"{"key":"k"}"#) == #"{"value":"YQ=="}"#)
        #expect(store.ask("store.get/1", #"{"key":"k"}"#, caller("other")) == "{}")
        #expect(store.ask("store.put/1", #"{"key":"k","value":""}"#) == "{}")
        #expect(store.ask("store.get/1", #"{"key":"k"}"#) == #"{"value":""}"#)
        #expect(store.ask("store.delete/1", #"{"key":"k"}"#, caller("other")) == #"{"deleted":false}"#)
        #expect(store.ask("store.delete/1", #"{"key":"k"}"#) == #"{"deleted":true}"#)
        #expect(store.ask("store.delete/1", #"{"key":"k"}"#) == #"{"deleted":false}"#)
        #expect(store.ask("store.rename/1", #"{"key":"k"}"#) == "unsupported service.unsupported")
    }

    @Test("a value is gone when its time has passed, for every request, and then swept")
    func lifetime() throws {
        let bench = try Workbench()
        let store = bench.store
        for key in ["a", "b", "c", "d"] {
            _ = store.ask("store.put/1", #"{"key":"\#(key)","value":"YQ==","ttl_ms":1000}"#)
        }
        _ = store.ask("store.put/1", #"{"key":"stays","value":"YQ=="}"#)
        bench.pass(999)
        #expect(store.ask("store.get/1", #"{"key":"a"}"#) == #"{"value":"YQ=="}"#)
        bench.pass(1)
        #expect(store.ask("store.get/1", #"{"key":"a"}"#) == "{}")
        #expect(store.ask("store.delete/1", #"{"key":"a"}"#) == #"{"deleted":false}"#)
        #expect(store.ask("store.list/1", #"{"prefix":""}"#) == #"{"entries":[{"key":"stays"}]}"#)
        #expect(
            store.ask("store.swap/1", #"{"key":"b","old":null,"new":"Yg=="}"#) == #"{"swapped":true,"value":"Yg=="}"#)
        let check = #"{"checks":[{"key":"c","value":null}],"writes":[]}"#
        #expect(store.ask("store.transact/1", check) == #"{"committed":true}"#)
        #expect(try bench.rows("store_entries") == 4)
        #expect(try store.sweep(now: bench.clock.now()) == 2)
        #expect(try store.sweep(now: bench.clock.now()) == 0)
        #expect(try bench.rows("store_entries") == 2)
        // A put without a time takes it away.
        _ = store.ask("store.put/1", #"{"key":"e","value":"YQ==","ttl_ms":5}"#)
        _ = store.ask("store.put/1", #"{"key":"e","value":"YQ=="}"#)
        bench.pass(10)
        #expect(store.ask("store.get/1", #"{"key":"e"}"#) == #"{"value":"YQ=="}"#)
    }

    @Test("a sweep removes a bounded number at once")
    func sweepBound() throws {
        let bench = try Workbench()
        try bench.database.write { db in
            for number in 0..<1_500 {
                try db.execute(
                    sql: "INSERT INTO store_entries VALUES ('p', ?, x'00', 1, NULL, NULL, 0)", arguments: ["\(number)"])
            }
        }
        #expect(try bench.store.sweep(now: 1) == 1_000)
        #expect(try bench.store.sweep(now: 1) == 500)
        #expect(try bench.store.sweep(now: 1) == 0)
    }

    @Test("a swap happens only when the value is the expected one, and says what there is now")
    func swap() throws {
        let store = try Workbench().store
        func swap(_ old: String, _ new: String) -> String {
            store.ask("store.swap/1", #"{"key":"k","old":\#(old),"new":\#(new)}"#)
        }
        #expect(swap(#""YQ==""#, #""Yg==""#) == #"{"swapped":false}"#)
        #expect(swap("null", "null") == #"{"swapped":true}"#)
        #expect(swap("null", #""YQ==""#) == #"{"swapped":true,"value":"YQ=="}"#)
        #expect(swap("null", #""Yg==""#) == #"{"swapped":false,"value":"YQ=="}"#)
        #expect(swap(#""YQ==""#, #""Yg==""#) == #"{"swapped":true,"value":"Yg=="}"#)
        #expect(swap(#""Yg==""#, "null") == #"{"swapped":true}"#)
        #expect(store.ask("store.get/1", #"{"key":"k"}"#) == "{}")
        #expect(store.ask("store.swap/1", #"{"key":"k","new":"YQ=="}"#) == "reject service.bad_request")
    }

    @Test("of eight threads that swap the same value one wins, in every round")
    func contention() throws {
        let bench = try Workbench()
        let wins = Mutex<[Int: Int]>([:])
        let rounds = 40
        onThreads(8) { thread in
            for round in 0..<rounds {
                let old = round == 0 ? "null" : quoted(base64("round \(round - 1)"))
                let request = #"{"key":"k","old":\#(old),"new":"\#(base64("round \(round)"))"}"#
                if bench.store.ask("store.swap/1", request).contains(#""swapped":true"#) {
                    wins.withLock { $0[round, default: 0] += 1 }
                }
                // The next round can only be won once this one has been.
                while wins.withLock({ $0[round] }) == nil {}
            }
        }
        #expect(wins.withLock { $0 } == Dictionary(uniqueKeysWithValues: (0..<rounds).map { ($0, 1) }))
    }

    @Test("a list is in the order of the keys' bytes, in pages, below a prefix")
    func list() throws {
        let store = try Workbench().store
        for key in ["b/2", "b/10", "b/1", "a", "c", "b/é", "b/Z", "b%", "b_"] {
            _ = store.ask("store.put/1", #"{"key":"\#(key)","value":"YQ=="}"#)
        }
        #expect(
            store.ask("store.list/1", #"{"prefix":"b/"}"#)
                == #"{"entries":[{"key":"b/1"},{"key":"b/10"},{"key":"b/2"},{"key":"b/Z"},{"key":"b/é"}]}"#)
        #expect(
            store.ask("store.list/1", #"{"prefix":"b/","limit":2,"values":true}"#)
                == #"{"entries":[{"key":"b/1","value":"YQ=="},{"key":"b/10","value":"YQ=="}],"next":"b/10"}"#)
        #expect(
            store.ask("store.list/1", #"{"prefix":"b/","limit":3,"after":"b/10"}"#)
                == #"{"entries":[{"key":"b/2"},{"key":"b/Z"},{"key":"b/é"}]}"#)
        #expect(store.ask("store.list/1", #"{"prefix":"x"}"#) == #"{"entries":[]}"#)
        #expect(store.ask("store.list/1", #"{"prefix":"","after":"c"}"#) == #"{"entries":[]}"#)
        #expect(store.ask("store.list/1", #"{"prefix":"","limit":0}"#) == "reject service.bad_request")
        #expect(store.ask("store.list/1", #"{"prefix":"","limit":1001}"#) == "reject service.bad_request")
        #expect(store.ask("store.list/1", "{}") == "reject service.bad_request")
    }

    @Test("a page with large values ends before it is too large to be held")
    func largePage() throws {
        let store = try Workbench().store
        let value = base64(String(repeating: "x", count: 1 << 20))
        for key in 0..<6 { _ = store.ask("store.put/1", #"{"key":"\#(key)","value":"\#(value)"}"#) }
        let first = store.ask("store.list/1", #"{"prefix":"","values":true}"#)
        #expect(first.hasSuffix(#""next":"3"}"#))
        let second = store.ask("store.list/1", #"{"prefix":"","values":true,"after":"3"}"#)
        #expect(second.contains(#""key":"5""#) && !second.contains("next"))
    }

    @Test("a transaction does all or nothing")
    func transact() throws {
        let bench = try Workbench()
        let store = bench.store
        _ = store.ask("store.put/1", #"{"key":"a","value":"MQ=="}"#)
        let failing = """
            {"checks":[{"key":"a","value":"MQ=="},{"key":"b","value":"MQ=="}],
             "writes":[{"key":"a","value":"Mg=="},{"key":"b","value":"Mg=="}]}
            """
        #expect(store.ask("store.transact/1", failing) == #"{"committed":false}"#)
        let all = #"{"prefix":"","values":true}"#
        #expect(store.ask("store.list/1", all) == #"{"entries":[{"key":"a","value":"MQ=="}]}"#)
        let holding = """
            {"checks":[{"key":"a","value":"MQ=="},{"key":"b","value":null}],
             "writes":[{"key":"a","value":null},{"key":"b","value":"Mg==","ttl_ms":10},{"key":"b2","value":"Mw=="}]}
            """
        #expect(store.ask("store.transact/1", holding) == #"{"committed":true}"#)
        #expect(store.ask("store.list/1", #"{"prefix":""}"#) == #"{"entries":[{"key":"b"},{"key":"b2"}]}"#)
        bench.pass(10)
        #expect(store.ask("store.list/1", #"{"prefix":""}"#) == #"{"entries":[{"key":"b2"}]}"#)
        // A write that is refused refuses all of them.
        let wrong = #"{"writes":[{"key":"c","value":"Mg=="},{"key":"","value":"Mg=="}]}"#
        #expect(store.ask("store.transact/1", wrong) == "reject store.key_invalid")
        #expect(store.ask("store.get/1", #"{"key":"c"}"#) == "{}")
    }

    @Test("transactions of eight threads on the same two keys keep their sum")
    func transactContention() throws {
        let bench = try Workbench()
        _ = bench.store.ask("store.put/1", #"{"key":"a","value":"\#(base64("1000"))"}"#)
        _ = bench.store.ask("store.put/1", #"{"key":"b","value":"\#(base64("0"))"}"#)
        @Sendable func number(_ key: String) throws -> Int {
            let stored = try bench.database.read { db in
                try String.fetchOne(
                    db, sql: "SELECT CAST(value AS TEXT) FROM store_entries WHERE key = ?", arguments: [key])
            }
            return stored.flatMap { Int($0) } ?? -1
        }
        onThreads(8) { _ in
            var moved = 0
            while moved < 20 {
                guard let a = try? number("a"), let b = try? number("b") else { return }
                let request = """
                    {"checks":[{"key":"a","value":"\(base64("\(a)"))"},{"key":"b","value":"\(base64("\(b)"))"}],
                     "writes":[{"key":"a","value":"\(base64("\(a - 1)"))"},{"key":"b","value":"\(base64("\(b + 1)"))"}]}
                    """
                if bench.store.ask("store.transact/1", request) == #"{"committed":true}"# { moved += 1 }
            }
        }
        #expect(try number("a") == 840 && number("b") == 160)
    }

    @Test("keys of other forms are other keys, whatever they look like")
    func keys() throws {
        let store = try Workbench().store
        let composed = "caf\u{e9}"
        let decomposed = "cafe\u{301}"
        let keys = [
            "../../etc/passwd", "/abs", "a b", "'; DROP TABLE store_entries; --", composed, decomposed, "%", "*", "\\",
            String(repeating: "k", count: 512), "😀",
        ]
        for (index, key) in keys.enumerated() {
            #expect(store.ask("store.put/1", #"{"key":\#(quoted(key)),"value":"\#(base64("\(index)"))"}"#) == "{}")
        }
        for (index, key) in keys.enumerated() {
            #expect(
                store.ask("store.get/1", #"{"key":\#(quoted(key))}"#) == #"{"value":"\#(base64("\(index)"))"}"#,
                "\(key)")
        }
        let wrong = [
            "", "a\u{0}b", "a\nb", "a\u{7f}", "a\u{85}b", String(repeating: "k", count: 513),
            String(repeating: "é", count: 257),
        ]
        for key in wrong {
            #expect(store.ask("store.get/1", #"{"key":\#(quoted(key))}"#) == "reject store.key_invalid")
            #expect(store.ask("store.put/1", #"{"key":\#(quoted(key)),"value":""}"#) == "reject store.key_invalid")
        }
    }

    @Test("a value of 1 MiB is kept and a larger one refused")
    func largeValue() throws {
        let store = try Workbench().store
        let value = String(repeating: "x", count: 1 << 20)
        #expect(store.ask("store.put/1", #"{"key":"k","value":"\#(base64(value))"}"#) == "{}")
        #expect(store.ask("store.get/1", #"{"key":"k"}"#) == #"{"value":"\#(base64(value))"}"#)
        let refused = store.ask("store.put/1", #"{"key":"k","value":"\#(base64(value + "x"))"}"#)
        #expect(refused == "reject store.value_too_large")
        let huge = store.ask("store.put/1", [UInt8](repeating: 0x20, count: 17 << 20))
        #expect(huge == "reject service.bad_request")
    }

    @Test("a purge removes what belongs to a tenant or is about a person, of all processors")
    func purge() throws {
        let bench = try Workbench()
        let store = bench.store
        let put = { (key: String, more: String, caller: ServiceCaller) in
            _ = store.ask("store.put/1", #"{"key":"\#(key)","value":"YQ=="\#(more)}"#, caller)
        }
        put("1", "", caller("p", tenant: "seoul", subject: "kim"))
        put("2", #","subject":"lee""#, caller("q", tenant: "seoul", subject: "kim"))
        put("3", "", caller("p", tenant: "busan", subject: "kim"))
        put("4", "", caller("p"))
        #expect(try store.purge(subject: "lee") == 1)
        #expect(try store.purge(subject: "lee") == 0)
        #expect(try store.purge(tenant: "seoul") == 1)
        #expect(store.ask("store.list/1", #"{"prefix":""}"#, caller("p")) == #"{"entries":[{"key":"3"},{"key":"4"}]}"#)
        #expect(try store.purge(subject: "kim") == 1 && bench.rows("store_entries") == 1)
    }

    @Test("a full disk and one that is read-only mean: again later, and nothing is lost")
    func storage() throws {
        let bench = try Workbench()
        let store = bench.store
        _ = store.ask("store.put/1", #"{"key":"a","value":"YQ=="}"#)
        try bench.limitGrowth(pages: 2)
        let large = #"{"key":"b","value":"\#(base64(String(repeating: "x", count: 100_000)))"}"#
        #expect(store.ask("store.put/1", large) == "retry store.full")
        #expect(store.ask("store.get/1", #"{"key":"a"}"#) == #"{"value":"YQ=="}"#)
        try bench.limitGrowth(pages: 1_000)
        #expect(store.ask("store.put/1", large) == "{}")
        bench.database.close()
        #expect(store.ask("store.put/1", large) == "retry store.closed")
        #expect(store.ask("store.get/1", #"{"key":"a"}"#) == "retry store.closed")
    }
}
