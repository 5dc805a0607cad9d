/// The limits of one processor's jobs.
public struct JobLimits: Sendable, Equatable {
    /// Jobs at once.
    public var concurrency: Int
    /// Jobs that may wait for a slot; more are refused as busy.
    public var queue: Int
    /// From the moment the host takes a job; nil for none.
    public var timeout: Duration?
    /// How long a cancelled or overdue handler has before its job is taken back.
    public var grace: Duration

    public init(concurrency: Int, queue: Int, timeout: Duration?, grace: Duration = .seconds(1)) {
        self.concurrency = concurrency
        self.queue = queue
        self.timeout = timeout
        self.grace = grace
    }
}
