import Crypto
import Glibc
import HTTPTypes
import HostConfiguration
import HummingbirdCore

/// Decides who may come in at one listener: whoever has a token, or signs.
struct Authenticator: Sendable {
    /// What a request's head says.
    enum HeadVerdict {
        case allowed
        case refused(Refusal)
        /// The signature can be checked once the body is there.
        case signed(RequestSignature.Claim)
    }

    struct Refusal: Error, Equatable {
        let status: Int
        let reason: String

        static let missing = Refusal(status: 401, reason: "this listener wants to know who you are")
        static let wrong = Refusal(status: 401, reason: "these credentials are not right")
        static let outOfTime = Refusal(status: 403, reason: "the signature's time is too far from this host's clock")
        static let used = Refusal(status: 403, reason: "the signature has been used")
        static let full = Refusal(status: 503, reason: "too many signed requests within the window")
    }

    private let tokens: BearerTokens
    private let signature: RequestSignature?
    private let now: @Sendable () -> Int64

    /// Nil for a listener that is open to everybody.
    ///
    /// - Parameters:
    ///   - memories: where the signatures that have been used are remembered.
    ///   - now: seconds since 1970.
    init?(
        _ settings: AuthenticationSettings?, memories: SignatureMemories,
        now: @escaping @Sendable () -> Int64 = { Int64(time(nil)) }
    ) {
        guard let settings, !settings.isOpen else { return nil }
        tokens = BearerTokens(settings.bearer.map(\.value))
        signature = settings.signature.map { settings in
            let secret = settings.secret.value
            let window = settings.window.components.seconds
            return RequestSignature(
                secret: secret, canonical: settings.canonical, window: window,
                memory: memories.memory(of: secret, window: window, now: now()))
        }
        self.now = now
    }

    func check(_ fields: HTTPFields) -> HeadVerdict {
        if !tokens.isEmpty, let authorization = fields[.authorization] {
            let token = BearerTokens.token(ofAuthorization: authorization)
            return token.map(tokens.contains) == true ? .allowed : .refused(.wrong)
        }
        guard let signature, let text = fields[.signature] else { return .refused(.missing) }
        let claim = RequestSignature.Claim(
            signature: text, timestamp: fields[.timestamp], tenant: fields[.tenantSlug])
        guard let claim else { return .refused(.wrong) }
        // Again when the body is there, which may take long.
        return signature.isInTime(claim, now: now()) ? .signed(claim) : .refused(.outOfTime)
    }

    /// Nil when the signature is right and new.
    ///
    /// - Parameters:
    ///   - target: path and query, as they came.
    ///   - digest: SHA-256 of the body.
    func check(_ claim: RequestSignature.Claim, method: String, target: String, digest: some Sequence<UInt8>)
        -> Refusal?
    {
        switch signature?.check(claim, method: method, target: target, digest: digest, now: now()) {
        case .right: nil
        case .outOfTime: .outOfTime
        case .used: .used
        case .full: .full
        case .wrong, nil: .wrong
        }
    }

    /// How a client may prove itself (RFC 9110, section 11.6.1).
    var challenge: String {
        [
            tokens.isEmpty ? nil : #"Bearer realm="proctor""#,
            signature == nil
                ? nil : #"Signature realm="proctor", headers="X-Signature X-Timestamp X-Tenant-Slug""#,
        ].compactMap { $0 }.joined(separator: ", ")
    }

    func response(_ refusal: Refusal) -> Response {
        let answer = PlainAnswer.failure(refusal.status, refusal.reason)
        switch refusal.status {
        case 401: return answer.response([(.wwwAuthenticate, challenge)])
        case 503: return answer.response([(.retryAfter, "30")])
        default: return answer.response()
        }
    }
}
