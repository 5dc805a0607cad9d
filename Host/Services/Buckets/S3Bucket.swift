import HostS3
import HostServiceRequests

/// A bucket of an S3 service: objects under their own keys, media types as they have them. A list has keys and sizes.
struct S3Bucket: Sendable {
    typealias Reply = Result<[UInt8], ServiceRefusal>

    private let client: S3Client

    init(_ client: S3Client) { self.client = client }

    /// - Parameters:
    ///   - deadline: on the monotonic clock; 0: none.
    ///   - reply: called once.
    func begin(_ request: BlobRequest, until deadline: UInt64, reply: @escaping @Sendable (Reply) -> Void) {
        switch request {
        case .get(let key):
            client.get(key, until: deadline) { result in
                reply(
                    result.map { answer in
                        guard let answer else { return BlobReply.absent }
                        return BlobReply.content(answer.body, mediaType: answer.head.header("content-type"))
                    })
            }
        case .put(let put, let content):
            let type = put.mediaType ?? "application/octet-stream"
            client.put(put.key, Array(content), headers: [("content-type", type)], until: deadline) {
                reply($0.map { BlobReply.stored(size: content.count) })
            }
        case .delete(let key): delete(key, until: deadline, reply: reply)
        case .list(let keys): list(keys, until: deadline, reply: reply)
        }
    }

    private func delete(_ key: String, until deadline: UInt64, reply: @escaping @Sendable (Reply) -> Void) {
        // A delete itself does not say whether there was anything.
        client.head(key, until: deadline) { [client] result in
            switch result {
            case .failure(let refusal): reply(.failure(refusal))
            case .success(nil): reply(.success(BlobReply.deleted(false)))
            case .success: client.delete(key, until: deadline) { reply($0.map { BlobReply.deleted($0) }) }
            }
        }
    }

    private func list(_ keys: KeyListing, until deadline: UInt64, reply: @escaping @Sendable (Reply) -> Void) {
        client.list(keys.prefix, after: keys.after, limit: keys.limit, until: deadline) { result in
            reply(
                result.map { page in
                    // A key that no request could name is not shown.
                    let entries = page.entries.filter { (try? ServiceKey.checked($0.key)) != nil }
                        .map { BlobReply.Entry(key: $0.key, size: $0.size, mediaType: nil) }
                    return BlobReply.page(entries, next: page.isCut ? page.entries.last?.key : nil)
                })
        }
    }
}
