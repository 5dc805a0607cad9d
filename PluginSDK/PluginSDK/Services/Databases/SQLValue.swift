import FoundationEssentials

/// A value of a row, or for a placeholder of a statement. Literals do: `[7, "north", nil]`.
///
/// Numerics, times, JSON and UUIDs come as text, as the database writes them. A double that is whole comes as `.integer`:
/// ask it for its `number`.
public enum SQLValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case bytes([UInt8])

    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    public var integer: Int? { if case .integer(let value) = self { value } else { nil } }
    /// Of a whole number, too.
    public var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
    public var text: String? { if case .text(let value) = self { value } else { nil } }
    public var bytes: [UInt8]? { if case .bytes(let value) = self { value } else { nil } }

    /// As `Decodable` rows see it: bytes as base64, which `Data` reads.
    var json: JSONValue {
        switch self {
        case .null: .null
        case .bool(let value): .bool(value)
        case .integer(let value): .integer(value)
        case .number(let value): .number(value)
        case .text(let value): .string(value)
        case .bytes(let value): .string(Data(value).base64EncodedString())
        }
    }
}

extension SQLValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByStringInterpolation
{
    public init(nilLiteral: ()) { self = .null }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(stringLiteral value: String) { self = .text(value) }
}

/// As the service writes it: JSON's own kinds, and `{"base64"}` for bytes.
extension SQLValue: Codable {
    private enum Member: String, CodingKey { case base64 }

    public init(from decoder: any Decoder) throws {
        if let container = try? decoder.container(keyedBy: Member.self) {
            self = .bytes(Array(try container.decode(Data.self, forKey: .base64)))
            return
        }
        switch try JSONValue(from: decoder) {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .integer(let value): self = .integer(value)
        case .number(let value): self = .number(value)
        case .string(let value): self = .text(value)
        case .array, .object:
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "A value of SQL is no list"))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .bytes(let value):
            var container = encoder.container(keyedBy: Member.self)
            try container.encode(Data(value), forKey: .base64)
        default: try json.encode(to: encoder)
        }
    }
}
