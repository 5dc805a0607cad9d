/// A job that failed for good, as its source hands it to the dead letters.
public struct DeadLetter: Sendable {
    /// Where it came from: `queue grading`, `folder /scans`, `http POST /grade`.
    public var origin: String
    public var job: String
    public var operation: String
    public var processor: String
    public var payload: [UInt8]
    public var headers: [(name: String, value: String)]
    public var attempts: Int
    public var status: JobStatus
    /// Its code is the error's class.
    public var error: JobError
    public var subject: String?

    public init(
        origin: String, job: String, operation: String, processor: String, payload: [UInt8],
        headers: [(name: String, value: String)], attempts: Int, status: JobStatus, error: JobError,
        subject: String? = nil
    ) {
        self.origin = origin
        self.job = job
        self.operation = operation
        self.processor = processor
        self.payload = payload
        self.headers = headers
        self.attempts = attempts
        self.status = status
        self.error = error
        self.subject = subject
    }
}

/// The one home of final failures.
public protocol DeadLetterRoom: Sendable {
    /// Keeps a letter; `done` hears on any thread whether it is durable. Does not block.
    func keep(_ letter: DeadLetter, done: @escaping @Sendable (Bool) -> Void)
}
