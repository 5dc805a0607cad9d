public import HostConfiguration
public import HostDispatch
public import Logging
import NIOCore
import NIOPosix
import Synchronization

/// Takes jobs by HTTP: owns the host's listeners, and those of processors, which come and go with the routing. All of
/// them share one event loop.
///
/// A processor's listener that cannot listen is tried again until it can, and is a ``hindrance`` meanwhile.
public final class HTTPSource: JobSource {
    public let name = "http"

    /// What the host answers and hears.
    public struct Hooks: Sendable {
        /// Answered on all listeners where nothing is bound; `/health` and `/ready` among it need no credentials.
        public var plain: PlainRoutes
        /// The metrics of one processor, in Prometheus text, for its own listener.
        public var metrics: @Sendable (_ processor: String) -> String
        /// A listener accepts connections. Any thread.
        public var bound: @Sendable (ListenerAddress) -> Void
        /// One of the host's own listeners cannot listen, or no longer: the host cannot serve. Any thread.
        public var failed: @Sendable (ListenerFailure) -> Void

        public init(
            plain: @escaping PlainRoutes, metrics: @escaping @Sendable (_ processor: String) -> String,
            bound: @escaping @Sendable (ListenerAddress) -> Void,
            failed: @escaping @Sendable (ListenerFailure) -> Void
        ) {
            self.plain = plain
            self.metrics = metrics
            self.bound = bound
            self.failed = failed
        }
    }

    private struct State {
        var isStarted = false
        var isPaused = false
        var isStopped = false
        /// The host's own, for as long as the source lives.
        var host: [HTTPListener] = []
        /// The newest routing that was heard of.
        var routing: UInt64 = 0
        /// Those that processors want, by name.
        var wanted: [String: ListenerSettings] = [:]
        /// Those of processors that have been started, listening or about to.
        var open: [String: HTTPListener] = [:]
        /// Those that still accept connections although nobody wants them. Nothing is opened meanwhile: its address
        /// may be one of theirs.
        var closing = 0
        /// All that had been open and may still have answers under way.
        var ending: [HTTPListener] = []
        var failures: [String: ListenerFailure] = [:]
        var isRetrying = false
    }

    private let hostListeners: [ListenerSettings]
    private let router: JobRouter
    private let queue: QueueIntake?
    private let hooks: Hooks
    private let retryInterval: Duration
    private let log: Logger
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let memories = SignatureMemories()
    private let state = Mutex(State())

    /// - Parameters:
    ///   - listeners: the host's own.
    ///   - queue: keeps the jobs of bindings that only put into a queue; nil when there is none.
    ///   - retryInterval: between two attempts to open a processor's listener.
    public init(
        listeners: [ListenerSettings], router: JobRouter, queue: (any JobQueue)?, hooks: Hooks, log: Logger,
        retryInterval: Duration = .seconds(3)
    ) {
        hostListeners = listeners
        self.router = router
        self.queue = queue.map { QueueIntake(jobs: $0, status: StatusReader($0)) }
        self.hooks = hooks
        self.retryInterval = retryInterval
        self.log = log
    }

    public var hindrance: String? {
        let failures = state.withLock { $0.failures }
        guard !failures.isEmpty else { return nil }
        return failures.values.map(\.description).sorted().joined(separator: "; ")
    }

    public func start() {
        let listeners = hostListeners.map { listener($0, plain: hooks.plain) }
        state.withLock { state in
            state.isStarted = true
            state.host = listeners
        }
        for listener in listeners {
            listener.start { [hooks] failure in
                if let failure { hooks.failed(failure) }
            }
        }
        routingChanged(router.snapshot)
    }

    public func routingChanged(_ routing: RoutingSnapshot) {
        let unwanted = state.withLock { state -> [HTTPListener] in
            // The snapshot that start() takes may be told after the one that replaced it.
            guard !state.isStopped, routing.number >= state.routing else { return [] }
            state.routing = routing.number
            // A host that ends has no processors any more, but still answers.
            guard !routing.isEnding else { return [] }
            state.wanted = Dictionary(routing.listeners.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
            let unwanted = state.open.filter { name, listener in state.wanted[name] != listener.settings }
            for name in unwanted.keys { state.open[name] = nil }
            state.failures = state.failures.filter { state.wanted[$0.key] != nil }
            state.closing += unwanted.count
            state.ending += unwanted.values
            return Array(unwanted.values)
        }
        for listener in unwanted {
            log.info("closing a listener", metadata: ["listener": "\(listener.settings.name)"])
            listener.close { [self] in
                state.withLock { $0.closing -= 1 }
                openWanted()
            }
        }
        openWanted()
    }

    public func pause() { state.withLock { $0.isPaused = true } }

    public func stop(within limit: Duration) {
        let listeners = state.withLock { state in
            state.isPaused = true
            state.isStopped = true
            return state.host + state.open.values + state.ending
        }
        let hasEnded = HTTPListener.stop(listeners, within: limit, log: log)
        queue?.status.close()
        if hasEnded { try? group.syncShutdownGracefully() }
    }

    // MARK: Processors' own listeners

    /// Opens what is wanted and not open, once nothing stands in its way.
    private func openWanted() {
        let missing = state.withLock { state -> [HTTPListener] in
            guard state.isStarted, !state.isStopped, state.closing == 0 else { return [] }
            let missing = state.wanted.values.filter { state.open[$0.name] == nil }.sorted { $0.name < $1.name }
                .map { listener($0, plain: processorRoutes($0.name)) }
            for listener in missing { state.open[listener.settings.name] = listener }
            return missing
        }
        for listener in missing { listener.start { [self] in ended(listener, $0) } }
    }

    private func ended(_ listener: HTTPListener, _ failure: ListenerFailure?) {
        let name = listener.settings.name
        let (isNew, retries) = state.withLock { state -> (Bool, Bool) in
            state.ending.removeAll { $0 === listener }
            guard state.open[name] === listener, !state.isStopped, let failure else { return (false, false) }
            state.open[name] = nil
            defer {
                state.failures[name] = failure
                state.isRetrying = true
            }
            return (state.failures[name] != failure, !state.isRetrying)
        }
        if let failure, isNew {
            log.error("\(failure); it is tried again every few seconds", metadata: ["listener": "\(name)"])
        }
        guard retries else { return }
        group.any().scheduleTask(in: TimeAmount(retryInterval)) { [self] in
            state.withLock { $0.isRetrying = false }
            openWanted()
        }
    }

    private func processorRoutes(_ processor: String) -> PlainRoutes {
        ProcessorRoutes.routes(processor: processor, metrics: hooks.metrics, otherwise: hooks.plain)
    }

    private func listener(_ settings: ListenerSettings, plain: @escaping PlainRoutes) -> HTTPListener {
        let jobs = JobRoutes(
            router: router, listener: settings.name, queue: queue,
            isOpen: { [self] in !state.withLock { $0.isPaused } })
        let count = hostListeners.count + router.snapshot.listeners.count + 1
        return HTTPListener(
            settings: settings, jobs: jobs, plain: plain, group: group,
            connections: HTTPListener.connectionShare(of: count), memories: memories,
            bodies: BodyBudget(bodyLimit: settings.bodyLimit), log: log
        ) { [self] address in
            state.withLock { $0.failures[address.name] = nil }
            hooks.bound(address)
        }
    }
}
