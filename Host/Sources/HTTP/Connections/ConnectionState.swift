/// What one connection is doing: which requests wait for their answers, what it is reading, how long it may take, and
/// how it ends. Pure: events go in, decisions come out. Times are nanoseconds of a monotonic clock.
struct ConnectionState {
    private enum Reading {
        case nothing
        case head(since: UInt64)
        /// `left` is nil in a chunked body.
        case body(since: UInt64, bytes: Int, left: Int?)
        /// What comes now cannot be understood, or is no longer wanted.
        case stopped(bytes: Int)
    }

    private enum Ending {
        case no
        /// The next answer is the last.
        case withAnswer
        /// The last answer is on its way out.
        case flushing
        case lingering(until: UInt64)
        case closed
    }

    private let limits: Limits
    private var requests: [Request] = []
    private var reading = Reading.nothing
    private var ending = Ending.no
    /// When something last happened that the client did, or that it had to wait for.
    private var quietSince: UInt64
    /// Bytes that the system had taken of all answers when ``keepsQuiet(flushed:waiting:now:)`` was last asked.
    private var flushed = 0

    init(limits: Limits, now: UInt64) {
        self.limits = limits
        quietSince = now
    }

    /// The request that is being answered, or will be next.
    var current: Request? { requests.first }

    /// Whether parts of requests are of use to anybody.
    var isReading: Bool {
        if case .stopped = reading { return false }
        return true
    }

    // MARK: What comes in

    enum Arrival { case pass, drop, close }

    /// Bytes came. Line breaks between requests, which some clients send, begin none.
    mutating func bytesArrived(_ count: Int, onlyLineBreaks: Bool, now: UInt64) -> Arrival {
        switch reading {
        case .nothing:
            if !onlyLineBreaks { reading = .head(since: now) }
        case .stopped(let before):
            let bytes = before + count
            reading = .stopped(bytes: bytes)
            return bytes > limits.lingerBytes ? .close : .drop
        case .head, .body: break
        }
        return .pass
    }

    mutating func requestBegan(_ request: Request, length: BodyLength, now: UInt64) {
        requests.append(request)
        quietSince = now
        switch length {
        case .none: reading = .body(since: now, bytes: 0, left: 0)
        case .bytes(let count): reading = .body(since: now, bytes: 0, left: count)
        case .chunked: reading = .body(since: now, bytes: 0, left: nil)
        }
    }

    mutating func bodyArrived(_ count: Int, now: UInt64) {
        guard case .body(let since, let before, let left) = reading else { return }
        let bytes = before + count
        let rest = left.map { max(0, $0 - count) }
        reading =
            bytes >= limits.pieceBytes
            ? .body(since: now, bytes: 0, left: rest) : .body(since: since, bytes: bytes, left: rest)
    }

    mutating func requestEnded(now: UInt64) {
        guard isReading else { return }
        reading = .nothing
        quietSince = now
    }

    enum Failure {
        /// The refusal is now the last of ``requests`` and waits for its turn.
        case answer
        /// The body that somebody may be reading has failed.
        case body
        /// Nobody is there to be told.
        case close
    }

    /// What comes cannot be a request, or not this one; nothing more is read.
    mutating func refuse(_ refusal: RequestRefusal) -> Failure {
        defer { reading = .stopped(bytes: 0) }
        switch reading {
        case .body: return requests.isEmpty ? .close : .body
        case .nothing, .head:
            requests.append(Request(keepsAlive: false, refusal: refusal))
            return .answer
        case .stopped: return .close
        }
    }

    // MARK: What goes out

    struct AnswerForm: Equatable {
        var isOld: Bool
        /// Nothing of the body goes out.
        var hidesBody: Bool
        /// It is the last answer.
        var closes: Bool
    }

