extension StoreConformance {
    static let transactionCases = [
        StoreCase("a transaction does all or nothing") { store in
            try expect(store.put("a", "1"), "{}")
            let failing = """
                {"checks":[{"key":"a","value":"MQ=="},{"key":"b","value":"MQ=="}],
                 "writes":[{"key":"a","value":"Mg=="},{"key":"b","value":"Mg=="}]}
                """
            try expect(store.ask("store.transact/1", failing), #"{"committed":false}"#)
            let all = #"{"prefix":"","values":true}"#
            try expect(store.ask("store.list/1", all), #"{"entries":[{"key":"a","value":"MQ=="}]}"#)
            let holding = """
                {"checks":[{"key":"a","value":"MQ=="},{"key":"b","value":null}],
                 "writes":[{"key":"a","value":null},{"key":"b","value":"Mg=="},{"key":"b2","value":"Mw=="}]}
                """
            try expect(store.ask("store.transact/1", holding), #"{"committed":true}"#)
            try expect(
                store.ask("store.list/1", all),
                #"{"entries":[{"key":"b","value":"Mg=="},{"key":"b2","value":"Mw=="}]}"#)
        },
        StoreCase("a transaction's writes are made in their order") { store in
            let writes = """
                {"writes":[{"key":"k","value":"MQ=="},{"key":"k","value":null},{"key":"k","value":"Mg=="},
                 {"key":"gone","value":"MQ=="},{"key":"gone","value":null}]}
                """
            try expect(store.ask("store.transact/1", writes), #"{"committed":true}"#)
            try expect(store.get("k"), StoreUnderTest.value("2"))
            try expect(store.get("gone"), "{}")
        },
        StoreCase("keys that Unicode calls equivalent are two, also in one transaction") { store in
            let (composed, decomposed) = ("caf\u{e9}", "cafe\u{301}")
            let writes = #"{"writes":[{"key":"\#(composed)","value":"MQ=="},{"key":"\#(decomposed)","value":"Mg=="}]}"#
            try expect(store.ask("store.transact/1", writes), #"{"committed":true}"#)
            try expect(store.get(composed), StoreUnderTest.value("1"))
            try expect(store.get(decomposed), StoreUnderTest.value("2"))
            let checks = """
                {"checks":[{"key":"\(composed)","value":"MQ=="},{"key":"\(decomposed)","value":"Mg=="}],
                 "writes":[{"key":"\(decomposed)","value":null}]}
                """
            try expect(store.ask("store.transact/1", checks), #"{"committed":true}"#)
            try expect(store.get(composed), StoreUnderTest.value("1"))
            try expect(store.get(decomposed), "{}")
        },
        StoreCase("a transaction of nothing is committed") { store in
            try expect(store.ask("store.transact/1", "{}"), #"{"committed":true}"#)
        },
        StoreCase("a transaction has 1000 checks and 1000 writes, and not one more") { store in
            func request(_ checks: Int, _ writes: Int) -> String {
                let checks = (0..<checks).map { #"{"key":"k\#($0)","value":null}"# }.joined(separator: ",")
                let writes = (0..<writes).map { #"{"key":"k\#($0)","value":"YQ==","ttl_ms":60000}"# }
                return #"{"checks":[\#(checks)],"writes":[\#(writes.joined(separator: ","))]}"#
            }
            try expect(store.ask("store.transact/1", request(1_001, 1)), "reject service.bad_request")
            try expect(store.ask("store.transact/1", request(1, 1_001)), "reject service.bad_request")
            try expect(store.ask("store.transact/1", request(1_000, 1_000)), #"{"committed":true}"#)
            try expect(store.ask("store.transact/1", request(1_000, 1_000)), #"{"committed":false}"#)
            try expect(JSONMember.keys(store.ask("store.list/1", #"{"prefix":"","limit":1000}"#)).count, 1_000)
        },
        StoreCase("a transaction carries values of several MiB together") { store in
            let value = base64(String(repeating: "x", count: 1 << 20))
            let writes = (0..<8).map { #"{"key":"k\#($0)","value":"\#(value)"}"# }.joined(separator: ",")
            try expect(store.ask("store.transact/1", #"{"writes":[\#(writes)]}"#), #"{"committed":true}"#)
            try expect(store.get("k7"), #"{"value":"\#(value)"}"#)
        },
    ]
}
