/// The first line of `blobs.put/1`; the content stands behind it.
struct BlobPut: ServiceRequest {
    let key: String
    let mediaType: String?
    let subject: String?
    /// Milliseconds until it is gone; nil for never.
    let lifetime: Int64?

    init(_ reader: RequestReader) throws {
        key = try reader.key()
        mediaType = try reader.label("media_type", most: 255)
        subject = try reader.label("subject")
        lifetime = try reader.milliseconds("ttl_ms", from: 1)
    }
}

/// `blobs.get/1` and `blobs.delete/1`.
struct BlobKey: ServiceRequest {
    let key: String

    init(_ reader: RequestReader) throws { key = try reader.key() }
}

struct BlobList: ServiceRequest {
    let keys: KeyListing

    init(_ reader: RequestReader) throws { keys = try KeyListing(reader) }
}

/// A request of one line of JSON, `\n`, and bytes.
struct FramedRequest {
    let line: ArraySlice<UInt8>
    let content: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) throws(ServiceRefusal) {
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else {
            throw .badRequest("the request must be one line of JSON, a newline, and the bytes")
        }
        line = bytes[..<end]
        content = bytes[(end + 1)...]
    }
}
