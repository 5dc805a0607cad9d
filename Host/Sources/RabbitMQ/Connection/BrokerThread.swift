import CRabbitMQ
import Glibc
import HostConfiguration
import HostThreads
import Logging
import Synchronization

/// Keeps one connection to a broker: connects, serves its session, and connects again when it is lost.
///
/// librabbitmq is used on this one thread only, and so is the session.
final class BrokerThread: @unchecked Sendable {  // what changes is guarded or atomic; the session runs on the thread
    private let settings: BrokerSettings
    private let session: any BrokerSession
    private let name: String
    private let log: Logger
    private let signal = WakeSignal()
    private let isStopping = Atomic<Bool>(false)
    private let connected = Atomic<UInt64>(0)
    private let thread = Guarded(Life.new)
    private let startThread: Starter
    private let hasEnded = Gate()
    private let state = Guarded(State())

    /// Gives a thread of this name that runs the function; nil when the system has none.
    typealias Starter = @Sendable (_ name: String, _ body: @escaping @Sendable () -> Void) -> HostThread?

    private enum Life {
        case new
        case running(HostThread)
        case over
    }

    private struct State {
        var hindrance: String? = "not connected yet"
        /// A second descriptor of the open socket, to be shut down from another thread: the library closes its own.
        var abort: CInt = -1
    }

    /// - Parameters:
    ///   - name: of the connection, as the broker's operator sees it; the thread's too.
    init(
        settings: BrokerSettings, session: any BrokerSession, name: String, log: Logger,
        startThread: @escaping Starter = { HostThread.start(name: $0, $1) }
    ) {
        self.startThread = startThread
        self.settings = settings
        self.session = session
        self.name = name
        self.log = log
    }

    /// Why there is no connection at the moment; nil when there is. From any thread.
    var hindrance: String? { state.withLock { $0.hindrance } }

    /// Connections that have been made. From any thread.
    var connects: UInt64 { connected.load(ordering: .relaxed) }

    /// Begins to connect; once. False when the system has no thread to give: ``stop(within:)`` still ends the session.
    @discardableResult
    func start() -> Bool {
        let hasStarted = thread.withLock { life in
            guard case .new = life, signal.descriptor >= 0, let started = startThread(name, { self.run() })
            else { return false }
            life = .running(started)
            return true
        }
        if !hasStarted { state.withLock { $0.hindrance = Self.noThread.message } }
        return hasStarted
    }

    /// Why it has not started, when it could not.
    static let noThread = BrokerFailure(
        reason: .unreachable, message: "the system has no thread or descriptor to give")

    /// False before ``start()``, and when that could not be.
    var hasStarted: Bool {
        thread.withLock { if case .new = $0 { false } else { true } }
    }

    /// Has the session's turn called soon. From any thread; cheap.
    func wake() { signal.signal() }

    /// Closes the connection and ends the thread; waits for that. What takes longer than `limit` is broken off.
    func stop(within limit: Duration) {
        isStopping.store(true, ordering: .releasing)
        signal.signal()
        let life = thread.withLock { life in
            defer { life = .over }
            return life
        }
        if case .new = life { session.ended() }
        guard case .running(let running) = life else { return }
        if !hasEnded.wait(limit) {
            state.withLock { if $0.abort >= 0 { shutdown($0.abort, CInt(SHUT_RDWR)) } }
            // A thread that is still connecting ends by the time-out of that.
            guard hasEnded.wait(.seconds(1)) else { return running.detach() }
        }
        running.join()
    }

    // MARK: - On the thread

    private func run() {
        var reconnection = Reconnection()
        while !isStopping.load(ordering: .acquiring) {
            let failure = connection(&reconnection)
            if isStopping.load(ordering: .acquiring) { break }
            let until = reconnection.failed(
                failure.reason, at: MonotonicClock.now(), chance: Double.random(in: 0...1))
            report(failure)
            session.turnWithoutBroker(failure)
            pause(until: until, failure)
        }
        state.withLock { $0.hindrance = "stopped" }
        session.ended()
        hasEnded.open()
    }

