/// A reply, or a part of one, of the protocols RESP2 and RESP3 (https://redis.io/docs/latest/develop/reference/protocol-spec/).
public enum RedisValue: Sendable, Equatable {
    /// A simple string or a big number: `OK`.
    case text(String)
    /// A bulk or verbatim string, as the bytes that it is.
    case bytes([UInt8])
    case integer(Int64)
    case double(Double)
    case boolean(Bool)
    case null
    /// An error inside of a reply. One that is the whole reply fails its command.
    case error(RedisError)
    /// A list or a set.
    case array([RedisValue])
    /// Keys and values in turn.
    case map([RedisValue])
    /// What the server sends without being asked.
    case push([RedisValue])

    /// The bytes of a string of either kind.
    public var content: [UInt8]? {
        switch self {
        case .bytes(let bytes): bytes
        case .text(let text): Array(text.utf8)
        default: nil
        }
    }

    /// A string of either kind as text.
    public var string: String? {
        switch self {
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        case .text(let text): text
        default: nil
        }
    }

    public var number: Int64? {
        switch self {
        case .integer(let number): number
        case .text, .bytes: string.flatMap { Int64($0) }
        default: nil
        }
    }

    public var elements: [RedisValue]? {
        switch self {
        case .array(let elements), .map(let elements), .push(let elements): elements
        default: nil
        }
    }
}

/// What a server says when it does not do what it was asked.
public struct RedisError: Error, Sendable, Equatable {
    /// The first word: `WRONGTYPE`, `NOSCRIPT`, `READONLY`, `ERR`.
    public let code: String
    /// All of it. May repeat what was sent: not for logs.
    public let message: String

    public init(_ message: String) {
        self.message = message
        code = String(message.prefix { $0 != " " }.prefix(64))
    }
}
