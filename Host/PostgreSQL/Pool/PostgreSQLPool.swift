import HostThreads
public import Logging

/// A few connections to one PostgreSQL server, shared by all who ask. Nothing here blocks; callable from any thread.
///
/// Connections are made when they are needed, and made again when they are lost: a server that is away for longer than
/// two seconds has requests turned away at once, until it is found again.
public final class PostgreSQLPool: Sendable {
    public let settings: PostgreSQLSettings
    private let thread: PoolThread
    private let isRunning: Bool

    /// Starts its thread, which connects at once.
    public init(_ settings: PostgreSQLSettings, log: Logger) {
        self.settings = settings
        let thread = PoolThread(settings, log: log)
        self.thread = thread
        let started = thread.inbox.bell >= 0 ? HostThread.start(name: "postgres") { thread.run() } : nil
        isRunning = started != nil
        started?.detach()
    }

    deinit { close() }

    /// Does a request.
    ///
    /// - Parameter done: hears the result of each statement, in their order, or why none of it happened; once, on the
    ///   pool's thread or at once on the caller's, and must not block. After `unreachable` it may have happened.
    public func perform(
        _ request: PostgreSQLRequest, done: @escaping @Sendable (Result<[PostgreSQLResult], PostgreSQLFailure>) -> Void
    ) {
        if let obstacle = request.obstacle { return done(.failure(obstacle)) }
        guard isRunning else {
            return done(.failure(PostgreSQLFailure(.unreachable, "the system has no thread for PostgreSQL")))
        }
        let deadline = MonotonicClock.now() &+ (request.timeout ?? settings.timeout).nanoseconds
        let pending = PendingRequest(request: request, deadline: deadline, done: done)
        if let refusal = thread.inbox.add(pending) { done(.failure(refusal)) }
    }

    /// The same, waiting for it. Blocks; never from the pool's own thread.
    public func perform(_ request: PostgreSQLRequest) throws(PostgreSQLFailure) -> [PostgreSQLResult] {
        let gate = Gate()
        let outcome = Guarded<Result<[PostgreSQLResult], PostgreSQLFailure>>(.failure(.closed))
        perform(request) { result in
            outcome.withLock { $0 = result }
            gate.open()
        }
        gate.wait()
        return try outcome.withLock { $0 }.get()
    }

    /// Why the server cannot be reached at the moment; nil while it can, and until the first attempt has ended.
    public var hindrance: PostgreSQLFailure? { thread.hindrance.withLock { $0 } }

    /// Takes no more, does what it has, and ends by itself. Does not block.
    public func close() { thread.inbox.close() }

    /// Waits until all is done and the connections are closed, after ``close()``. Blocks.
    ///
    /// - Returns: false when `timeout` passed first.
    public func waitUntilClosed(_ timeout: Duration) -> Bool { !isRunning || thread.ended.wait(timeout) }
}
