import CThreads
public import HostConfiguration
public import HostDispatch
public import HostImages
public import HostObservability
import HostThreads
public import Logging
import Synchronization

/// Carries out what ``ReloadMachine`` decides, on one control thread of its own.
///
/// That thread is the only one that reads the configuration, loads images and calls a plugin's control functions, so
/// none of it needs a lock, and none of it needs Swift's cooperative pool.
///
/// `@unchecked Sendable`: its mutable state belongs to the control thread, and what others see is behind `shared`.
public final class ReloadEngine: @unchecked Sendable {
    /// How long a plugin's create, start, stop and destroy may take each.
    private static let controlTimeout = Duration.seconds(30)
    private static let grace = Duration.seconds(1)
    private static let brokenPause = Duration.seconds(1)
    private static let brokenRetry = Duration.seconds(30)
    private static let keptReports = 20

    public let router: JobRouter
    public let registry: MetricRegistry
    private let log: Logger
    private let preparation: ReloadPreparation
    private let services: any HostServices
    private let record: InFlightRecord?
    private let hooks: Hooks
    private let events = EventQueue()
    private let timeKeeper = TimeKeeper()
    private let ended = Gate()

    private var machine = ReloadMachine()
    private var generations: [UInt32: Generation] = [:]
    private var prepared: PreparedConfiguration?
    private var statistics: [String: ProcessorStatistics] = [:]
    private var problems: [String] = []
    private var reloads = 0
    private var began: UInt64 = 0
    private var drain = Duration.seconds(30)
    /// Generations whose control function has not returned.
    private var abandoned: Set<UInt32> = []
    /// What the reload under way would publish.
    private var candidate: PreparedConfiguration?
    /// Who asked for the reload that is under way, and who waits for it.
    private var reason = "start"
    private var waiters: [@Sendable (ReloadReport?) -> Void] = []

    private struct Shared {
        /// Who asked for the next reload, and who waits for it.
        var reason = "start"
        var reports: [ReloadReport] = []
        var waiters: [@Sendable (ReloadReport?) -> Void] = []
        var status: EngineStatus = EngineStatus()
        var statistics: [ProcessorStatistics] = []
        var ending = false
    }
    private let shared = Mutex(Shared())

    /// What follows the configuration and outlives generations; called on the control thread.
    public struct Hooks: Sendable {
        /// A configuration that is right so far is about to be made: its instances, too, may call services before it is
        /// published. Called again with the one before when a reload has failed.
        public var configure: @Sendable (ProctorConfiguration) -> Void
        /// A routing is effective; must not block.
        public var published: @Sendable (RoutingSnapshot) -> Void

        /// A generation's plugin is about to be stopped: what it began and waits for no more can end.
        public var ended: @Sendable (Generation) -> Void

        public init(
            configure: @escaping @Sendable (ProctorConfiguration) -> Void = { _ in },
            published: @escaping @Sendable (RoutingSnapshot) -> Void = { _ in },
            ended: @escaping @Sendable (Generation) -> Void = { _ in }
        ) {
            self.configure = configure
            self.published = published
            self.ended = ended
        }
    }

    /// - Parameters:
    ///   - router: where routings are published.
    ///   - record: where jobs in flight are noted.
    public init(
        preparation: ReloadPreparation, router: JobRouter = JobRouter(), services: any HostServices,
        record: InFlightRecord? = nil, registry: MetricRegistry, log: Logger, hooks: Hooks = Hooks()
    ) {
        self.preparation = preparation
        self.router = router
        self.services = services
        self.record = record
        self.hooks = hooks
        self.registry = registry
        self.log = log
    }

    // MARK: From any thread

    /// Starts the control thread and waits for the first reload: the start. Blocks.
    public func start() -> ReloadReport? {
        guard let thread = HostThread.start(name: "control", { [self] in run() }) else { return nil }
        thread.detach()
        return reload(reason: "start")
    }

    /// Asks for a reload and goes on. A flood of requests makes at most one beside the one under way.
    public func requestReload(reason: String) {
        shared.withLock { $0.reason = reason }
        events.add(.requested)
    }

    /// Asks for a reload and waits for its report. Blocks. Nil when the host is ending.
    public func reload(reason: String) -> ReloadReport? {
        let gate = Gate()
        let result = Mutex<ReloadReport?>(nil)
        requestReload(reason: reason) { report in
            result.withLock { $0 = report }
            gate.open()
        }
        gate.wait()
        return result.withLock { $0 }
    }

    /// Asks for a reload; `done` hears its report on the control thread, or nil when the host is ending.
    public func requestReload(reason: String, done: @escaping @Sendable (ReloadReport?) -> Void) {
        let accepted = shared.withLock { shared in
            guard !shared.ending else { return false }
            shared.reason = reason
            shared.waiters.append(done)
            return true
        }
        guard accepted else { return done(nil) }
        events.add(.requested)
    }

