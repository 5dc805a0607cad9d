import Crypto
import HostConfiguration

/// AWS Signature Version 4 with the rules of S3: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
/// and `sigv4-query-string-auth.html`. Nothing here reads a clock or keeps a state.
struct RequestSigner: Sendable {
    typealias Pair = (name: String, value: String)

    private static let algorithm = "AWS4-HMAC-SHA256"
    private static let service = "s3"

    let region: String
    let accessKey: String
    let secretKey: Secret
    let sessionToken: Secret?

    /// The headers that make a signed request of this one: those that are given, all of them signed, and
    /// `X-Amz-Date`, `X-Amz-Content-SHA256`, `X-Amz-Security-Token` and `Authorization`.
    ///
    /// - Parameter headers: without `Host`; nothing that a proxy may change on the way.
    func headers(_ method: String, _ url: S3URL, _ headers: [Pair], payload: PayloadHash, at time: AWSTime) -> [Pair] {
        var headers = headers + [("X-Amz-Date", time.text), ("X-Amz-Content-SHA256", payload.text)]
        if let sessionToken { headers.append(("X-Amz-Security-Token", sessionToken.value)) }
        let signed = SignedHeaders(headers + [("Host", url.host)])
        let signature = signature(of: canonical(method, url, signed, payload), at: time)
        headers.append(
            (
                "Authorization",
                "\(Self.algorithm) Credential=\(accessKey)/\(scope(time)), SignedHeaders=\(signed.names), "
                    + "Signature=\(signature)"
            ))
        return headers
    }

    /// A URL that lets whoever has it send this request until `expires` seconds have passed (1 to 604,800). A secret.
    ///
    /// The host signs its own requests by ``headers(_:_:_:payload:at:)`` and gives out no such URL: this is what the
    /// tests check against other implementations' vectors, which have both forms.
    func presigned(_ method: String, _ url: S3URL, expires: Int, at time: AWSTime) -> S3URL {
        let signed = SignedHeaders([("Host", url.host)])
        var url = url
        url.query += [
            ("X-Amz-Algorithm", Self.algorithm), ("X-Amz-Credential", "\(accessKey)/\(scope(time))"),
            ("X-Amz-Date", time.text), ("X-Amz-Expires", String(expires)), ("X-Amz-SignedHeaders", signed.names),
        ]
        if let sessionToken { url.query.append(("X-Amz-Security-Token", sessionToken.value)) }
        let signature = signature(of: canonical(method, url, signed, .unsigned), at: time)
        url.query.append(("X-Amz-Signature", signature))
        return url
    }

    private func canonical(_ method: String, _ url: S3URL, _ headers: SignedHeaders, _ payload: PayloadHash) -> String {
        [method, url.path, url.canonicalQuery, headers.lines, headers.names, payload.text].joined(separator: "\n")
    }

    private func scope(_ time: AWSTime) -> String { "\(time.day)/\(region)/\(Self.service)/aws4_request" }

    private func signature(of canonical: String, at time: AWSTime) -> String {
        let digest = hexadecimal(SHA256.hash(data: Array(canonical.utf8)))
        let text = [Self.algorithm, time.text, scope(time), digest].joined(separator: "\n")
        var key = Array("AWS4\(secretKey.value)".utf8)
        for part in [String(time.day), region, Self.service, "aws4_request"] { key = authenticated(part, key) }
        return hexadecimal(authenticated(text, key))
    }

    private func authenticated(_ text: String, _ key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key)))
    }
}

/// What a signature says of the content.
struct PayloadHash: Sendable {
    let text: String

    /// Takes a while for long content: some 64 MiB in a tenth of a second.
    init(of content: [UInt8]) { text = hexadecimal(SHA256.hash(data: content)) }

    /// Whoever has the request may send any content. Of presigned URLs.
    static let unsigned = PayloadHash(text: "UNSIGNED-PAYLOAD")

    private init(text: String) { self.text = text }
}

/// Headers as they are signed: lower-case names in order, values trimmed, runs of spaces as one.
private struct SignedHeaders {
    let names: String
    /// One line each, the last one ended too.
    let lines: String

    init(_ headers: [RequestSigner.Pair]) {
        let sorted = headers.map { ($0.name.lowercased(), Self.trimmed($0.value)) }.sorted { $0.0 < $1.0 }
        names = sorted.map(\.0).joined(separator: ";")
        lines = sorted.map { "\($0.0):\($0.1)\n" }.joined()
    }

    private static func trimmed(_ value: String) -> String { value.split(separator: " ").joined(separator: " ") }
}

private func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