    /// An answer begins. One whose length is not known ends with the connection where there are no chunks.
    mutating func answerBegins(hasLength: Bool, closes wanted: Bool) -> AnswerForm {
        guard let request = requests.first else { return AnswerForm(isOld: false, hidesBody: false, closes: true) }
        var closes = wanted || !request.keepsAlive || request.refusal != nil
        if request.isOld || request.isHEAD { closes = closes || !hasLength }
        switch ending {
        case .no: break
        case .withAnswer, .flushing, .lingering, .closed: closes = true
        }
        switch reading {
        case .body(_, _, let left) where requests.count == 1:
            if left ?? .max > limits.leftoverBytes { closes = true }
        case .stopped where requests.count == 1: closes = true
        case .nothing, .head, .body, .stopped: break
        }
        if closes { ending = .withAnswer }
        return AnswerForm(isOld: request.isOld, hidesBody: request.isHEAD, closes: closes)
    }

    /// An answer has been handed over in full. True when it was the last: after it is out, call ``linger(now:)``.
    mutating func answerEnded(now: UInt64) -> Bool {
        if !requests.isEmpty { requests.removeFirst() }
        quietSince = now
        if case .withAnswer = ending {
            ending = .flushing
            reading = .stopped(bytes: 0)
            return true
        }
        // The client did not have our attention before: its time begins now.
        switch reading {
        case .head where requests.isEmpty: reading = .head(since: now)
        case .body(_, _, let left) where requests.count <= 1: reading = .body(since: now, bytes: 0, left: left)
        case .nothing, .head, .body, .stopped: break
        }
        return false
    }

    /// The last answer is out: the client has a moment to read it.
    mutating func linger(now: UInt64) { ending = .lingering(until: now &+ limits.lingerTime) }

    // MARK: Ends

    /// The listener closes. True when the connection can be closed at once.
    mutating func quiesce() -> Bool {
        guard case .no = ending else { return false }
        if requests.isEmpty {
            // A request that has begun to arrive is still answered.
            guard case .head = reading else { return true }
        }
        ending = .withAnswer
        return false
    }

    /// The client has closed its side. True when nothing is left to be said.
    var canCloseNow: Bool {
        if case .lingering = ending { return true }
        return requests.isEmpty
    }

    mutating func closed() {
        ending = .closed
        reading = .stopped(bytes: 0)
    }

    private enum Awaited { case nothing, end, request, anything }

    /// What has to happen next, and by when.
    private var awaited: (Awaited, deadline: UInt64?) {
        switch ending {
        case .closed: return (.nothing, nil)
        case .lingering(let until): return (.end, until)
        case .flushing: return (.anything, quietSince &+ limits.idleTimeout)
        case .no, .withAnswer: break
        }
        switch reading {
        // While an earlier request is being answered, the client is not to blame.
        case .head(let since) where requests.isEmpty: return (.request, since &+ limits.readTimeout)
        case .body(let since, _, _) where requests.count <= 1: return (.request, since &+ limits.readTimeout)
        case .nothing, .head, .body, .stopped: return (.anything, quietSince &+ limits.idleTimeout)
        }
    }

    /// When ``expire(now:)`` has to be asked; nil when the connection is closed.
    var deadline: UInt64? { awaited.deadline }

    enum Expiry {
        case nothing, close
        case failed(Failure)
        /// Nothing has come for long: ``keepsQuiet(flushed:waiting:now:)`` knows whether that is the client's doing.
        case quiet
    }

    mutating func expire(now: UInt64) -> Expiry {
        let (awaited, deadline) = awaited
        guard let deadline, deadline <= now else { return .nothing }
        switch awaited {
        case .nothing: return .nothing
        case .end: return .close
        case .request: return .failed(refuse(.timedOut))
        case .anything: return .quiet
        }
    }

    /// Whether a silent connection may stay: a client takes its answer, however slowly, or waits for a job. One that
    /// takes nothing, or wants nothing, goes.
    ///
    /// - Parameters:
    ///   - flushed: bytes of all answers that the system has taken so far.
    ///   - waiting: bytes that it has not.
    mutating func keepsQuiet(flushed total: Int, waiting: Int, now: UInt64) -> Bool {
        defer { flushed = total }
        guard waiting > 0 ? total > flushed : !requests.isEmpty else { return false }
        quietSince = now
        return true
    }
}
