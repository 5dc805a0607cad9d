import HostConfiguration
import HostObservability
import HostThreads
import Logging

/// Publishes with confirms over a connection of its own, and tries again what fails.
///
/// A message whose connection is lost is sent again with the same id: it may arrive twice, and is never forgotten.
final class Publisher: MessagePublishing {
    /// Requests that may be without an outcome at once; bindings' prefetch keeps far below it.
    private static let limit = 100_000

    private let inbox = PublishInbox(limit: limit)
    private let session: PublisherSession
    private let thread: BrokerThread

    /// - Parameter name: of the connection, as the broker's operator sees it.
    init(
        settings: BrokerSettings, name: String, metrics: MetricRegistry, log: Logger,
        startThread: @escaping BrokerThread.Starter = { HostThread.start(name: $0, $1) }
    ) {
        session = PublisherSession(inbox, metrics)
        thread = BrokerThread(settings: settings, session: session, name: name, log: log, startThread: startThread)
    }

    /// Begins to connect. False when the system has no thread to give: all requests fail then.
    @discardableResult
    func start() -> Bool { thread.start() }

    var hasStarted: Bool { thread.hasStarted }

    /// `done` is called on the publisher's thread, or at once on the caller's when the request cannot be taken at all: the
    /// publisher has not started or has ended, or too many wait.
    func publish(_ request: PublishRequest, done: @escaping @Sendable (PublishOutcome) -> Void) {
        guard thread.hasStarted else {
            return done(.failed(code: "broker.unreachable", message: BrokerThread.noThread.message))
        }
        switch inbox.add(PublishInbox.Entry(request: request, done: done)) {
        case nil: thread.wake()
        case .closed: done(.failed(code: "broker.unreachable", message: "The host is stopping."))
        case .full:
            done(.failed(code: "broker.blocked", message: "\(Self.limit) messages wait for the broker already."))
        }
    }

    var pending: Int { inbox.pending }

    var hindrance: String? { thread.hindrance ?? session.obstacle.withLock { $0 } }

    /// Connections that have been made.
    var connects: UInt64 { thread.connects }

    /// Waits up to `limit` until every request has its outcome, then ends the connection; what is left fails with
    /// `broker.unreachable`.
    func stop(within limit: Duration) {
        inbox.waitUntilIdle(MonotonicClock.now() &+ limit.nanoseconds)
        thread.stop(within: .seconds(2))
    }
}
