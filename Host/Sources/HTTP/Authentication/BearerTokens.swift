import Crypto

/// The tokens of a listener. Which one a request brought, and how much of it is right, cannot be told from the time
/// that the comparison takes.
struct BearerTokens: Sendable {
    /// Hashes, so that all comparisons are equally long.
    private let digests: [[UInt8]]

    init(_ tokens: [String]) { digests = tokens.map(Self.digest) }

    var isEmpty: Bool { digests.isEmpty }

    /// Whether `token` is one of them. All of them are looked at, to the end.
    func contains(_ token: String) -> Bool {
        let candidate = Self.digest(token)
        var matches: UInt8 = 0
        for digest in digests {
            var difference: UInt8 = 0
            for (own, other) in zip(digest, candidate) { difference |= own ^ other }
            matches |= difference == 0 ? 1 : 0
        }
        return matches != 0
    }

    /// The token of `Authorization: Bearer TOKEN`; the scheme in any case (RFC 9110, section 11.1).
    static func token(ofAuthorization value: String) -> String? {
        let parts = value.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        let token = parts[1].drop { $0 == " " }
        return token.isEmpty ? nil : String(token)
    }

    private static func digest(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Array(token.utf8))) }
}
