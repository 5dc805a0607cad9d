/// Why there is no answer from a model. Nothing in it tells what was asked or answered.
public struct ModelFailure: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// 401, 403: the key is wrong, or may not.
        case unauthorized
        /// 404: no such model or address.
        case notFound = "not_found"
        /// 429: too many requests or tokens in a time.
        case rateLimited = "rate_limited"
        /// 429 `insufficient_quota`, 402: paid for no more.
        case quotaExhausted = "quota_exhausted"
        /// 503, 529: no room now.
        case overloaded
        /// 408, 409, other 5xx.
        case serverError = "server_error"
        /// 400, 413, 422: the provider does not take the request.
        case badRequest = "bad_request"
        /// The conversation is longer than the model can read.
        case contextTooLong = "context_too_long"
        /// The provider's filter did not let question or answer through.
        case contentFiltered = "content_filtered"
        /// The model does not want to.
        case refused
        /// The most tokens were reached before the answer was whole.
        case lengthStop = "length_stop"
        /// An answer without text and calls.
        case empty
        /// An answer that is not what the protocol says.
        case malformed
        /// JSON that is none, or not of the schema, also after the second try.
        case invalidOutput = "invalid_output"
        case unreachable
        case connectTimeout = "connect_timeout"
        case firstTokenTimeout = "first_token_timeout"
        case idleTimeout = "idle_timeout"
        /// The time for all attempts together is over.
        case deadline
        /// Broken off after its first token.
        case cut
        /// The breaker is open: it failed too often just now.
        case circuitOpen = "circuit_open"
        /// This tenant's share of requests, tokens or places is used.
        case tenantLimited = "tenant_limited"
        /// The host has no room for another request to the upstream, or does not let this one through.
        case upstreamBusy = "upstream_busy"
        /// The operator's mistake: an upstream that is not granted, an untrusted certificate.
        case misconfigured
        case cancelled
    }

    public var reason: Reason
    /// A sentence for a person.
    public var message: String
    /// What the provider answered; nil: nothing.
    public var status: Int?
    /// The provider's own word, such as `insufficient_quota`: its `code` or `type`, in a shape that is safe to log.
    public var providerCode: String?
    /// How long to wait before another attempt, as the provider or a limit says.
    public var retryAfter: Duration?
    /// For the provider's support.
    public var requestID: String?
    /// What the provider says about another attempt, where it does: it knows better than a rule by status.
    public var shouldRetry: Bool?

    public init(
        _ reason: Reason, _ message: String, status: Int? = nil, providerCode: String? = nil,
        retryAfter: Duration? = nil, requestID: String? = nil, shouldRetry: Bool? = nil
    ) {
        self.reason = reason
        self.message = message
        self.status = status
        self.providerCode = providerCode
        self.retryAfter = retryAfter
        self.requestID = requestID
        self.shouldRetry = shouldRetry
    }

    /// Stable, for programs: `model.rate_limited`.
    public var code: String { "model." + reason.rawValue }
    public var description: String { message }
}
