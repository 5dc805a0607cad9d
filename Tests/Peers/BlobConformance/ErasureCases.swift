extension BlobConformance {
    static let lifetimeCases = [
        BlobCase("a blob is gone when its time has passed, and another may take its place") { blobs in
            _ = blobs.put("k", "x", more: #","ttl_ms":1000"#)
            _ = blobs.put("stays", "y")
            blobs.pass(999)
            try expect(blobs.get("k"), "{\"size\":1}\nx")
            blobs.pass(1)
            try expect(blobs.get("k"), "{}")
            try expect(blobs.ask("blobs.list/1", #"{"prefix":""}"#), #"{"entries":[{"key":"stays","size":1}]}"#)
            try expect(blobs.delete("k"), #"{"deleted":false}"#)
            _ = blobs.put("k", "new")
            try expect(blobs.get("k"), "{\"size\":3}\nnew")
        },
        BlobCase("the sweep removes what has run out and nothing else") { blobs in
            for number in 0..<5 { _ = blobs.put("short \(number)", "x", more: #","ttl_ms":1000"#) }
            _ = blobs.put("long", "x", more: #","ttl_ms":100000"#)
            _ = blobs.put("renewed", "x", more: #","ttl_ms":1000"#)
            blobs.pass(900)
            _ = blobs.put("renewed", "y", more: #","ttl_ms":1000"#)
            blobs.pass(200)
            // A service may count what it removes beside the blobs themselves.
            try expect(try blobs.sweep() >= 5, true)
            try expect(try blobs.sweep(), 0)
            try expect(blobs.keys().map { String(decoding: $0, as: UTF8.self) }, ["long", "renewed"])
        },
    ]

    static let erasureCases = [
        BlobCase("what belongs to a tenant, or is about a person, can be erased") { blobs in
            let north = blobs.caller(tenant: "north", subject: "ann")
            _ = blobs.put("1", "x", north)
            _ = blobs.put("2", "x", more: #","subject":"\#(blobs.name)-bob""#, north)
            _ = blobs.put("3", "x", blobs.caller("q", tenant: "north"))
            _ = blobs.put("4", "x", blobs.caller(tenant: "south", subject: "bob"))
            _ = blobs.put("5", "x")
            try expect(try blobs.purgeSubject("\(blobs.name)-bob"), 2)
            try expect(blobs.keys().map { String(decoding: $0, as: UTF8.self) }, ["1", "5"])
            try expect(try blobs.purgeTenant("\(blobs.name)-north"), 2)
            try expect(blobs.keys().map { String(decoding: $0, as: UTF8.self) }, ["5"])
            try expect(blobs.keys(blobs.caller("q")), [])
            try expect(try blobs.purgeTenant("\(blobs.name)-nobody"), 0)
        },
        BlobCase("tenants that differ in form alone are two") { blobs in
            _ = blobs.put("1", "x", blobs.caller(tenant: "caf\u{e9}"))
            _ = blobs.put("2", "x", blobs.caller(tenant: "cafe\u{301}"))
            try expect(try blobs.purgeTenant("\(blobs.name)-cafe\u{301}"), 1)
            try expect(blobs.keys(), [Array("1".utf8)])
        },
    ]
}
