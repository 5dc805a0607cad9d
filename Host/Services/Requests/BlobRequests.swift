/// The first line of `blobs.put/1`; the content stands behind it.
package struct BlobPut: ServiceRequest {
    /// An entry under `buckets:`; nil for the processor's own blobs.
    package let bucket: String?
    package let key: String
    package let mediaType: String?
    package let subject: String?
    /// Milliseconds until it is gone; nil for never.
    package let lifetime: Int64?

    package init(_ reader: RequestReader) throws {
        bucket = try reader.label("bucket")
        key = try reader.key()
        mediaType = try reader.label("media_type", most: 255)
        subject = try reader.label("subject")
        lifetime = try reader.milliseconds("ttl_ms", from: 1)
    }
}

/// `blobs.get/1` and `blobs.delete/1`.
package struct BlobKey: ServiceRequest {
    package let bucket: String?
    package let key: String

    package init(_ reader: RequestReader) throws {
        bucket = try reader.label("bucket")
        key = try reader.key()
    }
}

package struct BlobList: ServiceRequest {
    package let bucket: String?
    package let keys: KeyListing

    package init(_ reader: RequestReader) throws {
        bucket = try reader.label("bucket")
        keys = try KeyListing(reader)
    }
}

/// A request of one line of JSON, `\n`, and bytes.
package struct FramedRequest {
    package let line: ArraySlice<UInt8>
    package let content: ArraySlice<UInt8>

    package init(_ bytes: [UInt8]) throws(ServiceRefusal) {
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else {
            throw .badRequest("the request must be one line of JSON, a newline, and the bytes")
        }
        line = bytes[..<end]
        content = bytes[(end + 1)...]
    }
}
