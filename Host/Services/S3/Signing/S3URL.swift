import HostDispatch

/// Where a request goes: a service's endpoint, a bucket in one of the two styles, perhaps an object, and a query.
struct S3URL: Sendable {
    typealias Pair = (name: String, value: String)

    /// `https` or `http`.
    let scheme: String
    /// As in the header `Host`: lower case, the port only when it is not the scheme's own.
    let host: String
    /// As in the endpoint, with whatever port it names.
    private let authority: String
    /// Percent-encoded once, as S3 signs it: `/bucket/a%20b`. Dots are not resolved.
    let path: String
    var query: [Pair] = []

    /// - Parameters:
    ///   - endpoint: `https://host:port`, without a path.
    ///   - key: of an object; nil for the bucket itself.
    init(endpoint: String, bucket: String, isPathStyle: Bool, key: String?, query: [Pair] = []) {
        let parts = endpoint.split(separator: "://", maxSplits: 1)
        scheme = parts.count == 2 ? parts[0].lowercased() : "https"
        var place = (parts.last.map(String.init) ?? "").lowercased()
        while place.hasSuffix("/") { place.removeLast() }
        authority = isPathStyle ? place : "\(bucket).\(place)"
        let standard = scheme == "http" ? ":80" : ":443"
        host = authority.hasSuffix(standard) ? String(authority.dropLast(standard.count)) : authority
        let object = key.map { "/" + Self.encoded(path: $0) }
        path = isPathStyle ? "/" + Self.encoded(path: bucket) + (object ?? "") : object ?? "/"
        self.query = query
    }

    /// Ready to be sent.
    var text: String {
        let members = query.map { Self.encoded($0.name) + "=" + Self.encoded($0.value) }
        return "\(scheme)://\(authority)\(path)" + (members.isEmpty ? "" : "?" + members.joined(separator: "&"))
    }

    /// The query as it is signed: encoded, then sorted by bytes (AWS Signature Version 4, "Create a canonical request").
    var canonicalQuery: String {
        query.map { (Self.encoded($0.name), Self.encoded($0.value)) }
            .sorted { $0.0 == $1.0 ? precedes($0.1, $1.1) : precedes($0.0, $1.0) }
            .map { "\($0.0)=\($0.1)" }
            .joined(separator: "&")
    }

    /// Everything but letters, digits and `-._~`.
    static func encoded(_ text: String) -> String { PercentText.encoded(part: text) }

    private static func encoded(path: String) -> String {
        // By bytes: a character of Swift may hold a slash and a mark that combines with it.
        path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { encoded(String(Substring($0))) }
            .joined(separator: "/")
    }

    private func precedes(_ one: String, _ other: String) -> Bool {
        one.utf8.lexicographicallyPrecedes(other.utf8)
    }
}
