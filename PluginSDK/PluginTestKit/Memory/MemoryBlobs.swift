import PluginSDK

/// The services of `Blobs`, in memory.
struct MemoryBlobs {
    private struct Stored {
        let bytes: [UInt8]
        let mediaType: String?

        var description: [String: JSONValue] {
            var description: [String: JSONValue] = ["size": .integer(bytes.count)]
            if let mediaType { description["media_type"] = .string(mediaType) }
            return description
        }
    }

    private var rows = ExpiringRows<Stored>()

    /// The reply, or nil for a service that this is not.
    mutating func answer(
        _ service: String, _ bytes: [UInt8], at now: Duration, largest: Int
    ) throws(ServiceRefusal) -> ServiceReply? {
        switch service {
        case "blobs.put/1":
            guard let end = bytes.firstIndex(of: 0x0A) else {
                throw .badRequest("The request has no line feed between its JSON and the bytes.")
            }
            let request = try ServiceRequest(
                Array(bytes[..<end]), known: ["key", "media_type", "ttl_ms", "subject"])
            let body = Array(bytes[(end + 1)...])
            let key = try request.key()
            guard body.count <= largest else {
                throw ServiceRefusal("blobs.too_large", "A blob has at most \(largest) bytes, this one \(body.count).")
            }
            _ = try request.label("subject")
            let stored = Stored(bytes: body, mediaType: try request.label("media_type", most: 255))
            rows.put(key, stored, lifetime: try request.duration("ttl_ms", from: 1), at: now)
            return .ok(["size": .integer(body.count)])
        case "blobs.get/1":
            let key = try ServiceRequest(bytes, known: ["key"]).key()
            guard let stored = rows.value(key, at: now) else { return .ok() }
            let head = Array(JSONValue.object(stored.description).text.utf8)
            return ServiceReply(PROCTOR_OK, head + [0x0A] + stored.bytes)
        case "blobs.delete/1":
            return .ok(["deleted": .bool(rows.delete(try ServiceRequest(bytes, known: ["key"]).key(), at: now))])
        case "blobs.list/1":
            let request = try ServiceRequest(bytes, known: ["prefix", "after", "limit"])
            return try rows.list(request, at: now, \.description)
        default: return nil
        }
    }
}
