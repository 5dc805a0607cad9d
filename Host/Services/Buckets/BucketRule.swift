import HostConfiguration
import HostS3
import HostServiceRequests

/// What may be asked of a bucket.
enum BucketRule {
    static func check(
        _ request: BlobRequest, access: BucketSettings.Access, limit: Int
    ) throws(ServiceRefusal) {
        switch request {
        case .get(let key): try check(key)
        case .delete(let key):
            try check(key)
            try checkWrite(access)
        case .put(let put, let content):
            try check(put.key)
            try checkWrite(access)
            guard content.count <= limit else {
                throw .reject("blobs.too_large", "the object has more than \(limit >> 20) MiB")
            }
            guard put.lifetime == nil else {
                throw .badRequest("\"ttl_ms\" is for a processor's own blobs: objects of a bucket do not run out")
            }
            guard put.mediaType == nil || MediaType.plain(put.mediaType) != nil else {
                throw .badRequest("\"media_type\" of an object in a bucket must be plain ASCII")
            }
        case .list: break
        }
    }

    /// Proxies and servers resolve such parts, and could so leave the bucket's prefix.
    private static func check(_ key: String) throws(ServiceRefusal) {
        let parts = key.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard !parts.contains(where: { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }) else {
            throw .reject("store.key_invalid", "a key with a part \".\" or \"..\": keys of a bucket are paths")
        }
    }

    private static func checkWrite(_ access: BucketSettings.Access) throws(ServiceRefusal) {
        guard access == .write else {
            throw .reject("blobs.read_only", "the bucket may only be read: it has no access: write")
        }
    }
}
