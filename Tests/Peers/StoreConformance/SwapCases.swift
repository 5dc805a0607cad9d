extension StoreConformance {
    static let swapCases = [
        StoreCase("a swap happens only when the value is the expected one, and says what there is now") { store in
            func swap(_ old: String, _ new: String) -> String {
                store.ask("store.swap/1", #"{"key":"k","old":\#(old),"new":\#(new)}"#)
            }
            try expect(swap(#""YQ==""#, #""Yg==""#), #"{"swapped":false}"#)
            try expect(swap("null", "null"), #"{"swapped":true}"#)
            try expect(swap("null", #""YQ==""#), #"{"swapped":true,"value":"YQ=="}"#)
            try expect(swap("null", #""Yg==""#), #"{"swapped":false,"value":"YQ=="}"#)
            try expect(swap(#""YQ==""#, #""Yg==""#), #"{"swapped":true,"value":"Yg=="}"#)
            try expect(swap(#""YQ==""#, "null"), #"{"swapped":false,"value":"Yg=="}"#)
            try expect(swap(#""Yg==""#, "null"), #"{"swapped":true}"#)
            try expect(store.get("k"), "{}")
            try expect(store.ask("store.list/1", #"{"prefix":""}"#), #"{"entries":[]}"#)
        },
        StoreCase("an empty value is not an absent one") { store in
            try expect(store.put("k", ""), "{}")
            try expect(
                store.ask("store.swap/1", #"{"key":"k","old":null,"new":"YQ=="}"#), #"{"swapped":false,"value":""}"#)
            let absent = #"{"checks":[{"key":"k","value":null}],"writes":[{"key":"k","value":"YQ=="}]}"#
            try expect(store.ask("store.transact/1", absent), #"{"committed":false}"#)
            try expect(
                store.ask("store.swap/1", #"{"key":"k","old":"","new":"YQ=="}"#), #"{"swapped":true,"value":"YQ=="}"#)
        },
        StoreCase("a swap that does not happen changes nothing, not even the time") { store in
            try expect(store.put("k", "a", more: #","ttl_ms":200"#), "{}")
            _ = store.ask("store.swap/1", #"{"key":"k","old":"Yg==","new":"Yw=="}"#)
            store.pass(250)
            try expect(store.get("k"), "{}")
        },
        StoreCase("a value of 1 MiB is swapped for another") { store in
            let (old, new) = (String(repeating: "o", count: 1 << 20), String(repeating: "n", count: 1 << 20))
            try expect(store.put("k", old), "{}")
            let swap = #"{"key":"k","old":"\#(base64(old))","new":"\#(base64(new))"}"#
            try expect(store.ask("store.swap/1", swap), #"{"swapped":true,"value":"\#(base64(new))"}"#)
            try expect(store.ask("store.swap/1", swap), #"{"swapped":false,"value":"\#(base64(new))"}"#)
        },
    ]
}
