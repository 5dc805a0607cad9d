import ArgumentParser
import Glibc
import HostConfiguration
import HostConsole
import HostDatabase
import HostDispatch
import HostEmbeddedServices
import HostGenerations
import HostHTTP
import HostImages
import HostObservability
import HostRabbitMQ
import HostThreads
import Logging
import Synchronization

/// The serving process: its parts opened in order and ended in reverse.
///
/// The control listener comes first, so that a host that has to wait says for what; then the database, the processors,
/// and last the sources. What is wrong in the configuration ends the start; what is only away is waited for.
final class HostProcess: Sendable {
    /// Between two attempts to open a database that is away.
    private static let retryInterval = Duration.seconds(2)
    /// For a source to write down what has ended, after the drain.
    private static let farewell = Duration.seconds(5)

    private let host: HostSettings
    private let path: String
    private let log: Logger
    private let registry = MetricRegistry()
    private let router = JobRouter()
    private let readiness = Readiness()
    private let ending = Gate()
    private let signalled = Atomic<Bool>(false)
    private let engine = Mutex<ReloadEngine?>(nil)
    private let amqp = Mutex<RabbitMQSource?>(nil)
    private let failure = Mutex<String?>(nil)
    private let listening = Mutex<[ListenerAddress]>([])
    private let lost = Mutex<[LostJob]>([])
    private let uncounted = Mutex(Set(LossCounter.allCases))

    init(configuration: ProctorConfiguration, path: String) {
        let host = configuration.host
        let format: LogFormat = host.log.format == .json ? .json : .human
        let level = Logger.Level(rawValue: host.log.level.rawValue) ?? .info
        self.host = host
        self.path = path
        self.log = Logger(label: "proctor") { label in StandardErrorLog(label: label, format: format, level: level) }
    }

    func run() throws {
        Self.raiseFileLimit()
        let lock = try RunFile.claim(in: host.state)
        defer { lock.release() }
        HostSignals.listen { [self] signal in receive(signal) }
        let metrics = HostMetrics(
            engine: { [self] in engine.withLock { $0 } }, registry: registry, process: { ProcessMetrics.families() })
        let routes = AdminRoutes(
            engine: { [self] in engine.withLock { $0 } }, readiness: readiness, metrics: metrics,
            notes: { [self] in notes() })
        let admin = HTTPListener(
            settings: host.admin, plain: { await routes.answer(method: $0, path: $1) }, log: log,
            bound: { [self] in bound($0) })
        admin.start { [self] in stopped($0) }
        defer { admin.stop(within: Self.farewell) }

        if let (database, blobs) = openState() {
            defer { database.close() }
            try serve(database, blobs, routes: routes, metrics: metrics)
        }
        readiness.end()
        if let problem = failure.withLock({ $0 }) {
            StandardError.print(problem)
            throw ExitCode.unavailable
        }
        log.info("ended")
    }

    /// Everything between the database's opening and its closing.
    private func serve(
        _ database: HostDatabase.Database, _ blobs: BlobFiles, routes: AdminRoutes, metrics: HostMetrics
    ) throws {
        guard let identity = HostIdentity.of(host.state) else {
            StandardError.print(
                "\(host.state)/host.id: \(String(cString: strerror(errno))); give the host the right to write")
            throw ExitCode.misconfigured
        }
        let record = inFlightRecord()
        let sources = HostSources(
            host: host, database: database, blobs: blobs, router: router, registry: registry, identity: identity,
            lost: record?.lost, lostNoted: { [self] in noted($0, record) },
            hooks: .init(
                plain: { routes.probe(method: $0, path: $1) }, metrics: { metrics.text(of: $0) },
                bound: { [self] in bound($0) }, failed: { [self] in stopped($0) }), log: log)
        amqp.withLock { $0 = sources.amqp }
        let engine = ReloadEngine(
            preparation: ReloadPreparation(
                images: ImageRoom(state: host.state), environment: ConfigurationOption.environment(),
                startSettings: host, checkBinding: HostSources.check,
                load: { [path] () throws(ConfigurationProblems) in
                    try ConfigurationFile.load(path: path, environment: ConfigurationOption.environment())
                }),
            router: router, services: sources.services, record: record, registry: registry, log: log,
            hooks: .init(
                configure: { sources.configure($0) },
                published: { [self] routing in
                    routed(routing)
                    sources.routingChanged(routing)
                },
                ended: { sources.ended($0) }))
        // Before the start: a SIGHUP that comes meanwhile has to reach it.
        self.engine.withLock { $0 = engine }
        guard let start = engine.start() else { throw ExitCode.failure }
        guard start.outcome.succeeded else {
            for problem in start.problems { StandardError.print(problem) }
            throw ExitCode.misconfigured
        }
        readiness.watch("store") { database.failure?.description ?? sources.hindrance }
        for source in sources.all { readiness.watch(source.name) { source.hindrance } }
        let watch = CooperativePoolWatch(engine: engine, log: log)
        let sweep = DataSweep(sources.rooms, log: log)
        watch.start()
        sweep.start()
        // A host that was told to end meanwhile takes no job any more.
        if !ending.wait(.zero) { sources.start(until: ending) }
        ending.wait()
        readiness.end()
        watch.stop()
        sweep.stop()
        sources.pause()
        engine.shutdown()
        sources.stop(within: Self.farewell)
        defer { sources.close() }
        if uncounted.withLock(\.isEmpty) { record?.clear() }
    }

    // MARK: What is waited for

