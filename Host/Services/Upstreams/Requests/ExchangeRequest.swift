import HostServiceRequests

/// The first line of `http.send/1` and `http.open/1`; the body stands behind it.
struct ExchangeRequest: ServiceRequest {
    let exchange: Int64
    let upstream: String
    let method: String
    let path: String
    let query: [(name: String, value: String)]
    let headers: [(name: String, value: String)]
    let tenant: String?
    let isIdempotent: Bool
    let timeout: Duration?
    /// Most attempts; nil: as many as the operator allows.
    let attempts: Int?

    init(_ reader: RequestReader) throws {
        exchange = try ExchangeNumber(reader).value
        upstream = try reader.text("upstream")
        method = try reader.text("method")
        path = try reader.text("path")
        query = try reader.pairs("query", most: 1_000)
        headers = try reader.pairs("headers", most: HeaderRules.countLimit)
        tenant = try reader.label("tenant", most: 255)
        isIdempotent = try reader.flag("idempotent")
        timeout = try reader.milliseconds("timeout_ms", from: 1).map { .milliseconds($0) }
        attempts = try reader.number("attempts", in: 1...Int64.max).map { Int(clamping: $0) }
    }
}

/// `http.read/1`.
struct ReadRequest: ServiceRequest {
    let exchange: Int64
    /// How long the piece may take to come; nil: as long as the exchange may last.
    let timeout: Duration?

    init(_ reader: RequestReader) throws {
        exchange = try ExchangeNumber(reader).value
        timeout = try reader.milliseconds("timeout_ms", from: 0).map { .milliseconds($0) }
    }
}

/// `http.close/1`, and how a plugin names an exchange: by a number that it chooses.
struct ExchangeNumber: ServiceRequest {
    let value: Int64

    init(_ reader: RequestReader) throws {
        guard let number = try reader.number("exchange", in: 0...Int64.max) else {
            throw ServiceRefusal.badRequest("\"exchange\" is missing; it must be a whole number")
        }
        value = number
    }
}
