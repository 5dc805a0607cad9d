/// Names of HTTP headers that an upstream's requests may carry.
enum HeaderName {
    /// A token (RFC 9110, section 5.6.2).
    static let pattern = "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$"

    /// What the host or the protocol itself sets.
    private static let taken: Set<String> = [
        "connection", "content-length", "expect", "host", "keep-alive", "proxy-authorization", "proxy-connection", "te",
        "traceparent", "tracestate", "trailer", "transfer-encoding", "upgrade",
    ]

    static func isName(_ text: String) -> Bool {
        (1...255).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
                    || "!#$%&'*+.^_`|~-".utf8.contains(byte)
            }
    }

    /// Whether it may be sent. Complains when not.
    static func check(
        _ name: String, shown: String, at position: SourcePosition, problems: inout ProblemList
    ) -> Bool {
        if !isName(name) {
            problems.add(
                "config.bad_name", "\(shown) cannot name a header",
                suggestion: "use letters, digits and -, for example X-Api-Key", at: position)
            return false
        }
        if taken.contains(name.lowercased()) {
            problems.add(
                "config.bad_name", "the header \(shown) is set by the host itself", suggestion: "remove it",
                at: position)
            return false
        }
        return true
    }
}
