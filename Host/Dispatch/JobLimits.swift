/// The limits of one processor's jobs.
public struct JobLimits: Sendable, Equatable {
    /// Jobs at once.
    public var concurrency: Int
    /// Most threads for handlers; nil: one more than jobs at once, so that each may block.
    public var threads: Int?
    /// Jobs that may wait for a slot; more are refused as busy.
    public var queue: Int
    /// How long one attempt may take: from its arrival or from its start, as its source says (``DeadlineStart``); nil for
    /// no limit.
    public var timeout: Duration?
    /// How long a cancelled or overdue handler has before its job is taken back.
    public var grace: Duration

    public init(
        concurrency: Int, threads: Int? = nil, queue: Int, timeout: Duration?, grace: Duration = .seconds(1)
    ) {
        self.concurrency = concurrency
        self.threads = threads
        self.queue = queue
        self.timeout = timeout
        self.grace = grace
    }
}
