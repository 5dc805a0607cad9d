/// What an operation takes or gives, as the manifest says it.
public struct PayloadDescription: Sendable, Equatable {
    public var mediaType: String
    /// JSON Schema; nil where a schema says nothing, as of raw bytes.
    public var schema: JSONValue?

    public init(mediaType: String, schema: JSONValue? = nil) {
        self.mediaType = mediaType
        self.schema = schema
    }
}

/// An input that reads the payload's bytes itself: `RawRequest`, `FormInput`.
public protocol PayloadInput: Sendable {
    static var payloadDescription: PayloadDescription { get }

    /// - Parameters:
    ///   - payload: borrowed until the return.
    ///   - mediaType: the job's `content-type`, with its parameters.
    /// - Throws: `InputRefusal` when the sender is to blame.
    init(payload: UnsafeRawBufferPointer, mediaType: String?) throws
}

/// The payload as it came.
public struct RawRequest: PayloadInput {
    public var bytes: [UInt8]
    /// The job's `content-type`.
    public var mediaType: String?

    public init(bytes: [UInt8], mediaType: String? = nil) {
        self.bytes = bytes
        self.mediaType = mediaType
    }

    public static var payloadDescription: PayloadDescription {
        PayloadDescription(mediaType: "application/octet-stream")
    }

    public init(payload: UnsafeRawBufferPointer, mediaType: String?) {
        self.init(bytes: Array(payload), mediaType: mediaType)
    }
}

/// An answer that is not JSON: an image, a PDF, a CSV.
public struct RawResponse: Sendable {
    public var bytes: [UInt8]
    public var mediaType: String

    public init(bytes: [UInt8], mediaType: String) {
        self.bytes = bytes
        self.mediaType = mediaType
    }
}
