import NIOHTTP1

/// Why a request is answered without anybody looking at what it asks for. The connection ends with the answer.
struct RequestRefusal: Error, Equatable {
    let status: Int
    let reason: String
    /// Seconds after which the request may be repeated; nil when that is of no use.
    let retryAfter: Int?

    /// The client was too slow.
    static let timedOut = RequestRefusal(status: 408, reason: "the request did not arrive in time")

    /// The listener holds as many bytes of bodies as it may.
    static let crowded = RequestRefusal(
        status: 503, reason: "too many large bodies arrive at once", retryAfter: 5)

    init(status: Int, reason: String, retryAfter: Int? = nil) {
        self.status = status
        self.reason = reason
        self.retryAfter = retryAfter
    }

    /// What the parser found wrong.
    init(_ error: HTTPParserError) {
        switch error {
        case .headerOverflow: self.init(status: 431, reason: "the request's head is too large")
        case .invalidVersion:
            // The parser says the same of a first line that ends without CR.
            self.init(status: 400, reason: "the HTTP version is not known, or its line does not end with CR and LF")
        case .invalidMethod: self.init(status: 400, reason: "this is no HTTP request")
        default: self.init(status: 400, reason: "the request is not well-formed HTTP")
        }
    }

    var answer: PlainAnswer { .failure(status, reason) }
}
