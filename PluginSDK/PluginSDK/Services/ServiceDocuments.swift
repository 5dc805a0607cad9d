import FoundationEssentials

extension Host {
    /// Asks a service whose request and reply are JSON. - Throws: as `call`.
    func ask<Reply: Decodable>(
        _ service: String, _ request: some Encodable, for type: Reply.Type
    ) async throws -> Reply {
        try Self.read(type, try await call(service, Array(try JSONCoding.encode(request))), from: service)
    }

    /// Reads what a service answered. - Throws: `service.bad_reply`.
    static func read<Reply: Decodable>(_ type: Reply.Type, _ bytes: [UInt8], from service: String) throws -> Reply {
        do {
            return try bytes.withUnsafeBytes { try JSONCoding.decode(type, from: $0) }
        } catch {
            throw ServiceError.badReply(service)
        }
    }
}

/// A reply that says nothing.
struct EmptyReply: Decodable {}

/// Whether there was something to delete.
struct DeletionReply: Decodable {
    var deleted: Bool
}

/// A value in base64, or null, which is written and not left out: "there is none" is a value, too.
struct Base64OrNull: Encodable {
    let bytes: [UInt8]?

    init(_ bytes: [UInt8]?) { self.bytes = bytes }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let bytes { try container.encode(Data(bytes)) } else { try container.encodeNil() }
    }
}

extension Duration {
    /// How long something lives, for a service: a part of a millisecond counts as a whole one.
    var lifetimeMilliseconds: Int64 { max(1, milliseconds) }
}
