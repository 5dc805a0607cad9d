import FoundationEssentials

/// Files that outlive the process: images, reports, archives.
///
/// `host.blobs` keeps the processor's own; `host.bucket("images")` is one that others share, where the operator has
/// granted it. Keys follow the rules of the store's; how large a blob may be is the operator's to say.
/// Manifests name `blobs/1` under `needs`. Every function throws `ServiceError`: `blobs.too_large`,
/// `blobs.unknown_bucket`, `blobs.not_allowed` and `blobs.read_only` mean never, `blobs.unreachable` later.
///
/// The services behind it, for who writes a host or a plugin in C. Requests and replies are JSON; where bytes go along,
/// they follow the one line of JSON after a line feed, to the end. Each request may name a `bucket`; without one the
/// processor's own blobs are meant:
///
/// | Service | Request | Reply |
/// |---|---|---|
/// | `blobs.put/1` | `{"key",("media_type"),("ttl_ms"),("subject")}`, line feed, bytes | `{"size"}` |
/// | `blobs.get/1` | `{"key"}` | `{"size",("media_type")}`, line feed, bytes; or `{}` when there is none |
/// | `blobs.delete/1` | `{"key"}` | `{"deleted"}` |
/// | `blobs.list/1` | `{"prefix",("after"),("limit")}` | `{"entries":[{"key","size",("media_type")}],("next")}` |
public struct Blobs: Sendable {
    let host: Host
    /// Nil: the processor's own.
    let bucket: String?

    /// Keeps bytes in place of what was there.
    ///
    /// - Parameters:
    ///   - mediaType: `image/png`; nil: not known.
    ///   - lifetime: after which the blob is gone; nil: never. What lies in a bucket does not run out.
    ///   - subject: the person whom it is about, for a later purge; nil: the job's own.
    public func put(
        _ key: String, _ bytes: [UInt8], mediaType: String? = nil, lifetime: Duration? = nil, subject: String? = nil
    ) async throws {
        struct Head: Encodable {
            var bucket: String?
            var key: String
            var media_type: String?
            var ttl_ms: Int64?
            var subject: String?
        }
        struct Reply: Decodable { var size: Int }
        let service = "blobs.put/1"
        let head = Head(
            bucket: bucket, key: key, media_type: mediaType, ttl_ms: lifetime?.lifetimeMilliseconds, subject: subject)
        let frame = Frame(head: Array(try JSONCoding.encode(head)), body: bytes)
        let reply = try Host.read(Reply.self, try await host.call(service, frame.bytes), from: service)
        guard reply.size == bytes.count else { throw ServiceError.badReply(service) }
    }

    /// The blob, or nil.
    public func get(_ key: String) async throws -> Blob? {
        struct Head: Decodable {
            var size: Int?
            var media_type: String?
        }
        let service = "blobs.get/1"
        let frame = Frame(parsing: try await host.call(service, Array(try JSONCoding.encode(place(of: key)))))
        let head = try Host.read(Head.self, frame.head, from: service)
        guard head.size == frame.body?.count else { throw ServiceError.badReply(service) }
        return frame.body.map { Blob(bytes: $0, mediaType: head.media_type) }
    }

    /// Whether there was a blob.
    @discardableResult
    public func delete(_ key: String) async throws -> Bool {
        try await host.ask("blobs.delete/1", place(of: key), for: DeletionReply.self).deleted
    }

    private struct Place: Encodable {
        var bucket: String?
        var key: String
    }

    private func place(of key: String) -> Place { Place(bucket: bucket, key: key) }

    /// One page of the blobs whose keys begin with a prefix, in the order of their bytes; parameters as of the store's.
    public func list(prefix: String, after: String? = nil, limit: Int = 100) async throws -> Page<BlobEntry> {
        struct Request: Encodable {
            var bucket: String?
            var prefix: String
            var after: String?
            var limit: Int
        }
        struct Reply: Decodable {
            struct Entry: Decodable {
                var key: String
                var size: Int
                var media_type: String?
            }
            var entries: [Entry]
            var next: String?
        }
        let request = Request(bucket: bucket, prefix: prefix, after: after, limit: limit)
        let reply = try await host.ask("blobs.list/1", request, for: Reply.self)
        return Page(
            entries: reply.entries.map { BlobEntry(key: $0.key, size: $0.size, mediaType: $0.media_type) },
            next: reply.next)
    }

    /// All blobs whose keys begin with a prefix.
    public func entries(prefix: String) -> Listing<BlobEntry> {
        Listing { try await list(prefix: prefix, after: $0) }
    }
}

/// A file that was kept.
public struct Blob: Sendable, Hashable {
    public let bytes: [UInt8]
    /// Nil when it was kept without.
    public let mediaType: String?

    public init(bytes: [UInt8], mediaType: String?) {
        self.bytes = bytes
        self.mediaType = mediaType
    }
}

/// What a listing says of a blob.
public struct BlobEntry: Sendable, Hashable {
    public let key: String
    /// Bytes.
    public let size: Int
    public let mediaType: String?

    public init(key: String, size: Int, mediaType: String?) {
        self.key = key
        self.size = size
        self.mediaType = mediaType
    }
}
