import HostThreads

/// Sends HTTP requests to outside servers and hears the answers: any number at once, on one thread of its own, over
/// connections that are kept and shared (HTTP/2 over TLS where the server has it).
///
/// Nothing of the process's environment is obeyed, no redirect followed, no cookie kept. Functions may be called from
/// any thread and return at once; what they call back is called on the loop's thread and must return at once too.
public final class TransferLoop: Sendable {
    private let inbox = LoopInbox()
    private let thread: Guarded<HostThread?>

    /// - Parameters:
    ///   - name: of the thread, for people (15 bytes are seen).
    ///   - connections: that are kept for reuse at most.
    public init(name: String, connections: Int = 1_024) {
        let inbox = inbox
        thread = Guarded(
            HostThread.start(name: name) {
                if let engine = TransferEngine(inbox: inbox, connections: connections) { return engine.run() }
                inbox.stop()
                for command in inbox.take().commands { command.refuse() }
            })
        if thread.withLock({ $0 == nil }) { inbox.stop() }
    }

    deinit {
        inbox.stop()
        thread.withLock { $0 }?.detach()
    }

    /// Sends a request and takes the answer as a whole.
    ///
    /// - Parameter done: called once; on the calling thread, before this returns, when the loop is stopped.
    @discardableResult
    public func start(
        _ request: TransferRequest, done: @escaping @Sendable (Result<TransferResponse, TransferFailure>) -> Void
    ) -> Transfer {
        begin(request, .whole(done))
    }

    /// Sends a request and hands the answer on piece by piece.
    ///
    /// - Parameter receiver: kept until its `ended` has returned; called on the calling thread, before this returns,
    ///   when the loop is stopped.
    public func stream(_ request: TransferRequest, to receiver: any TransferReceiver) -> Transfer {
        begin(request, .pieces(receiver))
    }

    /// Calls `body` on the loop's thread when the time has passed; at once when the loop is stopped, or stops before.
    @discardableResult
    public func after(_ wait: Duration, _ body: @escaping @Sendable () -> Void) -> ScheduledCall {
        let (end, overflow) = MonotonicClock.now().addingReportingOverflow(wait.nanoseconds)
        let call = ScheduledCall(id: inbox.newID(), inbox: inbox)
        if !inbox.post(.call(id: call.id, at: overflow ? .max : end, body)) { body() }
        return call
    }

    /// Calls `body` on the loop's thread, in the order of asking, among the other functions' requests.
    ///
    /// - Returns: false when the loop is stopped: it is not called.
    public func run(_ body: @escaping @Sendable () -> Void) -> Bool { inbox.post(.run(body)) }

    /// Whether ``stop()`` was called, or the system had no thread to give.
    public var isStopped: Bool { inbox.isStopped }

    /// Ends every transfer as cancelled, and waits until the thread has ended, unless it is the loop's own.
    public func stop() {
        inbox.stop()
        let thread = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        guard let thread else { return }
        if thread.isCurrent { thread.detach() } else { thread.join() }
    }

    private func begin(_ request: TransferRequest, _ sink: TransferSink) -> Transfer {
        let transfer = Transfer(id: inbox.newID(), inbox: inbox)
        if !inbox.post(.begin(id: transfer.id, request, sink)) { sink.end(.failure(.stopped)) }
        return transfer
    }
}

/// A transfer under way. Any thread; without effect once it has ended.
public final class Transfer: Sendable {
    let id: UInt64
    private let inbox: LoopInbox

    init(id: UInt64, inbox: LoopInbox) {
        self.id = id
        self.inbox = inbox
    }

    /// Ends it as ``TransferFailure/Reason/cancelled``, unless it ends by itself at this moment.
    public func cancel() { _ = inbox.post(.cancel(id: id)) }

    /// Lets a stream go on that its receiver has held.
    public func resume() { _ = inbox.post(.resume(id: id)) }
}

/// Something to be done later. Any thread.
public final class ScheduledCall: Sendable {
    let id: UInt64
    private let inbox: LoopInbox

    init(id: UInt64, inbox: LoopInbox) {
        self.id = id
        self.inbox = inbox
    }

    /// Takes it back, unless it is being done, or has been.
    public func cancel() { _ = inbox.post(.cancel(id: id)) }
}

/// Who hears an answer.
enum TransferSink: Sendable {
    case whole(@Sendable (Result<TransferResponse, TransferFailure>) -> Void)
    case pieces(any TransferReceiver)

    /// - Parameter result: of a stream, only whether it failed.
    func end(_ result: Result<TransferResponse, TransferFailure>) {
        switch self {
        case .whole(let done): done(result)
        case .pieces(let receiver):
            if case .failure(let failure) = result { receiver.ended(failure) } else { receiver.ended(nil) }
        }
    }
}

extension TransferFailure {
    static let stopped = TransferFailure(.cancelled, "the host ends")
    static let cancelled = TransferFailure(.cancelled, "the request was cancelled")
}
