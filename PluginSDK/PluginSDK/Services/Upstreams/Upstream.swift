/// An outside HTTP service that the operator has named. The host knows its address and its secrets, signs, retries,
/// traces and limits; a plugin sees none of it.
///
///     let exam = try await job.host.upstream("backend").send("GET", "/internal/exams/\(id)", decoding: Exam.self)
///
/// A status is an answer and no error: after the host's own retries, 404 and 503 come back as they are. Manifests name
/// `http/1` under `needs`. Every function throws `ServiceError`: `upstream.unreachable`, `.timeout`, `.read_timeout`,
/// `.busy`, `.circuit_open`, `.broken` and `.untrusted` mean later; `.unknown`, `.not_allowed`, `.bad_request`, `.too_large` and
/// `.tenant_mismatch` never. A cancelled task ends its exchange.
///
/// The services behind it, for who writes a host or a plugin in C. `exchange` is a number of the plugin's own, unique
/// among its open ones; bytes follow the one line of JSON after a line feed, to the end:
///
/// | Service | Request | Reply |
/// |---|---|---|
/// | `http.send/1` | `{"exchange","upstream","method","path",("query":[[k,v]]),("headers":[[n,v]]),("tenant"),("idempotent"),("timeout_ms"),("attempts")}`, line feed, body | `{"status","headers":[[n,v]]}`, line feed, body |
/// | `http.open/1` | the same | `{"status","headers"}` as soon as it is there |
/// | `http.read/1` | `{"exchange",("timeout_ms")}` | 1 byte to 256 KiB as soon as there are any; nothing at the end |
/// | `http.close/1` | `{"exchange"}` | `{}`: ends the exchange in whatever state it is |
public struct Upstream: Sendable {
    let host: Host
    let name: String

    /// Sends a request and waits for the whole answer.
    public func send(_ request: UpstreamRequest) async throws -> UpstreamResponse {
        let service = "http.send/1"
        let exchange = Exchange(host: host)
        let frame = try request.frame(exchange: exchange.number, upstream: name, service: service)
        let reply: Frame
        do {
            reply = Frame(parsing: try await host.call(service, frame))
        } catch {
            // The call has been made before this is reached, so that the host sees the two in this order.
            if Task.isCancelled { exchange.close() }
            throw error
        }
        return UpstreamResponse(
            head: try UpstreamHead(line: reply.head, from: service), body: reply.body ?? [])
    }

    /// Sends a request and waits for the whole answer; parameters as of `UpstreamRequest`.
    public func send(
        _ method: String, _ path: UpstreamPath, query: KeyValuePairs<String, String> = [:],
        headers: KeyValuePairs<String, String> = [:], body: [UInt8] = [], timeout: Duration? = nil,
        idempotent: Bool? = nil, tenant: String? = nil
    ) async throws -> UpstreamResponse {
        try await send(
            UpstreamRequest(
                method, path, query: query, headers: headers, body: body, timeout: timeout, idempotent: idempotent,
                tenant: tenant))
    }

    /// Gets JSON. - Throws: also as `UpstreamHead.requireSuccess`; `DecodingError`.
    public func send<Value: Decodable>(
        _ method: String, _ path: UpstreamPath, query: KeyValuePairs<String, String> = [:],
        headers: KeyValuePairs<String, String> = [:], timeout: Duration? = nil, idempotent: Bool? = nil,
        tenant: String? = nil, decoding type: Value.Type
    ) async throws -> Value {
        let response = try await send(
            UpstreamRequest(
                method, path, query: query, headers: headers, timeout: timeout, idempotent: idempotent, tenant: tenant))
        try response.head.requireSuccess()
        return try response.decode(as: type)
    }

    /// Sends JSON and gets JSON. - Throws: also as `UpstreamHead.requireSuccess`; `EncodingError`; `DecodingError`.
    public func send<Value: Decodable>(
        _ method: String, _ path: UpstreamPath, encoding body: some Encodable,
        query: KeyValuePairs<String, String> = [:], headers: KeyValuePairs<String, String> = [:],
        timeout: Duration? = nil, idempotent: Bool? = nil, tenant: String? = nil, decoding type: Value.Type
    ) async throws -> Value {
        let response = try await send(
            UpstreamRequest(
                method, path, encoding: body, query: query, headers: headers, timeout: timeout,
                idempotent: idempotent, tenant: tenant))
        try response.head.requireSuccess()
        return try response.decode(as: type)
    }

    /// Sends a request and waits for the head of the answer; its body is read as it comes.
    public func stream(_ request: UpstreamRequest) async throws -> UpstreamStream {
        let service = "http.open/1"
        let exchange = Exchange(host: host)
        let frame = try request.frame(exchange: exchange.number, upstream: name, service: service)
        do {
            let head = Frame(parsing: try await host.call(service, frame)).head
            return UpstreamStream(head: try UpstreamHead(line: head, from: service), exchange: exchange)
        } catch {
            exchange.close()
            throw error
        }
    }
}
