extension StoreConformance {
    static let listCases = [
        StoreCase("a list is in the order of the keys' bytes, in pages, below a prefix") { store in
            for key in ["b/2", "b/10", "b/1", "a", "c", "b/é", "b/Z", "b%", "b_"] {
                try expect(store.put(key, "a"), "{}")
            }
            func list(_ request: String) -> String { store.ask("store.list/1", request) }
            try expect(
                list(#"{"prefix":"b/"}"#),
                #"{"entries":[{"key":"b/1"},{"key":"b/10"},{"key":"b/2"},{"key":"b/Z"},{"key":"b/é"}]}"#)
            try expect(
                list(#"{"prefix":"b/","limit":2,"values":true}"#),
                #"{"entries":[{"key":"b/1","value":"YQ=="},{"key":"b/10","value":"YQ=="}],"next":"b/10"}"#)
            try expect(
                list(#"{"prefix":"b/","limit":3,"after":"b/10"}"#),
                #"{"entries":[{"key":"b/2"},{"key":"b/Z"},{"key":"b/é"}]}"#)
            try expect(list(#"{"prefix":"b/","after":"a"}"#), list(#"{"prefix":"b/"}"#))
            try expect(list(#"{"prefix":"b/","after":"bz"}"#), #"{"entries":[]}"#)
            try expect(list(#"{"prefix":"b/1"}"#), #"{"entries":[{"key":"b/1"},{"key":"b/10"}]}"#)
            try expect(list(#"{"prefix":"b/1","after":"b/1"}"#), #"{"entries":[{"key":"b/10"}]}"#)
            try expect(list(#"{"prefix":"x"}"#), #"{"entries":[]}"#)
            try expect(list(#"{"prefix":"","after":"c"}"#), #"{"entries":[]}"#)
        },
        StoreCase("the pages of a list have every key once, 250 of them") { store in
            for start in stride(from: 0, to: 250, by: 50) {
                let writes = (start..<(start + 50)).map { #"{"key":"k/\#($0)","value":"YQ=="}"# }
                let request = #"{"writes":[\#(writes.joined(separator: ","))]}"#
                try expect(store.ask("store.transact/1", request), #"{"committed":true}"#)
            }
            var keys: [String] = []
            var after = ""
            for _ in 0..<100 {
                let page = store.ask("store.list/1", #"{"prefix":"k/","limit":7,"after":"\#(after)"}"#)
                keys += JSONMember.keys(page)
                guard let next = JSONMember.next(page) else { break }
                after = next
            }
            try expect(keys, (0..<250).map { "k/\($0)" }.sorted())
            // Without a limit of its own a page has 100.
            try expect(JSONMember.keys(store.ask("store.list/1", #"{"prefix":""}"#)).count, 100)
            try expect(JSONMember.keys(store.ask("store.list/1", #"{"prefix":"","limit":1000}"#)).count, 250)
        },
        StoreCase("a page with large values ends before it is too large to be held") { store in
            let value = String(repeating: "x", count: 1 << 20)
            for key in 0..<6 { try expect(store.put("\(key)", value), "{}") }
            let first = store.ask("store.list/1", #"{"prefix":"","values":true}"#)
            try expect(JSONMember.keys(first), ["0", "1", "2", "3"])
            try expect(JSONMember.next(first), "3")
            let second = store.ask("store.list/1", #"{"prefix":"","values":true,"after":"3"}"#)
            try expect(JSONMember.keys(second), ["4", "5"])
            try expect(JSONMember.next(second), nil)
        },
    ]
}
