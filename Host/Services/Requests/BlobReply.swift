/// The replies of `blobs.*/1`.
package enum BlobReply {
    package struct Entry {
        package let key: String
        package let size: Int
        package let mediaType: String?

        package init(key: String, size: Int, mediaType: String?) {
            self.key = key
            self.size = size
            self.mediaType = mediaType
        }
    }

    /// There is no such blob.
    package static let absent = ReplyDocument().bytes

    package static func content(_ content: [UInt8], mediaType: String?) -> [UInt8] {
        var reply = ReplyDocument()
        reply.add("size", content.count)
        if let mediaType { reply.add("media_type", mediaType) }
        return reply.bytes + [UInt8(ascii: "\n")] + content
    }

    package static func stored(size: Int) -> [UInt8] {
        var reply = ReplyDocument()
        reply.add("size", size)
        return reply.bytes
    }

    package static func deleted(_ wasThere: Bool) -> [UInt8] {
        var reply = ReplyDocument()
        reply.add("deleted", wasThere)
        return reply.bytes
    }

    /// - Parameter next: behind which key the next page begins; nil for the last page.
    package static func page(_ entries: [Entry], next: String?) -> [UInt8] {
        var reply = ReplyDocument()
        reply.add(
            "entries",
            entries.map { entry in
                var text = ReplyDocument()
                text.add("key", entry.key)
                text.add("size", entry.size)
                if let mediaType = entry.mediaType { text.add("media_type", mediaType) }
                return text
            })
        if let next { reply.add("next", next) }
        return reply.bytes
    }
}
