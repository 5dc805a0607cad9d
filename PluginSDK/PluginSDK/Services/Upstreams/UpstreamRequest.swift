import CPluginABI

/// One request to an upstream.
public struct UpstreamRequest: Sendable {
    /// Upper case: `GET`.
    public var method: String
    public var path: UpstreamPath
    /// Not encoded; in order, and a name may come more than once.
    public var query: [(name: String, value: String)]
    /// Beside those that the host adds: signature, bearer, trace context.
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    /// For the whole exchange; nil, or longer than the operator's: the operator's.
    public var timeout: Duration?
    /// Whether the host may send it again when an answer is lost; nil: as the method says (RFC 9110, 9.2.2).
    public var idempotent: Bool?
    /// Most attempts, for who has a retry loop of its own: 1 sends it once. Nil, or more than the operator's: the
    /// operator's.
    public var attempts: Int?
    /// Whose data it is about; nil: the job's tenant. A job that has one may name no other.
    public var tenant: String?

    public init(
        _ method: String, _ path: UpstreamPath, query: KeyValuePairs<String, String> = [:],
        headers: KeyValuePairs<String, String> = [:], body: [UInt8] = [], timeout: Duration? = nil,
        idempotent: Bool? = nil, tenant: String? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query.map { ($0.key, $0.value) }
        self.headers = headers.map { ($0.key, $0.value) }
        self.body = body
        self.timeout = timeout
        self.idempotent = idempotent
        self.tenant = tenant
    }

    /// A request whose body is JSON. - Throws: what encoding it throws.
    public init(
        _ method: String, _ path: UpstreamPath, encoding body: some Encodable,
        query: KeyValuePairs<String, String> = [:], headers: KeyValuePairs<String, String> = [:],
        timeout: Duration? = nil, idempotent: Bool? = nil, tenant: String? = nil
    ) throws {
        self.init(
            method, path, query: query, headers: headers, body: Array(try JSONCoding.encode(body)), timeout: timeout,
            idempotent: idempotent, tenant: tenant)
        if !self.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            self.headers.append(("content-type", "application/json"))
        }
    }
}

extension UpstreamRequest {
    /// The service's request: members sorted by name, a line feed, the body.
    ///
    /// - Throws: `ServiceError`, code `upstream.bad_request`, for a path that is none.
    func frame(exchange: UInt64, upstream: String, service: String) throws -> [UInt8] {
        if let problem = path.problem {
            throw ServiceError(
                status: PROCTOR_REJECT, code: "upstream.bad_request",
                message: "The request to \(upstream) was not sent: \(problem).", service: service)
        }
        var line = RequestLine()
        line.add("attempts", attempts)
        line.add("exchange", exchange)
        line.add("headers", headers)
        line.add("idempotent", idempotent)
        line.add("method", method)
        line.add("path", path.text)
        line.add("query", query)
        line.add("tenant", tenant)
        line.add("timeout_ms", timeout?.lifetimeMilliseconds)
        line.add("upstream", upstream)
        var frame = line.bytes(reserving: 1 + body.count)
        frame.append(0x0A)
        frame += body
        return frame
    }
}