    /// Opens what the host keeps; what is away is waited for, with the reason in `/ready`. Nil when the host is told to
    /// end first, or when waiting would not help.
    private func openState() -> (HostDatabase.Database, BlobFiles)? {
        var told: DatabaseFailure?
        while true {
            do throws(DatabaseFailure) {
                let blobs = try BlobFiles(creating: host.blobs, synchronous: host.store.isSynchronous)
                let database = try HostDatabase.Database(
                    path: host.store.path, synchronous: host.store.isSynchronous, schemas: EmbeddedSchemas.all, log: log
                )
                return (database, blobs)
            } catch {
                guard error.isAway else {
                    failure.withLock { $0 = "\(error)" }
                    return nil
                }
                readiness.notReady("store: \(error)")
                if told != error {
                    log.error("waiting for the store", metadata: ["reason": "\(error)"])
                    told = error
                }
            }
            if ending.wait(Self.retryInterval) { return nil }
        }
    }

    /// The record of what runs, and what the last one says: which jobs a crash took along.
    private func inFlightRecord() -> InFlightRecord? {
        guard let record = InFlightRecord(path: host.state + "/in-flight") else {
            log.warning(
                "jobs in flight are not recorded: a crash would not tell which they were",
                metadata: ["reason": "\(host.state)/in-flight: \(String(cString: strerror(errno)))"])
            return nil
        }
        lost.withLock { $0 = record.lost }
        for job in record.lost {
            log.error(
                "was in flight when the host ended without a farewell",
                metadata: [
                    "job": "\(job.job)", "processor": "\(job.processor)", "operation": "\(job.operation)",
                    "attempt": "\(job.attempt)", "generation": "\(job.generation)",
                ])
        }
        return record
    }

    /// One has counted what was lost; what the record says stays there until all have.
    private func noted(_ counter: LossCounter, _ record: InFlightRecord?) {
        let isAll = uncounted.withLock { uncounted in
            uncounted.remove(counter)
            return uncounted.isEmpty
        }
        if isAll { record?.forgetLost() }
    }

    /// As many open files as the system lets this process have: each connection is one.
    private static func raiseFileLimit() {
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(files, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(files, &limit)  // refused: the soft limit stands, and the listeners keep within it
    }

    // MARK: What is heard

    private func receive(_ signal: Int32) -> Bool {
        let engine = engine.withLock { $0 }
        if signal == SIGHUP {
            engine?.requestReload(reason: "SIGHUP")
            return true
        }
        if signalled.exchange(true, ordering: .relaxed) {
            // A person who presses Ctrl-C again does not want to wait; a service manager may well repeat its SIGTERM.
            guard signal == SIGINT else { return true }
            log.warning("interrupted again: ending at once, without the jobs that still run")
            _exit(1)
        }
        log.info("ending", metadata: ["signal": "\(signal == SIGTERM ? "SIGTERM" : "SIGINT")"])
        ending.open()
        return true
    }

    /// The host's own listeners have to be open before anybody hears that it is ready.
    private func bound(_ address: ListenerAddress) {
        log.info("listening", metadata: ["listener": "\(address.name)", "address": "\(address)"])
        let isFound = show { listening in
            listening.removeAll { $0.name == address.name }
            listening.append(address)
        }
        guard isFound, ownListeners.contains(address.name), !signalled.load(ordering: .relaxed) else { return }
        log.info("ready", metadata: ["processors": "\(engine.withLock { $0 }?.status.published.count ?? 0)"])
    }

    /// Processors' listeners that are no longer wanted are no longer shown.
    private func routed(_ routing: RoutingSnapshot) {
        guard !routing.isEnding else { return }
        let names = Set(ownListeners + routing.listeners.map(\.name))
        show { listening in listening.removeAll { !names.contains($0.name) } }
    }

    /// Writes down where the host can be found, as soon as it can be asked anything; false as long as one of its own
    /// listeners is not open.
    @discardableResult
    private func show(_ change: (inout [ListenerAddress]) -> Void) -> Bool {
        // Under the lock, so that the last change is what is written last.
        listening.withLock { listening in
            change(&listening)
            let open = Dictionary(
                listening.map { ($0.name, RunFile.text(of: $0.address)) }, uniquingKeysWith: { first, _ in first })
            guard let admin = open[host.admin.name] else { return false }
            let isOpen = ownListeners.allSatisfy { open[$0] != nil }
            // Before the file: whoever finds the addresses there may ask at once.
            if isOpen, !signalled.load(ordering: .relaxed) { readiness.ready() }
            RunFile.write(
                RunFile(
                    pid: getpid(), http: open[HTTPBinding.defaultListener] ?? "", admin: admin,
                    listeners: open),
                in: host.state)
            return isOpen
        }
    }

    private var ownListeners: [String] { [host.admin.name] + host.listeners.map(\.name) }

    private func stopped(_ problem: ListenerFailure?) {
        guard let problem else { return }
        failure.withLock { $0 = "\(problem)" }
        ending.open()
    }

    private func notes() -> StatusNotes {
        var notes = StatusNotes()
        notes.brokerQueues = (amqp.withLock { $0 }?.queues ?? []).map {
            .init(
                broker: $0.broker, queue: $0.queue, processor: $0.processor, hindrance: $0.hindrance,
                inFlight: $0.inFlight, unsettled: $0.unsettled, prefetch: $0.prefetch)
        }
        notes.listeners = listening.withLock { $0 }.map { .init(name: $0.name, address: $0.description) }
        notes.lost = lost.withLock { $0 }
        return notes
    }
}

extension DatabaseFailure {
    /// Whether it may come back by itself: a disk that is full or not mounted, a file that another program holds.
    fileprivate var isAway: Bool {
        ["store.full", "store.unreachable", "store.busy", "store.read_only"].contains(code)
    }
}