    /// Takes every processor out of the routing, drains and ends. Blocks until all are gone or stuck.
    public func shutdown() {
        shared.withLock { $0.ending = true }
        events.add(.shutdown)
        ended.wait()
    }

    /// What the host looks like now.
    public var status: EngineStatus { shared.withLock { $0.status } }

    /// The last reloads, oldest first.
    public var reports: [ReloadReport] { shared.withLock { $0.reports } }

    /// All of the processors' counts.
    public var processorStatistics: [ProcessorStatistics] { shared.withLock { $0.statistics } }

    // MARK: On the control thread

    private func run() {
        while true {
            let event = events.next()
            if case .broken = event { shared.withLock { $0.reason = "broken instance" } }
            for action in machine.handle(event) where !perform(action) { return }
            let status = describe()
            shared.withLock { $0.status = status }
        }
    }

    /// Carries out one action; what comes of it is the next event. False after the last.
    private func perform(_ action: ReloadMachine.Action) -> Bool {
        switch action {
        case .prepare: prepare()
        case .create(let number, let desired): create(number, desired)
        case .start(let number): start(number)
        case .publish(let current): publish(current)
        case .retire(let number): retire(number)
        case .cancelJobs(let number):
            log.warning("drain deadline passed: cancelling", metadata: ["generation": "\(number)"])
            if let generation = generations[number] {
                // A plugin's cancel must not block; if it does, it must not take the control thread along.
                _ = BoundedCall.run(name: "cancel", timeout: Self.grace) { generation.cancelAll() }
            }
            events.add(.graceExpired(number), at: MonotonicClock.now() &+ Self.grace.nanoseconds)
        case .takeBackJobs(let number):
            log.error("handlers did not end: their jobs are taken back", metadata: ["generation": "\(number)"])
            generations[number]?.takeBackAll()
        case .stop(let number):
            if let generation = generations[number] { hooks.ended(generation) }
            control(number, "stop") { $0.stop() }
        case .destroy(let number):
            // An instance whose stop has not returned is not destroyed under it.
            if abandoned.remove(number) == nil { control(number, "destroy") { $0.destroy() } }
            generations[number] = nil
        case .finished(let outcome): finish(outcome)
        case .ended:
            let status = describe()
            let unheard = shared.withLock { shared in
                shared.status = status
                defer { shared.waiters = [] }
                return shared.waiters
            }
            for waiter in unheard + waiters { waiter(nil) }
            ended.open()
            return false
        }
        return true
    }

    private func prepare() {
        began = MonotonicClock.now()
        problems = []
        // Reading images and manifests takes megabytes for a moment; the allocator would keep them for good.
        proctor_begin_large_reads()
        (reason, waiters) = shared.withLock { shared in
            defer { shared.waiters = [] }
            return (shared.reason, shared.waiters)
        }
        do throws(ReloadProblems) {
            let prepared = try preparation.prepare(services: services)
            candidate = prepared
            hooks.configure(prepared.configuration)
            events.add(
                .prepared(prepared.processors.map { .init(processor: $0.name, identity: $0.identity) }))
        } catch {
            problems = error.texts
            events.add(.preparationFailed)
        }
    }

    private func create(_ number: UInt32, _ desired: ReloadMachine.Desired) {
        guard let processor = candidate?.processors.first(where: { $0.name == desired.processor }) else {
            return fail(number, "\(desired.processor): it is not in the prepared configuration", abandoned: false)
        }
        let statistics = statistics[processor.name] ?? ProcessorStatistics(processor: processor.name)
        self.statistics[processor.name] = statistics
        let generation = Generation(
            number: number, processor: processor.name, plugin: processor.image.id,
            pluginVersion: processor.image.version, imageHash: processor.image.hash, table: processor.image.table,
            limits: processor.limits, needs: Set(processor.image.manifest.needs ?? []), statistics: statistics,
            services: services, record: record, registry: registry, timeKeeper: timeKeeper, log: log,
            onBroken: { [events] number in
                // Not at once: a plugin that breaks with every job must not make the host do nothing but reload.
                events.add(.broken(number), at: MonotonicClock.now() &+ Self.brokenPause.nanoseconds)
            })
        generations[number] = generation
        report(
            number, "create",
            BoundedCall.run(name: "create", timeout: Self.controlTimeout) {
                generation.create(config: processor.config)
            }, then: .created(number))
    }

