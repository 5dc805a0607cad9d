extension StoreConformance {
    static let dataRoomCases = [
        StoreCase("a purge removes what belongs to a tenant or is about a person, of all processors") { store in
            let lee = #","subject":"\#(store.name)-lee""#
            let kim = "\(store.name)-kim"
            try expect(store.put("1", "a", store.caller("p", tenant: "seoul", subject: "kim")), "{}")
            try expect(store.put("2", "a", more: lee, store.caller("q", tenant: "seoul", subject: "kim")), "{}")
            try expect(store.put("3", "a", store.caller("p", tenant: "busan", subject: "kim")), "{}")
            try expect(store.put("4", "a", store.caller("p")), "{}")
            try expect(try store.purgeSubject("\(store.name)-lee"), 1)
            try expect(try store.purgeSubject("\(store.name)-lee"), 0)
            try expect(store.get("2", store.caller("q")), "{}")
            try expect(try store.purgeTenant("\(store.name)-seoul"), 1)
            try expect(store.ask("store.list/1", #"{"prefix":""}"#), #"{"entries":[{"key":"3"},{"key":"4"}]}"#)
            try expect(try store.purgeSubject(kim), 1)
            try expect(try store.purgeTenant("\(store.name)-busan"), 0)
            try expect(store.ask("store.list/1", #"{"prefix":""}"#), #"{"entries":[{"key":"4"}]}"#)
            try expect(store.get("4"), StoreUnderTest.value("a"))
        },
        StoreCase("a value belongs to whom its last write was for") { store in
            let (kim, lee) = (store.caller(tenant: "kim"), store.caller(tenant: "lee"))
            try expect(store.put("k", "a", kim), "{}")
            try expect(store.put("k", "b", lee), "{}")
            try expect(try store.purgeTenant("\(store.name)-kim"), 0)
            try expect(store.get("k"), StoreUnderTest.value("b"))
            try expect(store.put("k", "c"), "{}")
            try expect(try store.purgeTenant("\(store.name)-lee"), 0)
            try expect(store.get("k"), StoreUnderTest.value("c"))
        },
        StoreCase("swaps and transactions say whose a value is too") { store in
            let caller = store.caller(tenant: "north", subject: "kim")
            let swap = #"{"key":"s","old":null,"new":"YQ==","subject":"\#(store.name)-ann"}"#
            try expect(store.ask("store.swap/1", swap, caller), #"{"swapped":true,"value":"YQ=="}"#)
            let writes =
                #"{"writes":[{"key":"t","value":"YQ==","subject":"\#(store.name)-bob"},{"key":"u","value":"YQ=="}]}"#
            try expect(store.ask("store.transact/1", writes, caller), #"{"committed":true}"#)
            try expect(try store.purgeSubject("\(store.name)-ann"), 1)
            try expect(try store.purgeSubject("\(store.name)-bob"), 1)
            try expect(try store.purgeSubject("\(store.name)-kim"), 1)
            try expect(try store.purgeTenant("\(store.name)-north"), 0)
        },
        StoreCase("a request names the tenant of a job that has none, and a job's own goes before it") { store in
            let named = ",\"tenant\":\"\(store.name)-named\""
            try expect(store.put("put", "a", more: named), "{}")
            let swap = "{\"key\":\"swap\",\"old\":null,\"new\":\"YQ==\"\(named)}"
            _ = store.ask("store.swap/1", swap)
            let transact = "{\"checks\":[],\"writes\":[{\"key\":\"transact\",\"value\":\"YQ==\"}]\(named)}"
            try expect(store.ask("store.transact/1", transact), #"{"committed":true}"#)
            try expect(store.put("own", "a", more: named, store.caller(tenant: "own")), "{}")
            try expect(try store.purgeTenant("\(store.name)-named"), 3)
            try expect(try store.purgeTenant("\(store.name)-own"), 1)
        },
        StoreCase("what was deleted and written again by nobody's job is not purged") { store in
            try expect(store.put("k", "a", store.caller(tenant: "t")), "{}")
            try expect(store.ask("store.delete/1", #"{"key":"k"}"#), #"{"deleted":true}"#)
            try expect(store.put("k", "b"), "{}")
            try expect(try store.purgeTenant("\(store.name)-t"), 0)
            try expect(store.get("k"), StoreUnderTest.value("b"))
        },
        StoreCase("a purge removes more than a thousand at once") { store in
            let caller = store.caller(tenant: "big")
            for round in 0..<3 {
                let writes = (0..<500).map { #"{"key":"\#(round)/\#($0)","value":"YQ=="}"# }.joined(separator: ",")
                try expect(store.ask("store.transact/1", #"{"writes":[\#(writes)]}"#, caller), #"{"committed":true}"#)
            }
            try expect(try store.purgeTenant("\(store.name)-big"), 1_500)
            try expect(store.ask("store.list/1", #"{"prefix":""}"#), #"{"entries":[]}"#)
        },
    ]
}
