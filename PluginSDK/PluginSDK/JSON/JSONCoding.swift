import FoundationEssentials

/// How the SDK turns Codable values into JSON and back: dates as ISO 8601, data as base64, members sorted.
enum JSONCoding {
    private static let decoder: JSONDecoder = {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return decoder
    }()

    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()

    /// Reads the lent bytes where they are; nothing of them is kept.
    static func decode<Value: Decodable>(_ type: Value.Type, from bytes: UnsafeRawBufferPointer) throws -> Value {
        if type is JSONValue.Type, let value = try JSONValue(parsing: bytes) as? Value { return value }
        guard let start = bytes.baseAddress, bytes.count > 0 else {
            return try decoder.decode(type, from: Data())
        }
        // The decoder only reads, so that taking away the const is sound.
        let lent = Data(bytesNoCopy: UnsafeMutableRawPointer(mutating: start), count: bytes.count, deallocator: .none)
        return try decoder.decode(type, from: lent)
    }

    static func encode(_ value: some Encodable) throws -> Data {
        try encoder.encode(value)
    }
}
