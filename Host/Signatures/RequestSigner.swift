import Crypto

/// Makes and checks the signatures of requests: HMAC-SHA256 over a canonical text, in lower-case hex. The same for those
/// that come in and those that go out.
package struct RequestSigner: Sendable {
    private let key: SymmetricKey
    private let canonical: CanonicalText

    /// - Parameter canonical: a template for ``CanonicalText``.
    package init(secret: String, canonical: String) {
        key = SymmetricKey(data: Array(secret.utf8))
        self.canonical = CanonicalText(template: canonical)
    }

    package func signature(of parts: CanonicalText.Parts) -> String {
        Self.hex(HMAC<SHA256>.authenticationCode(for: Array(canonical.text(parts).utf8), using: key))
    }

    /// Whether `code` is the signature, in bytes, of these parts. In constant time: the library compares without looking
    /// where the first difference is.
    package func isRight(_ code: [UInt8], for parts: CanonicalText.Parts) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Array(canonical.text(parts).utf8), using: key)
    }

    /// SHA-256 of a body, as it stands in the canonical text.
    package static func digest(of body: some Sequence<UInt8>) -> String { hex(SHA256.hash(data: Array(body))) }

    /// Lower-case.
    package static func hex(_ bytes: some Sequence<UInt8>) -> String {
        var out = ""
        for byte in bytes {
            for nibble in [byte >> 4, byte & 15] {
                out.unicodeScalars.append(Unicode.Scalar(nibble < 10 ? 0x30 + nibble : 0x57 + nibble))
            }
        }
        return out
    }
}
