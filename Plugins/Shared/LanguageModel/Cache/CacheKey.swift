import Digests
import ModelAPI

/// Names an answer by everything that it depends on.
struct CacheKey: Sendable, Hashable {
    /// The store's key.
    let text: String

    /// - Parameters:
    ///   - request: as it is sent: the same question always gives the same bytes.
    ///   - tenant: answers are never shared between tenants.
    init(_ request: WireRequest, upstream: String, provider: String, model: String, tenant: String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(request.body.count + 256)
        for part in ["1", provider, upstream, model, tenant, request.path] {
            bytes.append(contentsOf: part.utf8)
            bytes.append(0)
        }
        bytes.append(contentsOf: request.body)
        text = "llm-cache/" + SHA256.hex(bytes)
    }
}
