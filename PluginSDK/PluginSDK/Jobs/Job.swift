/// One attempt at one job, as a handler sees it. May be passed on to any task; after the handler has returned it
/// reaches nobody.
public struct Job: Sendable {
    let state: JobState

    init(_ state: JobState) { self.state = state }

    /// A job without a host: for a unit test that calls a handler itself.
    public init(id: String = "test", attempt: Int = 1, headers: [String: String] = [:], host: Host = Host()) {
        state = JobState(texts: JobTexts(id: id, headers: headers), attempt: attempt, deadline: 0, host: host)
    }

    /// Stable across attempts: the key for doing a thing once.
    public var id: String { state.texts.id }

    /// 1 the first time.
    public var attempt: Int { state.attempt }

    /// How long the host still waits; zero when it waits no longer, nil when it sets no limit.
    public var timeRemaining: Duration? {
        guard state.deadline > 0 else { return nil }
        let now = MonotonicClock.nanoseconds
        return state.deadline > now ? .nanoseconds(Int64(clamping: state.deadline - now)) : .zero
    }

    /// When the host stops waiting.
    public var deadline: ContinuousClock.Instant? { timeRemaining.map { ContinuousClock.now + $0 } }

    /// True once nobody wants the answer any more, or the deadline is past. The handler's task is cancelled too, so
    /// that what it awaits throws; long computing asks here, or `checkCancellation()`, between its steps.
    public var isCancelled: Bool { state.isCancelled }

    /// - Throws: `CancellationError` when nobody wants the answer any more.
    public func checkCancellation() throws {
        if isCancelled { throw CancellationError() }
    }

    /// The host's services, on behalf of this job.
    public var host: Host {
        Host(connection: state.host.connection, calls: state.host.calls, token: state.token)
    }

    public var log: Log { host.log }
    public var trace: Trace { Trace(connection: state.host.connection, token: state.token) }

    /// Starts a task beside the handler: on the processor's threads, and cancelled with the job. (`Task { }` runs
    /// elsewhere: code that blocks in it holds up unrelated work.) What still runs when the handler returns is
    /// cancelled and waited for before the job completes.
    @discardableResult
    public func spawn<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) -> Task<Value, any Error> {
        state.spawn(body)
    }
}
