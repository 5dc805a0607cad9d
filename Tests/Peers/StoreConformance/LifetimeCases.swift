extension StoreConformance {
    static let lifetimeCases = [
        StoreCase("a value is there before its time has passed and gone behind, for every request") { store in
            for key in ["a", "b", "c", "d"] { try expect(store.put(key, "x", more: #","ttl_ms":200"#), "{}") }
            try expect(store.put("long", "x", more: #","ttl_ms":3155760000000"#), "{}")
            try expect(store.put("hour", "x", more: #","ttl_ms":3600000"#), "{}")
            store.pass(250)
            try expect(store.get("a"), "{}")
            try expect(store.ask("store.delete/1", #"{"key":"a"}"#), #"{"deleted":false}"#)
            try expect(
                store.ask("store.list/1", #"{"prefix":"","values":true}"#),
                #"{"entries":[{"key":"hour","value":"eA=="},{"key":"long","value":"eA=="}]}"#)
            try expect(
                store.ask("store.swap/1", #"{"key":"b","old":null,"new":"Yg=="}"#), #"{"swapped":true,"value":"Yg=="}"#)
            let check = #"{"checks":[{"key":"c","value":null},{"key":"d","value":null}],"writes":[]}"#
            try expect(store.ask("store.transact/1", check), #"{"committed":true}"#)
            try expect(store.get("hour"), StoreUnderTest.value("x"))
        },
        StoreCase("a put, a swap and a transaction without a time take an earlier one away") { store in
            for key in ["a", "b", "c"] { try expect(store.put(key, "x", more: #","ttl_ms":60000"#), "{}") }
            try expect(store.put("a", "y"), "{}")
            try expect(
                store.ask("store.swap/1", #"{"key":"b","old":"eA==","new":"eQ=="}"#),
                #"{"swapped":true,"value":"eQ=="}"#)
            try expect(
                store.ask("store.transact/1", #"{"writes":[{"key":"c","value":"eQ=="}]}"#), #"{"committed":true}"#)
            // And one with a time gives a value that had none its end.
            try expect(store.put("d", "x"), "{}")
            for key in ["a", "b", "c"] { try expect(store.put(key + "2", "x", more: #","ttl_ms":200"#), "{}") }
            for key in ["a", "b", "c"] { try expect(store.put(key + "2", "y"), "{}") }
            try expect(store.put("d", "x", more: #","ttl_ms":200"#), "{}")
            store.pass(250)
            for key in ["a", "b", "c", "a2", "b2", "c2"] { try expect(store.get(key), StoreUnderTest.value("y")) }
            try expect(store.get("d"), "{}")
        },
        StoreCase("a time of a swap and of a transaction's write ends it") { store in
            try expect(
                store.ask("store.swap/1", #"{"key":"a","old":null,"new":"eA==","ttl_ms":200}"#),
                #"{"swapped":true,"value":"eA=="}"#)
            let writes = #"{"writes":[{"key":"b","value":"eA==","ttl_ms":200},{"key":"c","value":"eA=="}]}"#
            try expect(store.ask("store.transact/1", writes), #"{"committed":true}"#)
            store.pass(250)
            try expect(store.ask("store.list/1", #"{"prefix":""}"#), #"{"entries":[{"key":"c"}]}"#)
        },
        StoreCase("a sweep ends, takes what has run out and nothing else") { store in
            for key in 0..<30 { try expect(store.put("gone\(key)", "x", more: #","ttl_ms":100"#), "{}") }
            try expect(store.put("stays", "x"), "{}")
            try expect(store.put("later", "x", more: #","ttl_ms":3600000"#), "{}")
            store.pass(150)
            try expect(store.put("gone1", "again"), "{}")
            var rounds = 0
            while try store.sweep() > 0, rounds < 1_000 { rounds += 1 }
            try expect(rounds < 1_000, true)
            try expect(
                JSONMember.keys(store.ask("store.list/1", #"{"prefix":""}"#)), ["gone1", "later", "stays"])
            try expect(store.get("gone1"), StoreUnderTest.value("again"))
        },
    ]
}
