import HostDispatch

/// A query as it is sent (RFC 3986, section 3.4): everything but letters, digits and `-._~` is escaped.
enum QueryText {
    /// With its question mark; empty without pairs.
    static func text(_ pairs: [(name: String, value: String)]) -> String {
        guard !pairs.isEmpty else { return "" }
        return "?"
            + pairs.map { PercentText.encoded(part: $0.name) + "=" + PercentText.encoded(part: $0.value) }
            .joined(separator: "&")
    }
}
