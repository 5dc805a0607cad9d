extension StoreConformance {
    static let valueCases = [
        StoreCase("a value is kept, read, replaced and deleted") { store in
            try expect(store.get("k"), "{}")
            try expect(store.put("k", "a"), "{}")
            try expect(store.get("k"), StoreUnderTest.value("a"))
            try expect(store.put("k", "b"), "{}")
            try expect(store.get("k"), StoreUnderTest.value("b"))
            try expect(store.put("k", ""), "{}")
            try expect(store.get("k"), #"{"value":""}"#)
            try expect(store.ask("store.delete/1", #"{"key":"k"}"#), #"{"deleted":true}"#)
            try expect(store.ask("store.delete/1", #"{"key":"k"}"#), #"{"deleted":false}"#)
            try expect(store.get("k"), "{}")
        },
        StoreCase("each processor has keys of its own") { store in
            let other = store.caller("q")
            try expect(store.put("k", "mine"), "{}")
            try expect(store.get("k", other), "{}")
            try expect(store.ask("store.delete/1", #"{"key":"k"}"#, other), #"{"deleted":false}"#)
            try expect(store.ask("store.list/1", #"{"prefix":""}"#, other), #"{"entries":[]}"#)
            try expect(
                store.ask("store.swap/1", #"{"key":"k","old":null,"new":"YQ=="}"#, other),
                #"{"swapped":true,"value":"YQ=="}"#)
            let check = #"{"checks":[{"key":"k","value":"YQ=="}],"writes":[{"key":"k","value":null}]}"#
            try expect(store.ask("store.transact/1", check, other), #"{"committed":true}"#)
            try expect(store.get("k"), StoreUnderTest.value("mine"))
        },
        StoreCase("what one host wrote the other reads, and deletes") { store in
            let caller = store.caller()
            try expect(store.put("k", "a"), "{}")
            let read = StoreUnderTest.ask(store.other, "store.get/1", Array(#"{"key":"k"}"#.utf8), caller)
            try expect(read, StoreUnderTest.value("a"))
            let deleted = StoreUnderTest.ask(store.other, "store.delete/1", Array(#"{"key":"k"}"#.utf8), caller)
            try expect(deleted, #"{"deleted":true}"#)
            try expect(store.get("k"), "{}")
            try expect(store.ask("store.list/1", #"{"prefix":""}"#), #"{"entries":[]}"#)
        },
        StoreCase("all bytes are kept as they are") { store in
            let bytes = (0...255).map { UInt8($0) } + Array("\r\n$-1\r\n\0".utf8)
            try expect(store.ask("store.put/1", #"{"key":"k","value":"\#(base64(bytes))"}"#), "{}")
            try expect(store.get("k"), #"{"value":"\#(base64(bytes))"}"#)
            let swap = #"{"key":"k","old":"\#(base64(bytes))","new":"\#(base64(bytes.reversed()))"}"#
            let reply = #"{"swapped":true,"value":"\#(base64(bytes.reversed()))"}"#
            try expect(store.ask("store.swap/1", swap), reply)
        },
        StoreCase("a value of 1 MiB is kept and a larger one refused") { store in
            let large = String(repeating: "x", count: 1 << 20)
            try expect(store.put("k", large), "{}")
            try expect(store.get("k"), StoreUnderTest.value(large))
            try expect(store.put("k", large + "x"), "reject store.value_too_large")
            try expect(store.get("k"), StoreUnderTest.value(large))
        },
    ]

    static let keyCases = [
        StoreCase("keys of other forms are other keys, whatever they look like") { store in
            let keys = [
                "../../etc/passwd", "/abs", "a b", "'; DROP TABLE store_entries; --", "caf\u{e9}", "cafe\u{301}", "%",
                "*", "\\", "_", "[a]", "{a}", ":", "a:b:c", "\u{ffff}", "😀", "A", "a",
                String(repeating: "k", count: 512),
            ]
            for (index, key) in keys.enumerated() { try expect(store.put(key, "\(index)"), "{}") }
            for (index, key) in keys.enumerated() { try expect(store.get(key), StoreUnderTest.value("\(index)")) }
            let listed = JSONMember.keys(store.ask("store.list/1", #"{"prefix":""}"#))
            // By bytes: Swift takes both forms of é for equal.
            try expect(
                listed.map { Array($0.utf8) }, keys.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) })
        },
        StoreCase("keys that are empty, too long or with control characters are refused") { store in
            let wrong = [
                "", "a\u{0}b", "a\nb", "a\u{7f}", "a\u{85}b", String(repeating: "k", count: 513),
                String(repeating: "é", count: 257),
            ]
            for key in wrong {
                try expect(store.get(key), "reject store.key_invalid")
                try expect(store.put(key, ""), "reject store.key_invalid")
                let writes =
                    "{\"writes\":[{\"key\":\"c\",\"value\":\"Mg==\"},{\"key\":\(quoted(key)),\"value\":\"Mg==\"}]}"
                try expect(store.ask("store.transact/1", writes), "reject store.key_invalid")
            }
            try expect(store.get("c"), "{}")
        },
    ]
}
