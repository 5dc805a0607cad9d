import PluginSDK

/// A request that a plugin sent to an upstream.
public struct MemoryRequest: Sendable {
    public let upstream: String
    public let method: String
    /// As it goes over the wire: percent-encoded.
    public let path: String
    public let query: [(name: String, value: String)]
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]
    /// Whose data it is about: what the request names, else the job's.
    public let tenant: String?
    public let isIdempotent: Bool?
    public let timeout: Duration?
    /// Most attempts; nil: the operator's. In memory there is one.
    public let attempts: Int?

    /// The first header of this name; upper and lower case make no difference.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as JSON; nil when it is none.
    public var json: JSONValue? { try? JSONValue(parsing: body) }
}

/// What a test lets an upstream answer.
public enum MemoryAnswer: Sendable {
    case response(UpstreamResponse)
    /// A body that comes in pieces; one after the other where it is streamed, joined where it is not.
    case stream(UpstreamHead, pieces: [[UInt8]])
    /// The same with what goes wrong on the way.
    case script(UpstreamHead, [MemoryPiece])
    /// No answer: `.retry("upstream.timeout", "...")`.
    case refusal(ServiceReply)

    /// Nothing, until the request is cancelled.
    public static var hang: MemoryAnswer { .refusal(.never) }

    /// A JSON answer.
    public static func json(_ document: String, status: Int = 200) -> MemoryAnswer {
        .response(
            UpstreamResponse(
                head: UpstreamHead(status: status, headers: [("content-type", "application/json")]),
                body: Array(document.utf8)))
    }

    /// An answer without a body.
    public static func status(_ status: Int, headers: [(name: String, value: String)] = []) -> MemoryAnswer {
        .response(UpstreamResponse(head: UpstreamHead(status: status, headers: headers), body: []))
    }
}

/// What becomes of one read of a streamed body.
public enum MemoryPiece: Sendable {
    case bytes([UInt8])
    /// Nothing comes. A read that has a time ends as `upstream.read_timeout` without waiting for it, and the next one is
    /// given what follows; a read without one hangs until it is cancelled. So does a request that is not streamed.
    case silence
    /// The answer breaks off: `.retry("upstream.broken", "...")`.
    case failure(ServiceReply)
}

/// The services of `Upstream`, in memory: what was asked, and which answers are still being read.
struct MemoryUpstreams {
    private(set) var requests: [MemoryRequest] = []
    /// Pieces that are left, by exchange.
    private(set) var open: [Int: ArraySlice<MemoryPiece>] = [:]

    /// Checks a request as a host does, and notes it.
    mutating func begin(
        _ bytes: [UInt8], for caller: ServiceCaller
    ) throws(ServiceRefusal) -> (exchange: Int, request: MemoryRequest) {
        let (exchange, request) = try Self.request(bytes, for: caller)
        guard open[exchange] == nil else { throw Self.bad("The exchange \(exchange) is under way already.") }
        requests.append(request)
        return (exchange, request)
    }

    /// The reply to `http.send/1` or `http.open/1`.
    mutating func reply(to exchange: Int, _ answer: MemoryAnswer, isStream: Bool) -> ServiceReply {
        switch answer {
        case .refusal(let reply): return reply
        case .response(let response):
            return reply(to: exchange, .stream(response.head, pieces: [response.body]), isStream: isStream)
        case .stream(let head, let pieces):
            return reply(to: exchange, .script(head, pieces.map { .bytes($0) }), isStream: isStream)
        case .script(let head, let pieces):
            let document: JSONValue = [
                "status": .integer(head.status),
                "headers": .array(head.headers.map { [.string($0.name), .string($0.value)] }),
            ]
            guard isStream else { return Self.whole(Array(document.text.utf8) + [0x0A], pieces) }
            open[exchange] = pieces.filter { if case .bytes([]) = $0 { false } else { true } }[...]
            return .ok(document)
        }
    }

    /// The pieces behind their head, in one reply.
    private static func whole(_ head: [UInt8], _ pieces: [MemoryPiece]) -> ServiceReply {
        var bytes = head
        for piece in pieces {
            switch piece {
            case .bytes(let more): bytes += more
            case .silence: return .never
            case .failure(let reply): return reply
            }
        }
        return ServiceReply(PROCTOR_OK, bytes)
    }

    /// `http.read/1` and `http.close/1`.
    mutating func proceed(_ service: String, _ bytes: [UInt8]) throws(ServiceRefusal) -> ServiceReply {
        let isRead = service == "http.read/1"
        let request = try ServiceRequest(bytes, known: isRead ? ["exchange", "timeout_ms"] : ["exchange"])
        guard let exchange = try request.integer("exchange", within: 0...Int.max) else {
            throw .badRequest("The request has no exchange.")
        }
        guard isRead else {
            open[exchange] = nil
            return .ok()
        }
        let timeout = try request.duration("timeout_ms", from: 0)
        guard let pieces = open[exchange] else { throw Self.bad("There is no open exchange \(exchange).") }
        return read(exchange, pieces, within: timeout)
    }

    private mutating func read(
        _ exchange: Int, _ pieces: ArraySlice<MemoryPiece>, within timeout: Duration?
    ) -> ServiceReply {
        switch pieces.first {
        case nil: return ServiceReply(PROCTOR_OK, [])
        case .failure(let reply):
            open[exchange] = nil
            return reply
        case .silence where timeout == nil: return .never
        case .silence:
            open[exchange] = pieces.dropFirst()
            return .retry("upstream.read_timeout", "No more of the answer came in the time that was given.")
        case .bytes(let bytes):
            open[exchange] = pieces.dropFirst()
            return ServiceReply(PROCTOR_OK, bytes)
        }
    }

    private static func bad(_ message: String) -> ServiceRefusal { ServiceRefusal("upstream.bad_request", message) }

    private static func request(
        _ bytes: [UInt8], for caller: ServiceCaller
    ) throws(ServiceRefusal) -> (Int, MemoryRequest) {
        let head = bytes.prefix { $0 != 0x0A }
        let request = try ServiceRequest(
            Array(head),
            known: [
                "exchange", "upstream", "method", "path", "query", "headers", "tenant", "idempotent", "timeout_ms",
                "attempts",
            ])
        guard let exchange = try request.integer("exchange", within: 0...Int.max) else {
            throw .badRequest("The request has no exchange.")
        }
        let method = try request.text("method")
        guard (1...32).contains(method.utf8.count), method.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            throw bad("A method has capital letters alone.")
        }
        let path = try request.text("path")
        if let problem = MemoryPath.problem(of: path) { throw bad(problem) }
        let headers = try request.pairs("headers")
        guard headers.allSatisfy({ ServiceKey.isPrintable($0.name + $0.value) && !$0.name.isEmpty }) else {
            throw bad("A header has no control characters.")
        }
        let tenant = try request.label("tenant", most: 128)
        if let tenant, let own = caller.tenant, tenant != own {
            throw ServiceRefusal("upstream.tenant_mismatch", "The request names another tenant than the job's.")
        }
        return (
            exchange,
            MemoryRequest(
                upstream: try request.text("upstream"), method: method, path: path,
                query: try request.pairs("query"), headers: headers, body: Array(bytes.dropFirst(head.count + 1)),
                tenant: tenant ?? caller.tenant, isIdempotent: try request.flagIfThere("idempotent"),
                timeout: try request.duration("timeout_ms", from: 1),
                attempts: try request.integer("attempts", within: 1...Int.max))
        )
    }
}