    private func start(_ number: UInt32) {
        guard let generation = generations[number] else { return }
        report(
            number, "start",
            BoundedCall.run(name: "start", timeout: Self.controlTimeout) {
                generation.start()
            }, then: .started(number))
    }

    private func report(
        _ number: UInt32, _ step: String, _ result: Result<Void, JobError>?, then event: ReloadMachine.Event
    ) {
        let name = generations[number]?.processor ?? ""
        switch result {
        case .success: events.add(event)
        case .failure(let error): fail(number, "\(name): \(step) failed: \(error)", abandoned: false)
        case nil:
            fail(number, "\(name): \(step) did not return within \(Self.controlTimeout)", abandoned: true)
        }
    }

    private func fail(_ number: UInt32, _ problem: String, abandoned: Bool) {
        problems.append(problem)
        events.add(.failed(number, abandoned: abandoned))
    }

    private func publish(_ current: [String: UInt32]) {
        let number = router.snapshot.number
        if machine.isEnding {
            router.publish(RoutingSnapshot(number: number &+ 1, isEnding: true))
        } else if let candidate {
            prepared = candidate
            drain = candidate.drain
            router.publish(candidate.routes(current.compactMapValues { generations[$0] }, after: number))
        }
        hooks.published(router.snapshot)
        events.add(.published)
    }

    private func retire(_ number: UInt32) {
        guard let generation = generations[number] else { return events.add(.idle(number)) }
        events.add(.drainExpired(number), at: MonotonicClock.now() &+ drain.nanoseconds)
        generation.retire { [events] in events.add(.idle(number)) }
    }

    private func control(_ number: UInt32, _ step: String, _ body: @escaping @Sendable (Generation) -> Void) {
        guard let generation = generations[number] else { return }
        let done: Void? = BoundedCall.run(name: step, timeout: Self.controlTimeout) { body(generation) }
        if done == nil {
            abandoned.insert(number)
            log.error(
                "\(step) did not return: the instance is left behind",
                metadata: ["processor": "\(generation.processor)", "generation": "\(number)"])
        }
    }

    private func finish(_ outcome: ReloadMachine.Outcome) {
        reloads += 1
        let report = ReloadReport(
            number: reloads, reason: reason, finished: Timestamp.now(),
            milliseconds: Double(MonotonicClock.now() &- began) / 1e6, outcome: outcome, problems: problems,
            warnings: outcome.succeeded ? prepared?.warnings ?? [] : [])
        for name in outcome.removed {
            registry.remove(label: "processor", value: name)
            statistics[name] = nil
        }
        let status = describe()
        shared.withLock { shared in
            shared.reports.append(report)
            if shared.reports.count > Self.keptReports { shared.reports.removeFirst() }
            shared.status = status
            shared.statistics = statistics.values.sorted { $0.processor < $1.processor }
        }
        // Whoever starts a host prints the problems of the start as they are, over several lines.
        if reloads > 1 {
            for problem in problems { log.error("\(problem)") }
        }
        for warning in report.warnings { log.warning("\(warning)") }
        log.log(level: outcome.succeeded ? .info : .error, "\(report.summary)")
        if !outcome.succeeded, candidate != nil, let prepared { hooks.configure(prepared.configuration) }
        candidate = nil
        proctor_end_large_reads()
        if !outcome.succeeded {
            for number in machine.brokenNumbers {
                events.add(.broken(number), at: MonotonicClock.now() &+ Self.brokenRetry.nanoseconds)
            }
        }
        for waiter in waiters { waiter(report) }
        waiters = []
    }

    private func describe() -> EngineStatus {
        EngineStatus(
            reloads: reloads, isReloading: machine.isReloading,
            published: machine.published.sorted { $0.key < $1.key }.compactMap { generations[$0.value] },
            draining: machine.drainingNumbers.compactMap { generations[$0] },
            stuck: machine.stuckNumbers,
            retainedImages: preparation.retainedImages,
            findings: prepared?.unconfigured ?? [],
            manifests: Dictionary(
                (prepared?.processors ?? []).map { ($0.name, $0.image.manifest) },
                uniquingKeysWith: { first, _ in first }))
    }
}

/// The engine's state at one moment.
public struct EngineStatus: Sendable {
    public var reloads = 0
    public var isReloading = false
    public var published: [Generation] = []
    public var draining: [Generation] = []
    /// Numbers of retired generations whose handlers never came back.
    public var stuck: [UInt32] = []
    /// Images mapped so far; they stay mapped for the life of the process.
    public var retainedImages = 0
    /// Plugins that were found and that no entry names.
    public var findings: [String] = []
    /// The operations of all processors in the configuration, wanted or not.
    public var operations: [String] = []
    /// What each processor's plugin says of itself.
    public var manifests: [String: PluginManifest] = [:]
}
