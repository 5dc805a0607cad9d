import FoundationEssentials

/// Small technical state that outlives the process: checkpoints, caches, what was done already.
///
/// The services behind it, for who writes a host or a plugin in C; requests and replies are JSON, values base64:
///
/// | Service | Request | Reply |
/// |---|---|---|
/// | `store.get/1` | `{"key":"k"}` | `{"value":"aGk="}`, or `{}` when there is none |
/// | `store.put/1` | `{"key":"k","value":"aGk=","ttl_ms":60000}`, `ttl_ms` optional | `{}` |
/// | `store.delete/1` | `{"key":"k"}` | `{"deleted":true}` |
///
/// Keys are the processor's own: two processors never see each other's. Manifests name `store/1` under `needs`.
public struct Store: Sendable {
    let host: Host

    private struct Request: Encodable {
        var key: String
        var value: Data?
        var ttl_ms: Int64?
    }

    private struct Reply: Decodable {
        var value: Data?
        var deleted: Bool?
    }

    /// The value, or nil. - Throws: `ServiceError`.
    public func get(_ key: String) async throws -> [UInt8]? {
        try await call("store.get/1", Request(key: key)).value.map(Array.init)
    }

    /// - Parameter lifetime: after which the value may be forgotten; nil: never.
    /// - Throws: `ServiceError`.
    public func put(_ key: String, _ value: [UInt8], lifetime: Duration? = nil) async throws {
        let request = Request(key: key, value: Data(value), ttl_ms: lifetime?.milliseconds)
        _ = try await call("store.put/1", request)
    }

    /// Whether there was a value. - Throws: `ServiceError`.
    @discardableResult
    public func delete(_ key: String) async throws -> Bool {
        try await call("store.delete/1", Request(key: key)).deleted ?? false
    }

    private func call(_ service: String, _ request: Request) async throws -> Reply {
        let reply = try await host.call(service, Array(try JSONCoding.encode(request)))
        return try reply.withUnsafeBytes { try JSONCoding.decode(Reply.self, from: $0) }
    }
}
