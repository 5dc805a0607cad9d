import HostConfiguration
import HostTransfers

/// Which headers a plugin may send to an upstream: none of the connection's, none by which the host proves who it is,
/// and none that the operator has set.
struct HeaderRules: Sendable {
    /// Most headers of one request, and most bytes of all of them.
    static let countLimit = 64
    static let byteLimit = 32 << 10

    private static let reserved: Set = [
        "host", "authorization", "content-length", "transfer-encoding", "connection", "cookie", "expect", "keep-alive",
        "proxy-authorization", "proxy-connection", "te", "trailer", "upgrade",
    ]

    /// Folded.
    private let refused: Set<String>

    init(_ settings: UpstreamSettings) {
        let signing = settings.signing.map { [$0.signatureHeader, $0.timestampHeader, $0.tenantHeader] } ?? []
        refused = Self.reserved.union((signing + settings.headers.map(\.name)).map(Self.folded))
    }

    /// Nil when these may be sent; else what is wrong.
    func fault(of headers: [(name: String, value: String)]) -> String? {
        guard headers.count <= Self.countLimit else { return "more than \(Self.countLimit) headers" }
        let bytes = headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        guard bytes <= Self.byteLimit else { return "headers of more than \(Self.byteLimit >> 10) KiB" }
        for (name, value) in headers {
            guard name.utf8.count <= 128, HeaderSyntax.isToken(name) else { return "a header whose name is none" }
            guard HeaderSyntax.isValue(value) else { return "the header \(name) with a control character in its value" }
            guard !refused.contains(Self.folded(name)) else { return "the header \(name), which is the host's" }
        }
        return nil
    }

    /// Many servers hand headers on as variables, for which `X-Own` and `x_own` are one name (RFC 3875, section 4.1.18).
    private static func folded(_ name: String) -> String {
        String(name.lowercased().map { $0 == "_" ? "-" : $0 })
    }
}
