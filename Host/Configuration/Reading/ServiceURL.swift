/// The address of an outside service, taken apart as far as the host has to judge it (RFC 3986, section 3).
struct ServiceURL: Equatable {
    /// As it is used, credentials included.
    let text: String
    /// In small letters.
    let scheme: String
    /// `user:password`, when there is any.
    let credentials: String?
    /// Without brackets.
    let host: String
    let port: Int?
    /// What follows host and port: path, query, fragment.
    let rest: String

    /// The URL without its credentials.
    var shown: String {
        guard credentials != nil else { return text }
        let place = host.contains(":") ? "[\(host)]" : host
        return "\(scheme)://\(place)" + (port.map { ":\($0)" } ?? "") + rest
    }

    init?(_ text: String) {
        guard let mark = text.firstRange(of: "://") else { return nil }
        let scheme = text[..<mark.lowerBound].lowercased()
        guard let first = scheme.first, first.isASCII, first.isLetter,
            scheme.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }),
            text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F && $0.isASCII })
        else { return nil }
        let after = text[mark.upperBound...]
        let end = after.firstIndex { "/?#".contains($0) } ?? after.endIndex
        var authority = after[..<end]
        var credentials: String?
        if let at = authority.lastIndex(of: "@") {
            credentials = String(authority[..<at])
            authority = authority[authority.index(after: at)...]
        }
        guard let (host, port) = Self.place(authority) else { return nil }
        self.text = text
        self.scheme = scheme
        self.credentials = credentials
        self.host = host
        self.port = port
        rest = String(after[end...])
    }

    private static func place(_ authority: Substring) -> (host: String, port: Int?)? {
        var host = authority
        var port: Int?
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            let digits = authority[authority.index(after: colon)...]
            guard digits.allSatisfy({ ("0"..."9").contains($0) }), let number = Int(digits),
                (1...65535).contains(number)
            else { return nil }
            (host, port) = (authority[..<colon], number)
        }
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
            guard host.allSatisfy({ $0.isHexDigit || ":.".contains($0) }) else { return nil }
        } else if host.contains(where: { "[]:@".contains($0) }) {
            return nil
        }
        return host.isEmpty ? nil : (String(host), port)
    }
}
