import FoundationEssentials

/// Small technical state that outlives the process: checkpoints, caches, what was done already.
///
/// Keys are the processor's own - two processors never see each other's - and have 1 to 512 bytes of UTF-8 without
/// control characters; a value has at most 1 MiB. Manifests name `store/1` under `needs`. Every function throws
/// `ServiceError`: `store.full`, `store.read_only` and `store.unreachable` mean later, `store.key_invalid` and
/// `store.value_too_large` never.
///
/// The services behind it, for who writes a host or a plugin in C. Requests and replies are JSON, values base64, times
/// milliseconds; what is in parentheses may be left out:
///
/// | Service | Request | Reply |
/// |---|---|---|
/// | `store.get/1` | `{"key"}` | `{("value")}`, absent when there is none |
/// | `store.put/1` | `{"key","value",("ttl_ms"),("subject"),("tenant")}` | `{}` |
/// | `store.delete/1` | `{"key"}` | `{"deleted"}` |
/// | `store.swap/1` | `{"key","old","new",("ttl_ms"),("subject"),("tenant")}`, null: none | `{"swapped",("value")}`, as it is now |
/// | `store.list/1` | `{"prefix",("after"),("limit"),("values")}` | `{"entries":[{"key",("value")}],("next")}` |
/// | `store.transact/1` | `{"checks":[{"key","value"}],"writes":[{"key","value",("ttl_ms"),("subject")}],("tenant")}` | `{"committed"}` |
public struct Store: Sendable {
    let host: Host
    var tenant: String?

    init(host: Host, tenant: String? = nil) {
        self.host = host
        self.tenant = tenant
    }

    /// The same store, for data of a tenant that the job itself does not name: its payload does, say. A purge of the
    /// tenant then finds it. A job's own tenant goes before this one.
    public func of(tenant: String) -> Store { Store(host: host, tenant: tenant) }

    /// The value, or nil.
    public func get(_ key: String) async throws -> [UInt8]? {
        struct Reply: Decodable { var value: Data? }
        return try await host.ask("store.get/1", ["key": key], for: Reply.self).value.map(Array.init)
    }

    /// - Parameters:
    ///   - lifetime: after which the value is gone; nil: never.
    ///   - subject: the person whom the value is about, for a later purge; nil: the job's own.
    public func put(
        _ key: String, _ value: [UInt8], lifetime: Duration? = nil, subject: String? = nil
    ) async throws {
        let write = StoreWrite(key: key, value: value, lifetime: lifetime, subject: subject, tenant: tenant)
        _ = try await host.ask("store.put/1", write, for: EmptyReply.self)
    }

    /// Whether there was a value.
    @discardableResult
    public func delete(_ key: String) async throws -> Bool {
        try await host.ask("store.delete/1", ["key": key], for: DeletionReply.self).deleted
    }

    /// Puts a value only where the present one is what the caller thinks: one of many wins.
    ///
    /// - Parameters:
    ///   - old: nil: there must be none.
    ///   - new: nil deletes.
    ///   - lifetime: as of `put`.
    ///   - subject: as of `put`.
    @discardableResult
    public func swap(
        _ key: String, from old: [UInt8]?, to new: [UInt8]?, lifetime: Duration? = nil, subject: String? = nil
    ) async throws -> SwapOutcome {
        struct Request: Encodable {
            var key: String
            var old: Base64OrNull
            var new: Base64OrNull
            var ttl_ms: Int64?
            var subject: String?
            var tenant: String?
        }
        struct Reply: Decodable {
            var swapped: Bool
            var value: Data?
        }
        let request = Request(
            key: key, old: Base64OrNull(old), new: Base64OrNull(new), ttl_ms: lifetime?.lifetimeMilliseconds,
            subject: subject, tenant: tenant)
        let reply = try await host.ask("store.swap/1", request, for: Reply.self)
        return SwapOutcome(swapped: reply.swapped, value: reply.value.map(Array.init))
    }

    /// One page of the keys that begin with a prefix, in the order of their bytes.
    ///
    /// - Parameters:
    ///   - prefix: empty: all keys.
    ///   - after: the `next` of the page before; nil: from the start.
    ///   - limit: 1 to 1000.
    ///   - values: whether the values come along.
    public func list(
        prefix: String, after: String? = nil, limit: Int = 100, values: Bool = false
    ) async throws -> Page<StoreEntry> {
        struct Request: Encodable {
            var prefix: String
            var after: String?
            var limit: Int
            var values: Bool
        }
        struct Reply: Decodable {
            struct Entry: Decodable {
                var key: String
                var value: Data?
            }
            var entries: [Entry]
            var next: String?
        }
        let request = Request(prefix: prefix, after: after, limit: limit, values: values)
        let reply = try await host.ask("store.list/1", request, for: Reply.self)
        return Page(
            entries: reply.entries.map { StoreEntry(key: $0.key, value: $0.value.map(Array.init)) }, next: reply.next)
    }

    /// All keys that begin with a prefix, and their values unless they are not wanted.
    public func entries(prefix: String, values: Bool = true) -> Listing<StoreEntry> {
        Listing { try await list(prefix: prefix, after: $0, values: values) }
    }
}

/// A key and what is kept under it.
public struct StoreEntry: Sendable, Hashable {
    public let key: String
    /// Nil where values were not asked for.
    public let value: [UInt8]?

    public init(key: String, value: [UInt8]?) {
        self.key = key
        self.value = value
    }
}

/// What became of a compare-and-set.
public struct SwapOutcome: Sendable, Hashable {
    public let swapped: Bool
    /// What is there now; nil when there is nothing.
    public let value: [UInt8]?

    public init(swapped: Bool, value: [UInt8]?) {
        self.swapped = swapped
        self.value = value
    }
}

/// One write, as the services take it; no value deletes.
struct StoreWrite: Encodable, Equatable {
    var key: String
    var value: [UInt8]?
    var lifetime: Duration?
    var subject: String?
    var tenant: String?

    private enum Member: String, CodingKey { case key, value, ttl_ms, subject, tenant }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Member.self)
        try container.encode(key, forKey: .key)
        try container.encode(Base64OrNull(value), forKey: .value)
        try container.encodeIfPresent(lifetime?.lifetimeMilliseconds, forKey: .ttl_ms)
        try container.encodeIfPresent(subject, forKey: .subject)
        try container.encodeIfPresent(tenant, forKey: .tenant)
    }
}