    /// One connection from its beginning to its end.
    private func connection(_ reconnection: inout Reconnection) -> BrokerFailure {
        let broker: LibraryConnection
        do {
            broker = try LibraryConnection.open(settings, name: name, generation: reconnection.generation)
        } catch { return error }
        reconnection.opened(at: MonotonicClock.now())
        connected.add(1, ordering: .relaxed)
        state.withLock { $0.abort = fcntl(broker.socket, F_DUPFD_CLOEXEC, 0) }
        defer {
            state.withLock {
                if $0.abort >= 0 { Glibc.close($0.abort) }
                $0.abort = -1
            }
        }
        let failure = serve(broker)
        session.lost(failure)
        return failure
    }

    private func serve(_ broker: LibraryConnection) -> BrokerFailure {
        do throws(BrokerFailure) {
            try session.opened(broker)
            try broker.usable()
            log.info("connected", metadata: ["broker": "\(settings.shownAddress)", "server": "\(broker.server)"])
            state.withLock { $0.hindrance = nil }
            var nextCheck = MonotonicClock.now()
            while !isStopping.load(ordering: .acquiring) {
                try session.turn(broker)
                try broker.usable()
                broker.flush()
                if let pause = broker.heartbeats?.pause, nextCheck <= MonotonicClock.now() {
                    try broker.receive(for: session)
                    try broker.keepAlive()
                    nextCheck = MonotonicClock.now() &+ pause
                } else if wait(for: broker, until: broker.heartbeats == nil ? nil : nextCheck) {
                    try broker.receive(for: session)
                }
            }
            broker.close()
            return BrokerFailure(reason: .unreachable, message: "The host is stopping.")
        } catch {
            return error
        }
    }

    /// Sleeps until there is something to do; true when something can be read.
    private func wait(for broker: LibraryConnection, until limit: UInt64?) -> Bool {
        let mayBlock = !broker.hasBuffered && signal.willSleep()
        let moment = [limit, session.nextMoment].compactMap(\.self).min()
        let events = Int16(POLLIN) | (broker.waitsForRoom ? Int16(POLLOUT) : 0)
        var descriptors = (
            pollfd(fd: broker.socket, events: events, revents: 0),
            pollfd(fd: signal.descriptor, events: Int16(POLLIN), revents: 0)
        )
        // The pointer is to both: one to the first would not have to see the second.
        withUnsafeMutableBytes(of: &descriptors) { both in
            _ = poll(
                both.assumingMemoryBound(to: pollfd.self).baseAddress, 2,
                mayBlock ? Self.milliseconds(until: moment) : 0)
        }
        _ = signal.didWake(isReadable: descriptors.1.revents != 0)
        if descriptors.0.revents & Int16(POLLOUT) != 0 { broker.roomCame() }
        return broker.hasBuffered || descriptors.0.revents & ~Int16(POLLOUT) != 0
    }

    /// Waits for the next attempt to connect.
    private func pause(until moment: UInt64, _ failure: BrokerFailure) {
        while !isStopping.load(ordering: .acquiring) {
            let now = MonotonicClock.now()
            if now >= moment { return }
            var descriptor = pollfd(fd: signal.descriptor, events: Int16(POLLIN), revents: 0)
            if signal.willSleep() {
                _ = poll(&descriptor, 1, Self.milliseconds(until: min(moment, session.nextMoment ?? moment)))
            }
            _ = signal.didWake(isReadable: descriptor.revents != 0)
            session.turnWithoutBroker(failure)
        }
    }

    private func report(_ failure: BrokerFailure) {
        let isNews = state.withLock { state in
            defer { state.hindrance = failure.message }
            return state.hindrance != failure.message
        }
        if isNews {
            log.warning(
                "no connection: \(failure.message)",
                metadata: ["broker": "\(settings.shownAddress)", "reason": "\(failure.reason.rawValue)"])
        }
    }

    /// Of poll: rounded up, -1 for ever.
    private static func milliseconds(until moment: UInt64?) -> CInt {
        guard let moment else { return -1 }
        let now = MonotonicClock.now()
        return moment <= now ? 0 : CInt(clamping: (moment - now + 999_999) / 1_000_000)
    }
}
