/// A request of `blobs.*/1`, read.
package enum BlobRequest {
    case get(String)
    case put(BlobPut, ArraySlice<UInt8>)
    case delete(String)
    case list(KeyListing)

    package static let services: Set = ["blobs.get/1", "blobs.put/1", "blobs.delete/1", "blobs.list/1"]

    /// - Returns: the request, and the bucket that it names; nil for the processor's own blobs.
    /// - Throws: ``ServiceRefusal``.
    package static func read(_ service: String, _ bytes: [UInt8]) throws -> (request: BlobRequest, bucket: String?) {
        switch service {
        case "blobs.get/1":
            let request = try RequestReader.read(BlobKey.self, from: bytes)
            return (.get(request.key), request.bucket)
        case "blobs.put/1":
            let frame = try FramedRequest(bytes)
            let put = try RequestReader.read(BlobPut.self, from: frame.line)
            return (.put(put, frame.content), put.bucket)
        case "blobs.delete/1":
            let request = try RequestReader.read(BlobKey.self, from: bytes)
            return (.delete(request.key), request.bucket)
        case "blobs.list/1":
            let request = try RequestReader.read(BlobList.self, from: bytes)
            return (.list(request.keys), request.bucket)
        default:
            throw ServiceRefusal(status: .unsupported, code: "service.unsupported", message: "no such service")
        }
    }

    /// The same, where there are no buckets.
    package static func readOwn(_ service: String, _ bytes: [UInt8]) throws -> BlobRequest {
        let (request, bucket) = try read(service, bytes)
        guard bucket == nil else {
            throw ServiceRefusal.reject("blobs.unknown_bucket", "this host has no buckets: they stand under buckets:")
        }
        return request
    }
}
