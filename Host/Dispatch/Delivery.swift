import Synchronization

/// The bytes of a job, wherever a source keeps them. They are lent to the plugin and never copied or parsed by the host.
public protocol JobPayload: Sendable {
    /// Calls `body` with the bytes, which stay valid until it returns. From any thread.
    func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result
}

extension Array: JobPayload where Element == UInt8 {
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withUnsafeBufferPointer { body(UnsafeRawBufferPointer($0)) }
    }
}

/// How a job ended, on its way back to its source. It borrows the plugin's memory and cannot be kept.
public struct Completion: ~Copyable {
    public let status: JobStatus
    /// The answer, or a JSON document about the failure; valid only during `settle`.
    public let payload: UnsafeRawBufferPointer
    /// The media type of the payload, when it differs from the operation's own.
    public let mediaType: String?
    public let error: JobError?
    /// What the plugin says beside its answer: `message-id` for a callback's message, `outcome` when the answer tells of a
    /// failure. Sources take what they know.
    public let headers: [(name: String, value: String)]
    /// Whether the host ended or refused the job by itself - a drain, no room - and the plugin has said nothing: such an
    /// attempt is none.
    public let isHostsDoing: Bool

    init(
        status: JobStatus, payload: UnsafeRawBufferPointer, mediaType: String?, error: JobError?,
        headers: [(name: String, value: String)] = [], isHostsDoing: Bool = false
    ) {
        self.headers = headers
        self.isHostsDoing = isHostsDoing
        self.status = status
        self.payload = payload
        self.mediaType = mediaType
        self.error = error
    }
}

/// What a source says to one piece of a streamed answer.
public enum PieceVerdict: Sendable {
    /// Taken.
    case accepted
    /// No room: the source calls ``JobTicket/writable()`` when there is room again.
    case full
    /// Nobody listens any more.
    case closed
}

/// The source's side of one delivery.
public protocol DeliveryReceiver: Sendable {
    /// Takes the end of the job. Called exactly once for each admitted delivery, from any thread; must not block.
    func settle(_ completion: borrowing Completion)
    /// Takes one piece of a streamed answer, borrowed until return. From any thread; must not block.
    func take(piece: UnsafeRawBufferPointer) -> PieceVerdict
}

extension DeliveryReceiver {
    /// A source that cannot stream hears no piece.
    public func take(piece: UnsafeRawBufferPointer) -> PieceVerdict { .closed }
}

/// From when the time runs that one attempt may take.
public enum DeadlineStart: Sendable {
    /// From the arrival: somebody waits for the answer, and a job that waits in line is as late as one that runs.
    case arrival
    /// From the start: nobody waits, so that the job's own work is all that counts.
    case start
}

/// One hand-over of a job by a source; it is settled exactly once.
public final class Delivery: Sendable {
    public let envelope: JobEnvelope
    /// 1 the first time.
    public let attempt: UInt32
    /// Where it came from, for metrics and the record of what is in flight: `http`, or a queue's name.
    public let origin: String
    public let payload: any JobPayload
    let receiver: any DeliveryReceiver
    /// `CLOCK_MONOTONIC` when the host took it.
    let received: UInt64
    let deadlineFrom: DeadlineStart
    /// Until when the attempt may run, on the monotonic clock; 0: without a limit, or without one until it starts.
    let deadline = Atomic<UInt64>(0)
    let cancelled = Atomic<Bool>(false)
    /// It was cancelled because its deadline passed.
    let overdue = Atomic<Bool>(false)
    /// It was cancelled because a drain's time was up: it is wanted still, elsewhere.
    let drained = Atomic<Bool>(false)
    /// Its place in the record of jobs in flight; -1 when it has none.
    let recorded = Atomic<Int32>(-1)

    public init(
        envelope: JobEnvelope, attempt: UInt32 = 1, origin: String = "", payload: any JobPayload,
        receiver: any DeliveryReceiver, received: UInt64, deadlineFrom: DeadlineStart = .arrival
    ) {
        self.envelope = envelope
        self.attempt = attempt
        self.origin = origin
        self.payload = payload
        self.receiver = receiver
        self.received = received
        self.deadlineFrom = deadlineFrom
    }
}
