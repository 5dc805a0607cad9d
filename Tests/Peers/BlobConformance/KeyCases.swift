extension BlobConformance {
    /// Keys that servers, proxies and file systems take for something else.
    private static let odd = [
        "../../etc/passwd", "/abs", "..", ".", "a/../b", "a/./b", "a//b", "a/", "a", "a/b", "%2e%2e/x", "%", "%41", "A",
        "a b", "a+b", "a%20b", "a%2Bb", " ", "  ", "?", "?x=1&y", "#", "&amp;", "<Key>", "\"'", "back\\slash", "!", "-",
        "caf\u{e9}", "cafe\u{301}", "\u{c2dc}\u{d5d8} 1.jpg", "\u{ffff}", "\u{1f600}", "~", "*", "incoming", "con",
        String(repeating: "k", count: 512), String(repeating: "k", count: 150), String(repeating: "k", count: 151),
        String(repeating: "\u{d5d8}", count: 170), String(repeating: "/", count: 512),
    ]

    static let keyCases = [
        BlobCase("keys of other forms are other blobs, whatever they look like") { blobs in
            for (index, key) in odd.enumerated() {
                try expect(blobs.put(key, "\(index)"), "{\"size\":\(index < 10 ? 1 : 2)}")
            }
            for (index, key) in odd.enumerated() {
                try expect(blobs.get(key), "{\"size\":\(index < 10 ? 1 : 2)}\n\(index)")
            }
            try expect(
                blobs.keys(limit: 7), odd.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) })
            for key in odd { try expect(blobs.delete(key), #"{"deleted":true}"#) }
            try expect(blobs.keys(), [])
        },
        BlobCase("keys that are empty, too long or with control characters are refused") { blobs in
            let wrong = [
                "", "a\u{0}b", "a\nb", "a\u{7f}", "a\u{85}b", String(repeating: "k", count: 513),
                String(repeating: "\u{e9}", count: 257),
            ]
            for key in wrong {
                try expect(blobs.get(key), "reject store.key_invalid")
                try expect(blobs.put(key, ""), "reject store.key_invalid")
                try expect(blobs.delete(key), "reject store.key_invalid")
            }
        },
    ]
}
