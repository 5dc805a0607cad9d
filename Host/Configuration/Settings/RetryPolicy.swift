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
}
