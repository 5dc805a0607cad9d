import NIOHTTP1

/// How the body of a request is delimited.
enum BodyLength: Equatable {
    case none
    case bytes(Int)
    case chunked
}

/// What RFC 9112 asks of a request's head beyond its syntax, which the parser has checked. Strict where leniency would
/// let two readers of one connection see different requests.
enum RequestHead {
    /// The length of the body, or why the request is refused.
    static func check(_ head: HTTPRequestHead) -> Result<BodyLength, RequestRefusal> {
        if let problem = fieldProblem(head.headers) ?? hostProblem(head) ?? targetProblem(head) {
            return .failure(RequestRefusal(status: 400, reason: problem))
        }
        if let expectation = head.headers.first(name: "expect"), expectation.lowercased() != "100-continue" {
            return .failure(RequestRefusal(status: 417, reason: "only Expect: 100-continue is known"))
        }
        return bodyLength(head)
    }

    /// Whether a client that speaks this may go on after the answer. What asks for another protocol is answered as
    /// HTTP/1.1, and the parser reads nothing after it.
    static func keepsAlive(_ head: HTTPRequestHead) -> Bool {
        head.isKeepAlive && head.method != .CONNECT && !head.headers.contains(name: "upgrade")
    }

    /// Names are tokens, values have no control characters (RFC 9110, section 5): the types above drop or repair what
    /// is not, silently.
    private static func fieldProblem(_ headers: HTTPHeaders) -> String? {
        for (name, value) in headers {
            guard !name.isEmpty, name.utf8.allSatisfy(isTokenByte) else { return "a header's name is not valid" }
            guard value.utf8.allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }) else {
                return "a header's value has a control character in it"
            }
        }
        return nil
    }

    /// Exactly one Host in HTTP/1.1 (RFC 9112, section 3.2).
    private static func hostProblem(_ head: HTTPRequestHead) -> String? {
        let hosts = head.headers["host"]
        if hosts.count > 1 { return "there is more than one Host" }
        return head.version != .http1_0 && hosts.isEmpty ? "there is no Host" : nil
    }

    private static func targetProblem(_ head: HTTPRequestHead) -> String? {
        guard head.uri.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return "the request's target has characters in it that must be percent-encoded"
        }
        let target = head.uri.lowercased()
        if target.hasPrefix("/") || target.hasPrefix("http://") || target.hasPrefix("https://") { return nil }
        return target == "*" && head.method == .OPTIONS ? nil : "the request's target is no absolute path"
    }

    /// One length, said once and in one way (RFC 9112, section 6.3).
    private static func bodyLength(_ head: HTTPRequestHead) -> Result<BodyLength, RequestRefusal> {
        func refused(_ reason: String, _ status: Int = 400) -> Result<BodyLength, RequestRefusal> {
            .failure(RequestRefusal(status: status, reason: reason))
        }
        let lengths = head.headers["content-length"]
        let codings = head.headers["transfer-encoding"]
        if !codings.isEmpty {
            guard lengths.isEmpty else { return refused("there is both a Content-Length and a Transfer-Encoding") }
            guard head.version != .http1_0 else { return refused("Transfer-Encoding is not for HTTP/1.0") }
            guard codings.count == 1, codings[0].lowercased() == "chunked" else {
                return refused("the only Transfer-Encoding that is known is chunked", 501)
            }
            return .success(.chunked)
        }
        guard let text = lengths.first else { return .success(.none) }
        guard lengths.count == 1 else { return refused("there is more than one Content-Length") }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(text) else {
            return refused("the Content-Length is no number")
        }
        return .success(length == 0 ? .none : .bytes(length))
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
