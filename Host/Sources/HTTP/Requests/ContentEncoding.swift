import HTTPTypes

/// How a request's body is packed (RFC 9110, section 8.4). The host unpacks nothing.
enum ContentEncoding {
    /// Whether the body is what it stands for: no encoding, or `identity`.
    static func isIdentity(_ fields: HTTPFields) -> Bool {
        guard let codings = fields[.contentEncoding] else { return true }
        return codings.split(separator: ",").allSatisfy { coding in
            let name = coding.filter { $0 != " " && $0 != "\t" }
            return name.isEmpty || name.lowercased() == "identity"
        }
    }

    /// For a body that would be read as JSON; says what the host takes (RFC 9110, section 12.5.3).
    static let refused = EarlyAnswer(
        PlainAnswer.failure(415, "this operation takes JSON as it is: send the body without Content-Encoding")
            .response([(.acceptEncoding, "identity")]))
}
