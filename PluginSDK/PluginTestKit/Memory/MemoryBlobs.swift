import PluginSDK

/// What a processor may do with a bucket.
public enum MemoryBucket: Sendable {
    case read, write
}

/// The services of `Blobs`, in memory: the processor's own, and buckets.
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

    private let buckets: [String: MemoryBucket]
    private let largest: Int
    /// By bucket; "" has the processor's own, because a bucket has a name.
    private var rows: [String: ExpiringRows<Stored>] = [:]

    /// - Parameter largest: most bytes of one blob.
    init(buckets: [String: MemoryBucket], largest: Int) {
        self.buckets = buckets
        self.largest = largest
    }

    /// The reply, or nil for a service that this is not.
    mutating func answer(
        _ service: String, _ bytes: [UInt8], at now: Duration
    ) throws(ServiceRefusal) -> ServiceReply? {
        switch service {
        case "blobs.put/1":
            guard let end = bytes.firstIndex(of: 0x0A) else {
                throw .badRequest("The request has no line feed between its JSON and the bytes.")
            }
            let request = try ServiceRequest(
                Array(bytes[..<end]), known: ["bucket", "key", "media_type", "ttl_ms", "subject"])
            let body = Array(bytes[(end + 1)...])
            let bucket = try bucket(of: request, writes: true)
            let key = try key(of: request, in: bucket)
            guard body.count <= largest else {
                throw ServiceRefusal("blobs.too_large", "A blob has at most \(largest) bytes, this one \(body.count).")
            }
            _ = try request.label("subject")
            let stored = Stored(bytes: body, mediaType: try request.label("media_type", most: 255))
            let lifetime = try request.duration("ttl_ms", from: 1)
            guard bucket.isEmpty || lifetime == nil else {
                throw .badRequest("An object of a bucket does not run out: ttl_ms is for a processor's own blobs.")
            }
            rows[bucket, default: ExpiringRows()].put(key, stored, lifetime: lifetime, at: now)
            return .ok(["size": .integer(body.count)])
        case "blobs.get/1":
            let request = try ServiceRequest(bytes, known: ["bucket", "key"])
            let bucket = try bucket(of: request, writes: false)
            let key = try key(of: request, in: bucket)
            guard let stored = rows[bucket]?.value(key, at: now) else { return .ok() }
            let head = Array(JSONValue.object(stored.description).text.utf8)
            return ServiceReply(PROCTOR_OK, head + [0x0A] + stored.bytes)
        case "blobs.delete/1":
            let request = try ServiceRequest(bytes, known: ["bucket", "key"])
            let bucket = try bucket(of: request, writes: true)
            let key = try key(of: request, in: bucket)
            return .ok(["deleted": .bool(rows[bucket]?.delete(key, at: now) ?? false)])
        case "blobs.list/1":
            let request = try ServiceRequest(bytes, known: ["bucket", "prefix", "after", "limit"])
            let bucket = try bucket(of: request, writes: false)
            return try (rows[bucket] ?? ExpiringRows()).list(request, at: now, \.description)
        default: return nil
        }
    }

    /// Puts a blob past the rules: what was there before the plugin came.
    mutating func fill(_ bucket: String, _ key: String, _ bytes: [UInt8], mediaType: String?, at now: Duration) {
        rows[bucket, default: ExpiringRows()].put(
            ServiceKey(bytes: Array(key.utf8)), Stored(bytes: bytes, mediaType: mediaType), lifetime: nil, at: now)
    }

    /// Keys of a bucket are paths to servers and proxies, which resolve dots.
    private func key(of request: ServiceRequest, in bucket: String) throws(ServiceRefusal) -> ServiceKey {
        let key = try request.key()
        if !bucket.isEmpty, key.text.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) {
            throw ServiceRefusal("store.key_invalid", "A key of a bucket has no part . or .. in it.")
        }
        return key
    }

    private func bucket(of request: ServiceRequest, writes: Bool) throws(ServiceRefusal) -> String {
        guard let name = try request.label("bucket") else { return "" }
        guard let access = buckets[name] else {
            throw ServiceRefusal("blobs.unknown_bucket", "There is no bucket \(name) for this processor.")
        }
        if writes, access == .read {
            throw ServiceRefusal("blobs.read_only", "The bucket \(name) may only be read.")
        }
        return name
    }
}
