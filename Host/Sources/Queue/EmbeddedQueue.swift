public import HostConfiguration
public import HostDatabase
public import HostDispatch
public import HostObservability
import HostThreads
public import Logging

/// The embedded queue: jobs in the host's own database, done at least once each.
///
/// A job is claimed before it runs and settled when it has ended, each in a transaction; a host that dies in between
/// leaves a claim behind, which is free again when the host is back, or when its lease has run out. One thread makes
/// the rounds (``QueueRound``): it writes what has ended, claims what there is room for, and hands it to the router. A
/// job that ends starts the next one at once, on the thread where it ended; the round then runs behind.
public final class EmbeddedQueue: JobSource, JobQueue, @unchecked Sendable {  // `state` is guarded by `monitor`
    /// What the queue is told about its host.
    public struct Settings: Sendable {
        /// Names the host's state folder: one host runs there at a time, so claims of an earlier one are free at once.
        public var host: String
        public var retention = RetentionSettings()
        /// How often hosts may end while a job runs until it becomes a dead letter.
        public var mostLosses = 3
        /// Whether a job of this id was inside a plugin when the host ended the last time. Only such jobs are counted
        /// as lost; the others had been claimed and not begun.
        public var wasInFlight: @Sendable (_ id: String) -> Bool = { _ in true }
        /// Called once, when the first round is written: losses of the host before this one are counted.
        public var begun: @Sendable () -> Void = {}
        public var clock = WallClock.system

        public init(host: String) { self.host = host }
    }

    public let name = "queue"
    let database: HostDatabase.Database
    let router: JobRouter
    let settings: Settings
    let metrics: QueueMetrics
    let leases: Leases
    let log: Logger
    let monitor = Monitor()
    var state: QueueState
    let ended = Gate()
    private let line: PutLine

    /// - Parameters:
    ///   - database: opened with ``QueueSchema/schema`` and the schema of the dead letters.
    public init(
        database: HostDatabase.Database, router: JobRouter, settings: Settings, registry: MetricRegistry, log: Logger
    ) {
        self.database = database
        self.router = router
        self.settings = settings
        self.log = log
        metrics = QueueMetrics(registry: registry)
        leases = Leases(
            owner: Int64.random(in: 1...Int64.max), host: settings.host, mostLosses: max(1, settings.mostLosses),
            wasInFlight: settings.wasInFlight)
        state = QueueState()
        let box = WeakQueue()
        line = PutLine(database: database, clock: settings.clock) { box.queue?.arrived($0) }
        box.queue = self
    }

    // MARK: JobSource

    public func start() {
        routingChanged(router.snapshot)
        let isNew = monitor.locked {
            defer { state.isStarted = true }
            return !state.isStarted
        }
        guard isNew else { return }
        database.watch { [weak self] in self?.othersWrote() }
        guard let thread = HostThread.start(name: "queue", { [self] in run() }) else {
            log.critical("the system has no thread for the queue")
            monitor.locked { state.failure = "the system has no thread for the queue: raise the limit of threads" }
            return ended.open()
        }
        thread.detach()
    }

    public func routingChanged(_ routing: RoutingSnapshot) {
        let lanes = LaneRouting.lanes(routing)
        let now = settings.clock.now()
        monitor.locked {
            state.flow.route(lanes, now: now)
            // The leases may be shorter now.
            state.nextBeat = 0
            monitor.signal()
        }
    }

    public func pause() {
        let now = settings.clock.now()
        monitor.locked {
            state.flow.pause(now: now)
            monitor.signal()
        }
    }

    public func stop(within limit: Duration) {
        pause()
        let isStarted = monitor.locked {
            state.isEnding = true
            monitor.signal()
            return state.isStarted
        }
        guard isStarted, !ended.wait(limit) else { return }
        monitor.locked {
            state.isGivingUp = true
            monitor.signal()
        }
        _ = ended.wait(.seconds(1))
    }

    public var hindrance: String? { monitor.locked { state.failure } }

    private func othersWrote() {
        monitor.locked {
            state.othersWrote = true
            monitor.signal()
        }
    }

    // MARK: JobQueue

    public func put(_ job: NewJob, done: @escaping @Sendable (PutOutcome) -> Void) {
        guard let limit = LaneRouting.limit(job.queue, router.snapshot) else { return done(.unknownQueue) }
        let incoming = IncomingJob(job, limit: limit)
        if let refusal = incoming.refusal { return done(.failed(refusal)) }
        line.add(incoming) { [metrics] outcome in
            if case .failed = outcome { metrics.put(job.queue, "failed") }
            done(outcome)
        }
    }

    public func describe(job id: String, in queue: String) -> [UInt8]? {
        do {
            return try database.read { try JobDocument.find(id, in: queue, $0) }
        } catch {
            log.warning("a job could not be looked up", metadata: ["reason": "\(error)"])
            return nil
        }
    }

    /// Jobs were written. On the database's thread.
    private func arrived(_ jobs: [(job: IncomingJob, insertion: Insertion)]) {
        var outcomes: [String: [String: Int]] = [:]
        monitor.locked {
            for (job, insertion) in jobs {
                outcomes[job.queue, default: [:]][insertion.word, default: 0] += 1
                guard case .added(let due, let isDelayed) = insertion else { continue }
                if isDelayed { state.due.lower(to: due) } else { state.flow.wake(job.queue) }
            }
            monitor.signal()
        }
        for (queue, counts) in outcomes {
            for (outcome, count) in counts { metrics.put(queue, outcome, count) }
        }
    }
}

extension Insertion {
    fileprivate var word: String {
        switch self {
        case .added: "added"
        case .duplicate: "duplicate"
        case .full: "full"
        }
    }
}

/// Lets the put line speak to the queue that holds it.
private final class WeakQueue: @unchecked Sendable {  // written once, before anything is put
    weak var queue: EmbeddedQueue?
}
