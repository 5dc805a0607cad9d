extension StoreConformance {
    static let refusalCases = [
        StoreCase("an unknown service is unsupported") { store in
            try expect(store.ask("store.rename/1", #"{"key":"k"}"#), "unsupported service.unsupported")
        },
        StoreCase("a request that is no object of known members of the right types is refused") { store in
            let wrong = [
                "", "null", "[]", "7", "\"key\"", "{", "{}", #"{"key":"a"}x"#, #"{"key":7}"#, #"{"key":null}"#,
                #"{"key":"a","more":1}"#, #"{"key":["a"]}"#, String(repeating: "[", count: 100_000),
            ]
            for request in wrong { try expect(store.ask("store.get/1", request), "reject service.bad_request") }
        },
        StoreCase("requests out of their bounds are refused, each by its service") { store in
            let wrong = [
                ("store.put/1", #"{"key":"k","value":"not base64!"}"#), ("store.put/1", #"{"key":"k","value":null}"#),
                ("store.put/1", #"{"key":"k"}"#), ("store.put/1", #"{"key":"k","value":"YQ==","ttl_ms":0}"#),
                ("store.put/1", #"{"key":"k","value":"YQ==","ttl_ms":-1}"#),
                ("store.put/1", #"{"key":"k","value":"YQ==","ttl_ms":3155760000001}"#),
                ("store.put/1", #"{"key":"k","value":"YQ==","subject":""}"#),
                ("store.swap/1", #"{"key":"k","new":"YQ=="}"#), ("store.swap/1", #"{"key":"k","old":"YQ=="}"#),
                ("store.list/1", "{}"), ("store.list/1", #"{"prefix":"","limit":0}"#),
                ("store.list/1", #"{"prefix":"","limit":1001}"#),
                ("store.transact/1", #"{"writes":[{"key":"k"}]}"#), ("store.transact/1", #"{"checks":[{"key":"k"}]}"#),
            ]
            for (service, request) in wrong {
                try expect("\(request) \(store.ask(service, request))", "\(request) reject service.bad_request")
            }
            try expect(store.get("k"), "{}")
        },
        StoreCase("a request of more than 16 MiB is refused") { store in
            let huge = [UInt8](repeating: 0x20, count: 17 << 20)
            try expect(
                StoreUnderTest.ask(store.store, "store.put/1", huge, store.caller()), "reject service.bad_request")
        },
    ]
}
