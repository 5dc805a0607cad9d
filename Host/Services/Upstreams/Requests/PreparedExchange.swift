import HostConfiguration
import HostDispatch
import HostServiceRequests
import HostSignatures
import HostThreads
import HostTransfers

/// Whose exchange it is: nobody else can read or close it.
struct ExchangeKey: Hashable, Sendable {
    let processor: String
    let generation: UInt32
    let exchange: Int64

    init(_ caller: ServiceCaller, _ exchange: Int64) {
        processor = caller.processor
        generation = caller.generation
        self.exchange = exchange
    }
}

/// A plugin's request, checked and as it will be sent: all but what is made anew for each attempt.
struct PreparedExchange: Sendable {
    let key: ExchangeKey
    let upstream: Upstream
    let rule: RetryRule
    let tenant: String?
    /// When its time is over, on the monotonic clock.
    let deadline: UInt64
    private let method: String
    /// Path and query, as the server sees them.
    private let target: String
    private let headers: [(name: String, value: String)]
    private let body: [UInt8]
    /// Of the body, when it is signed.
    private let digest: String

    /// - Throws: ``ServiceRefusal``.
    init(
        _ request: ExchangeRequest, body: [UInt8], upstream: Upstream, caller: ServiceCaller,
        now: UInt64 = MonotonicClock.now()
    ) throws(ServiceRefusal) {
        guard Self.isMethod(request.method) else {
            throw .badExchange("\"method\" must be an HTTP method in capitals, not CONNECT or TRACE")
        }
        // It could not be sent, and yet be signed.
        guard request.method != "HEAD" || body.isEmpty else { throw .badExchange("a HEAD request has no body") }
        if let fault = UpstreamPath.fault(of: request.path) { throw .badExchange("\"path\" \(fault)") }
        if let fault = upstream.headerRules.fault(of: request.headers) {
            throw .badExchange("\"headers\" has \(fault)")
        }
        target = upstream.basePath + request.path + QueryText.text(request.query)
        guard target.utf8.count <= UpstreamPath.limit else {
            throw .badExchange("path and query have more than \(UpstreamPath.limit) bytes")
        }
        tenant = try Self.tenant(request, caller, upstream)
        key = ExchangeKey(caller, request.exchange)
        self.upstream = upstream
        var policy = upstream.settings.retry
        policy.attempts = min(policy.attempts, request.attempts ?? policy.attempts)
        rule = RetryRule(policy: policy, method: request.method, isMarked: request.isIdempotent)
        method = request.method
        headers = upstream.ownHeaders + Self.traced(request.headers, caller)
        self.body = body
        digest = upstream.signer == nil ? "" : RequestSigner.digest(of: body)
        deadline = Self.deadline(min(upstream.settings.totalTimeout, request.timeout ?? .seconds(1 << 40)), caller, now)
    }

    /// The request of one attempt, signed for this moment.
    ///
    /// - Parameter second: since 1970-01-01T00:00:00Z.
    func attempt(now: UInt64, second: Int64) -> TransferRequest {
        let settings = upstream.settings
        var request = TransferRequest(
            method: method, url: upstream.origin + target, headers: headers + signature(second), body: body)
        request.isRepeatable = rule.isRepeatable
        request.connectTimeout = settings.connectTimeout
        request.firstByteTimeout = settings.timeout
        request.idleTimeout = settings.idleTimeout
        request.totalTimeout = remaining(now)
        request.responseLimit = settings.responseLimit
        request.tls = settings.tls
        request.proxy = settings.proxy
        request.version = settings.version
        return request
    }

    func remaining(_ now: UInt64) -> Duration { .nanoseconds(Int64(clamping: deadline > now ? deadline - now : 0)) }

    private func signature(_ second: Int64) -> [(name: String, value: String)] {
        guard let signing = upstream.settings.signing, let signer = upstream.signer else { return [] }
        let timestamp = String(second)
        let parts = CanonicalText.Parts(
            method: method, target: target, tenant: tenant ?? "", timestamp: timestamp, bodyDigest: digest)
        let headers = [(signing.signatureHeader, signer.signature(of: parts)), (signing.timestampHeader, timestamp)]
        return headers + (tenant.map { [(signing.tenantHeader, $0)] } ?? [])
    }

    // MARK: Parts

    private static func isMethod(_ method: String) -> Bool {
        (1...16).contains(method.utf8.count)
            && method.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
            && !["CONNECT", "TRACE"].contains(method)
    }

    /// The job's tenant holds; a request may only name one when the job has none.
    private static func tenant(
        _ request: ExchangeRequest, _ caller: ServiceCaller, _ upstream: Upstream
    ) throws(ServiceRefusal) -> String? {
        let own = caller.tenant.flatMap { $0.isEmpty ? nil : $0 }
        if let own, let named = request.tenant, named != own { throw .otherTenant }
        let tenant = own ?? request.tenant ?? upstream.settings.signing?.tenant
        // The server would see it without the spaces around it, and find the signature wrong.
        guard let tenant else { return nil }
        guard HeaderSyntax.isValue(tenant), tenant.utf8.first != 0x20, tenant.utf8.last != 0x20 else {
            throw .badExchange("the tenant cannot stand in a header")
        }
        return tenant
    }

    private static func traced(
        _ headers: [(name: String, value: String)], _ caller: ServiceCaller
    ) -> [(name: String, value: String)] {
        guard let trace = caller.traceparent, HeaderSyntax.isValue(trace),
            !headers.contains(where: { $0.name.lowercased() == "traceparent" })
        else { return headers }
        return headers + [("traceparent", trace)]
    }

    private static func deadline(_ timeout: Duration, _ caller: ServiceCaller, _ now: UInt64) -> UInt64 {
        let (end, overflow) = now.addingReportingOverflow(timeout.nanoseconds)
        return min(overflow ? .max : end, caller.deadline == 0 ? .max : caller.deadline)
    }
}
