/// A job to be done later, wherever it is kept until then.
public struct NewJob: Sendable {
    /// The embedded queue.
    public var queue: String
    /// Stable across attempts. A job whose id the queue has seen within its memory is not added again. Nil makes one.
    public var id: String?
    public var payload: [UInt8]
    /// Job headers: lower-case names, each at most once.
    public var headers: [(name: String, value: String)]
    /// Higher is sooner; 0 by default, -1000 to 1000.
    public var priority: Int
    /// Not before so long from now.
    public var delay: Duration
    /// The person whom the data is about, for a later purge.
    public var subject: String?

    public init(
        queue: String, id: String? = nil, payload: [UInt8], headers: [(name: String, value: String)] = [],
        priority: Int = 0, delay: Duration = .zero, subject: String? = nil
    ) {
        self.queue = queue
        self.id = id
        self.payload = payload
        self.headers = headers
        self.priority = priority
        self.delay = delay
        self.subject = subject
    }
}

/// What became of a job that was to be put into a queue.
public enum PutOutcome: Sendable, Equatable {
    /// It is kept, durably.
    case added(id: String)
    /// A job of this id is there already, or has been done.
    case duplicate(id: String)
    /// The queue has as many jobs as it may have.
    case full(limit: Int)
    /// Nothing is bound to a queue of this name.
    case unknownQueue
    /// It could not be kept now: the disk is full, say.
    case failed(JobError)
}

/// Keeps jobs until they can be done.
public protocol JobQueue: Sendable {
    /// Puts a job in; `done` is called once, on any thread, when it is durable or refused. Does not block.
    func put(_ job: NewJob, done: @escaping @Sendable (PutOutcome) -> Void)
    /// What is known of a job: waiting, running, or how it ended, as a JSON document. Blocks briefly; nil when nothing is.
    func describe(job id: String, in queue: String) -> [UInt8]?
}
