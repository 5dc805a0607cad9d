/// An embedded queue and the operation that does its jobs.
public struct QueueBinding: Sendable, Hashable {
    public var name: String
    public var retry = RetryPolicy()
    /// How long a claim holds without a sign of life; it is renewed while the job runs.
    public var lease = Duration.seconds(30)
    /// Most jobs that may wait in it; more are refused.
    public var limit = 1_000_000

    public init(name: String) { self.name = name }
}
