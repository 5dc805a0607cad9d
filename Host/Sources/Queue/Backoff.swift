import HostConfiguration
import HostDatabase

/// How long a failed job waits for its next attempt.
enum Backoff {
    /// The wait in milliseconds after attempt `attempt`, which is 1 for the first: `first` doubled for each further
    /// attempt, `most` at the most; of that, chance takes away up to the part `jitter`.
    static func wait(after attempt: Int, _ policy: RetryPolicy, random: inout some RandomNumberGenerator) -> Int64 {
        let first = policy.first.rowMilliseconds
        let most = policy.most.rowMilliseconds
        let doublings = max(0, attempt - 1)
        let (grown, overflow) = first.multipliedReportingOverflow(by: doublings < 53 ? 1 << doublings : .max)
        let whole = overflow ? most : min(grown, most)
        let jitter = min(max(policy.jitter.isNaN ? 0 : policy.jitter, 0), 1)
        let cut = Double(whole) * jitter * Double.random(in: 0...1, using: &random)
        return max(0, whole - Int64(cut))
    }
}
