/// How often and when a failed job is tried again.
public struct RetryPolicy: Sendable, Hashable {
    /// Attempts in all; the last failure makes a dead letter. At least 1.
    public var attempts = 5
    /// Before the second attempt; it doubles with each further one.
    public var first = Duration.seconds(1)
    public var most = Duration.seconds(300)
    /// The part of each wait that chance decides, 0 to 1: jobs that failed together do not come back together.
    public var jitter = 0.2

    public init() {}

    public init(attempts: Int, first: Duration, most: Duration) {
        self.attempts = attempts
        self.first = first
        self.most = most
    }

    /// How long a failed job waits for its next attempt: `first`, doubled for each further attempt, `most` at the most;
    /// of that, chance takes away up to the part `jitter`.
    ///
    /// - Parameters:
    ///   - attempt: the one that failed, 1 for the first.
    ///   - chance: 0 to 1.
    public func wait(after attempt: Int, chance: Double) -> Duration {
        var wait = min(max(first, .zero), most)
        for _ in 1..<min(max(attempt, 1), 64) { wait = min(wait + wait, most) }
        let part = jitter.isNaN ? 0 : min(max(jitter, 0), 1)
        return wait * (1 - part * min(max(chance, 0), 1))
    }
}
