import HostDispatch
import HostTransfers

/// What is kept beside a blob's content, as the object's own metadata. S3 takes 2 KiB of it.
struct BlobMetadata: Equatable {
    var mediaType: String?
    var tenant: String?
    var subject: String?
    /// Milliseconds since 1970; nil for never.
    var expires: Int64?

    init() {}

    init(_ head: TransferHead) {
        func text(_ name: String) -> String? {
            head.header(Self.prefix + name).flatMap { PercentText.decoded($0.utf8) }
        }
        mediaType = text("media-type")
        tenant = text("tenant")
        subject = text("subject")
        expires = text("expires").flatMap(Int64.init)
    }

    /// Values are percent-encoded: headers are ASCII, and S3 changes spaces.
    var headers: [(name: String, value: String)] {
        let texts = [
            ("media-type", mediaType), ("tenant", tenant), ("subject", subject),
            ("expires", expires.map { String($0) }),
        ]
        let own = texts.compactMap { name, text in
            text.map { (name: Self.prefix + name, value: PercentText.encoded(part: $0)) }
        }
        // For others who read the bucket; it is not read back, for servers add to it.
        return own + [(name: "content-type", value: MediaType.plain(mediaType) ?? "application/octet-stream")]
    }

    func isGone(at now: Int64) -> Bool { expires.map { $0 <= now } ?? false }

    private static let prefix = "x-amz-meta-proctor-"
}
