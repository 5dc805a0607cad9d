import Crypto
import HostSignatures

/// Checks the signature of requests: HMAC-SHA256 over a canonical text, in time, and used once.
final class RequestSignature: Sendable {
    /// What a request brought to prove itself with.
    struct Claim: Equatable {
        let signature: [UInt8]
        let timestamp: Int64
        let timestampText: String
        let tenant: String

        /// Nil when a header is missing or no signature or time at all.
        init?(signature: String?, timestamp: String?, tenant: String?) {
            guard let signature = signature.flatMap(Self.bytes), signature.count == SHA256.byteCount,
                let text = timestamp, text.utf8.count <= 12, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let seconds = Int64(text)
            else { return nil }
            self.signature = signature
            self.timestamp = seconds
            self.timestampText = text
            self.tenant = tenant ?? ""
        }

        private static func bytes(_ hex: String) -> [UInt8]? {
            let digits = Array(hex.utf8)
            guard digits.count.isMultiple(of: 2) else { return nil }
            var bytes: [UInt8] = []
            for index in stride(from: 0, to: digits.count, by: 2) {
                guard let high = Character(Unicode.Scalar(digits[index])).hexDigitValue,
                    let low = Character(Unicode.Scalar(digits[index + 1])).hexDigitValue
                else { return nil }
                bytes.append(UInt8(truncatingIfNeeded: high << 4 | low))
            }
            return bytes
        }
    }

    enum Verdict: Equatable {
        case right
        /// Made with another secret, or over another request.
        case wrong
        /// Right, but too old or too new.
        case outOfTime
        /// Right, but it has been used.
        case used
        /// Right, but there is no room to remember it.
        case full
    }

    private let signer: RequestSigner
    private let window: Int64
    private let memory: SignatureMemory

    /// - Parameters:
    ///   - window: whole seconds.
    ///   - memory: the secret's.
    init(secret: String, canonical: String, window: Int64, memory: SignatureMemory) {
        signer = RequestSigner(secret: secret, canonical: canonical)
        self.window = max(1, window)
        self.memory = memory
    }

    /// Whether a claim's time is near enough to this host's clock.
    ///
    /// - Parameter now: seconds since 1970.
    func isInTime(_ claim: Claim, now: Int64) -> Bool { abs(now &- claim.timestamp) <= window }

    /// - Parameters:
    ///   - digest: SHA-256 of the body.
    ///   - now: seconds since 1970.
    func check(_ claim: Claim, method: String, target: String, digest: some Sequence<UInt8>, now: Int64) -> Verdict {
        let parts = CanonicalText.Parts(
            method: method, target: target, tenant: claim.tenant, timestamp: claim.timestampText,
            bodyDigest: RequestSigner.hex(digest))
        guard signer.isRight(claim.signature, for: parts) else { return .wrong }
        guard isInTime(claim, now: now) else { return .outOfTime }
        switch memory.use(claim.signature, timestamp: claim.timestamp, now: now) {
        case .fresh: return .right
        case .used: return .used
        case .full: return .full
        }
    }
}
