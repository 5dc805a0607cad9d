import HostConfiguration
import HostObservability
import HostThreads
import Logging

/// One broker as its bindings use it: a connection that consumes, and another one that publishes, each made when it is
/// needed first.
final class BrokerLink: @unchecked Sendable {  // used with the source's lock held, or by the one that ends it
    let settings: BrokerSettings
    private let around: ConsumingSession.Surroundings
    private let startThread: BrokerThread.Starter
    private var consuming: (session: ConsumingSession, thread: BrokerThread)?
    private var publishing: Publisher?
    private var isPaused = false

    init(
        settings: BrokerSettings, around: ConsumingSession.Surroundings,
        startThread: @escaping BrokerThread.Starter = { HostThread.start(name: $0, $1) }
    ) {
        (self.settings, self.around, self.startThread) = (settings, around, startThread)
    }

    /// The queues to consume from now on. Where the system had no thread to give, this tries once more.
    func consume(_ wanted: [JobTerms]) {
        if let (session, thread) = consuming, thread.hasStarted { return session.want(wanted) }
        guard !wanted.isEmpty, !isPaused else { return consuming = nil }
        let box = WeakThread()
        let session = ConsumingSession(broker: settings.name, around: around) { box.thread?.wake() }
        let thread = BrokerThread(
            settings: settings, session: session, name: "proctor-consume", log: around.log, startThread: startThread)
        box.thread = thread
        session.want(wanted)
        consuming = (session, thread)
        if !thread.start() { session.turnWithoutBroker(BrokerThread.noThread) }
    }

    /// What publishes to this broker; another one where the last could not be started.
    var publisher: Publisher {
        if let publishing, publishing.hasStarted { return publishing }
        let made = Publisher(
            settings: settings, name: "proctor-publish", metrics: around.registry, log: around.log,
            startThread: startThread)
        publishing = made
        made.start()
        return made
    }

    func pause() {
        isPaused = true
        consuming?.session.pause()
    }

    /// Begins to end: nothing is taken any more. What is under way goes on.
    func end() {
        isPaused = true
        consuming?.session.end()
    }

    /// Waits until all that was taken is settled, and closes the connection that consumes. Blocks for at most `limit`.
    func stopConsuming(within limit: Duration) {
        guard let (session, thread) = consuming, thread.hasStarted else { return }
        let start = ContinuousClock.now
        _ = session.finished.wait(limit)
        thread.stop(within: max(.milliseconds(100), limit - start.duration(to: .now)))
    }

    /// Closes the connection that publishes. Blocks for at most `limit`.
    func stopPublishing(within limit: Duration) { publishing?.stop(within: limit) }

    var status: [QueueStatus] { consuming?.session.status ?? [] }

    var hindrances: [String] {
        let publisher = publishing?.hindrance.map { "\(settings.name): callbacks cannot be published: \($0)" }
        return [consuming?.session.hindrance, publisher].compactMap { $0 }
    }
}

extension BrokerSettings {
    /// Whether it is reached in the same way, wherever in the file it stands.
    func connectsLike(_ other: BrokerSettings) -> Bool {
        var moved = BrokerSettings(
            name: other.name, kind: other.kind, host: other.host, port: other.port, virtualHost: other.virtualHost,
            position: position)
        (moved.username, moved.password, moved.tls) = (other.username, other.password, other.tls)
        (moved.heartbeat, moved.connectTimeout) = (other.heartbeat, other.connectTimeout)
        return moved == self
    }
}

/// Lets a session wake the thread that holds it.
private final class WeakThread: @unchecked Sendable {  // written once, before the thread is started
    weak var thread: BrokerThread?
}
