extension BlobConformance {
    static let listCases = [
        BlobCase("a list has keys, sizes and media types in the order of the keys' bytes, in pages") { blobs in
            for key in ["s/3", "s/1", "s/2", "t"] { _ = blobs.put(key, key, more: #","media_type":"x/y""#) }
            try expect(
                blobs.ask("blobs.list/1", #"{"prefix":"s/","limit":2}"#),
                #"{"entries":[{"key":"s/1","size":3,"media_type":"x/y"},{"key":"s/2","size":3,"media_type":"x/y"}],"#
                    + #""next":"s/2"}"#)
            try expect(
                blobs.ask("blobs.list/1", #"{"prefix":"s/","limit":2,"after":"s/2"}"#),
                #"{"entries":[{"key":"s/3","size":3,"media_type":"x/y"}]}"#)
            try expect(blobs.ask("blobs.list/1", #"{"prefix":"u"}"#), #"{"entries":[]}"#)
        },
        BlobCase("a prefix of any length finds its keys and no other") { blobs in
            var keys = ["a", "ab", "abc", "abcd", "abce", "abd", "abcd/e", "b", "`", "aa", "az", "a\u{10ffff}", "abb"]
            keys += ["\u{c2dc}\u{d5d8}", "\u{c2dc}\u{d5d9}"]
            for key in keys { _ = blobs.put(key, "") }
            let sorted = keys.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
            for prefix in [
                "", "a", "ab", "abc", "abcd", "abcd/", "abcd/e", "abcd/ef", "b", "c", "\u{c2dc}", "\u{d5d8}",
            ] {
                for limit in [1, 3, 100] {
                    try expect(
                        blobs.keys(prefix: prefix, limit: limit), sorted.filter { $0.starts(with: Array(prefix.utf8)) })
                }
            }
        },
        BlobCase("a page begins behind any text, a key or not") { blobs in
            let keys = ["a", "b", "ba", "c"]
            for key in keys { _ = blobs.put(key, "") }
            for (after, wanted) in [
                ("a", ["b", "ba", "c"]), ("aa", ["b", "ba", "c"]), ("b", ["ba", "c"]), ("b!", ["ba", "c"]), ("c", []),
                ("z", []),
            ] {
                let entries = wanted.map { "{\"key\":\"\($0)\",\"size\":0}" }.joined(separator: ",")
                try expect(
                    blobs.ask("blobs.list/1", "{\"prefix\":\"\",\"after\":\"\(after)\"}"), "{\"entries\":[\(entries)]}")
            }
            try expect(
                blobs.ask("blobs.list/1", #"{"prefix":"b","after":"a"}"#),
                #"{"entries":[{"key":"b","size":0},{"key":"ba","size":0}]}"#)
        },
    ]
}
