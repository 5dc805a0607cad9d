import FoundationEssentials

/// Names a media type in the type of an `Attachment`.
public protocol MediaKind: Sendable {
    static var mediaType: String { get }
}

public enum JPEGImage: MediaKind { public static let mediaType = "image/jpeg" }
public enum PNGImage: MediaKind { public static let mediaType = "image/png" }
public enum PDFDocument: MediaKind { public static let mediaType = "application/pdf" }

/// A file inside a JSON answer: a base64 text whose schema says what is in it.
///
///     struct Graded: Codable { var score: Int; var overlay: Attachment<JPEGImage>? }
public struct Attachment<Kind: MediaKind>: Codable, Sendable, Hashable, SchemaProviding {
    public var bytes: [UInt8]

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let data = Data(base64Encoded: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "Input should be base64")
        }
        bytes = Array(data)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Data(bytes).base64EncodedString())
    }

    public static var jsonSchema: JSONValue {
        ["type": "string", "contentEncoding": "base64", "contentMediaType": .string(Kind.mediaType)]
    }

    public static var schemaExample: Attachment<Kind> { Attachment([]) }
}
