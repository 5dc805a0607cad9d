import Foundation

extension BlobConformance {
    static let contentCases = [
        BlobCase("a blob is kept with its media type, replaced and deleted") { blobs in
            try expect(blobs.get("k"), "{}")
            try expect(blobs.put("k", "line\nline", more: #","media_type":"image/png""#), #"{"size":9}"#)
            try expect(blobs.get("k"), "{\"size\":9,\"media_type\":\"image/png\"}\nline\nline")
            try expect(blobs.put("k", ""), #"{"size":0}"#)
            try expect(blobs.get("k"), "{\"size\":0}\n")
            try expect(blobs.delete("k"), #"{"deleted":true}"#)
            try expect(blobs.delete("k"), #"{"deleted":false}"#)
            try expect(blobs.get("k"), "{}")
        },
        BlobCase("a media type is kept as it was said, whatever it looks like") { blobs in
            let types = [
                "text/plain; charset=utf-8", "image/x  y", " padded ", "\u{c885}\u{b958}/\u{ad6d}", "a%20b+c", "\"",
                "binary/octet-stream", String(repeating: "t", count: 255),
            ]
            for (index, type) in types.enumerated() {
                try expect(blobs.put("\(index)", "x", more: ",\"media_type\":\(quoted(type))"), #"{"size":1}"#)
                let reply = blobs.get("\(index)")
                guard reply.hasPrefix("{\"size\":1,\"media_type\":"), reply.hasSuffix("}\nx") else {
                    throw BlobCase.Complaint(description: "\(type) came back as \(reply)")
                }
                // By bytes, through the other form of JSON's escapes.
                try expect(
                    reply.replacing("\\/", with: "/"),
                    "{\"size\":1,\"media_type\":\(quoted(type))}\nx".replacing("\\/", with: "/"))
            }
        },
        BlobCase("all bytes are kept as they are") { blobs in
            let bytes = (0...255).map { UInt8($0) } + Array("\r\n\r\n--\0{}".utf8)
            try expect(blobs.put("k", bytes), "{\"size\":\(bytes.count)}")
            try expect(blobs.content("k"), bytes)
        },
        BlobCase("a blob of the largest size is kept and a larger one refused") { blobs in
            var large = [UInt8](repeating: 0x0A, count: blobs.limit)
            for place in stride(from: 0, to: large.count, by: 4_093) { large[place] = UInt8(truncatingIfNeeded: place) }
            try expect(blobs.put("k", large), "{\"size\":\(large.count)}")
            try expect(isSame(blobs.content("k"), large), true)
            try expect(blobs.put("k", large + [0]), "reject blobs.too_large")
            try expect(isSame(blobs.content("k"), large), true)
        },
        BlobCase("each processor has blobs of its own") { blobs in
            let other = blobs.caller("q")
            try expect(blobs.put("k", "mine"), #"{"size":4}"#)
            try expect(blobs.get("k", other), "{}")
            try expect(blobs.delete("k", other), #"{"deleted":false}"#)
            try expect(blobs.keys(other), [])
            try expect(blobs.put("k", "theirs", other), #"{"size":6}"#)
            try expect(blobs.get("k"), "{\"size\":4}\nmine")
            // A name that another's begins with.
            try expect(blobs.keys(blobs.caller("")), [])
        },
        BlobCase("a request that names a bucket is refused where there are none") { blobs in
            for (service, more) in [
                ("get", ""), ("delete", ""), ("put", "\nx"),
            ] {
                try expect(
                    blobs.ask("blobs.\(service)/1", "{\"key\":\"k\",\"bucket\":\"images\"}\(more)"),
                    "reject blobs.unknown_bucket")
            }
            try expect(
                blobs.ask("blobs.list/1", #"{"prefix":"","bucket":"images"}"#), "reject blobs.unknown_bucket")
        },
        BlobCase("a request that cannot be read is refused") { blobs in
            for request in ["", "{", "{}", #"{"key":1}"#, #"{"key":"k","more":1}"#] {
                try expect(blobs.ask("blobs.get/1", request), "reject service.bad_request")
            }
            try expect(blobs.ask("blobs.put/1", #"{"key":"k"}"#), "reject service.bad_request")
            try expect(blobs.ask("blobs.copy/1", #"{"key":"k"}"#), "unsupported service.unsupported")
        },
    ]
}

/// Without a look at each byte by unoptimised code.
private func isSame(_ one: [UInt8]?, _ other: [UInt8]) -> Bool { one.map { Data($0) == Data(other) } ?? false }
