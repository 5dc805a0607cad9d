import HostConfiguration
import HostTransfers

/// Whether and when a request is sent again. The one loop there is: a plugin has no other, and what may not be repeated
/// is not by the transfer either.
struct RetryRule {
    enum Outcome {
        /// - Parameter retryAfter: what the answer asks for.
        case answer(status: Int, retryAfter: Duration?)
        case failure(TransferFailure.Reason)
    }

    let policy: RetryPolicy
    /// Whether the request may be sent twice without harm.
    let isRepeatable: Bool

    /// - Parameter isMarked: what the plugin says of its request.
    init(policy: RetryPolicy, method: String, isMarked: Bool) {
        self.policy = policy
        isRepeatable = isMarked || TransferRequest.repeatableMethods.contains(method)
    }

    /// How long to wait for the next attempt; nil when there is none, and the outcome stands.
    ///
    /// - Parameters:
    ///   - attempt: the one that ended, 1 for the first.
    ///   - remaining: of the time that the request has in all.
    ///   - chance: 0 to 1.
    func wait(after attempt: Int, _ outcome: Outcome, remaining: Duration, chance: Double) -> Duration? {
        guard attempt < policy.attempts, isWorthwhile(outcome) else { return nil }
        var wait = policy.wait(after: attempt, chance: chance)
        if case .answer(_, let asked?) = outcome { wait = max(wait, asked) }
        return wait < remaining ? wait : nil
    }

    private func isWorthwhile(_ outcome: Outcome) -> Bool {
        switch outcome {
        // Whoever says when to come again has not done the work.
        case .answer(429, let asked), .answer(503, let asked): isRepeatable || asked != nil
        // Not built, and no such protocol: the next answer would be the same.
        case .answer(501, _), .answer(505, _): false
        case .answer(500...599, _): isRepeatable
        case .answer: false
        // Nothing was sent.
        case .failure(.unreachable), .failure(.connectTimeout): true
        case .failure(.broken), .failure(.firstByteTimeout), .failure(.idleTimeout): isRepeatable
        case .failure: false
        }
    }
}
