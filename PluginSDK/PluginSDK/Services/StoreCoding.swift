/// Values as JSON of Codable types.
extension Store {
    /// The value, or nil. - Throws: `ServiceError`; `DecodingError` when it is no such value.
    public func get<Value: Decodable & Sendable>(_ key: String, as type: Value.Type) async throws -> Value? {
        try await get(key).map { try StoredJSON.decode(type, $0) }
    }

    /// Keeps a value; as `put` of bytes.
    public func put(
        _ key: String, encoding value: some Encodable & Sendable, lifetime: Duration? = nil, subject: String? = nil
    ) async throws {
        try await put(key, try StoredJSON.encode(value), lifetime: lifetime, subject: subject)
    }
}

extension StoreEntry {
    /// The value; nil where values were not asked for. - Throws: `DecodingError` when it is no such value.
    public func decode<Value: Decodable>(as type: Value.Type) throws -> Value? {
        try value.map { try StoredJSON.decode(type, $0) }
    }
}

/// How Codable values are kept.
enum StoredJSON {
    static func decode<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws -> Value {
        try bytes.withUnsafeBytes { try JSONCoding.decode(type, from: $0) }
    }

    static func encode(_ value: some Encodable) throws -> [UInt8] { Array(try JSONCoding.encode(value)) }
}
