public import CPluginABI
public import HostObservability
import HostThreads
public import Logging
import Synchronization

/// One plugin image with one effective configuration, alive: what jobs go into.
///
/// It is never freed: a handler that overran may come back at any time and has to find its host table. What stays
/// behind is a few hundred bytes, beside the image's own mapping.
public final class Generation: @unchecked Sendable {  // `table` and `instance` are set once, before it is published
    public let number: UInt32
    public let processor: String
    public let plugin: String
    public let pluginVersion: String
    public let imageHash: String
    public let limits: JobLimits
    public let statistics: ProcessorStatistics
    public let pool: WorkerPool
    let services: any HostServices
    /// Where jobs inside the plugin are noted; nil for a host that keeps no record.
    let record: InFlightRecord?
    /// What the manifest says that the plugin needs; it may call nothing else.
    let needs: Set<String>
    let registry: MetricRegistry
    let log: Logger

    let table: proctor_plugin
    var instance: OpaquePointer?
    let jobs: Guarded<JobTable>
    let entered = Atomic<Int>(0)
    let retired = Atomic<Bool>(false)
    /// Set before the plugin's start is called: from then on services answer.
    let isStarted = Atomic<Bool>(false)
    let idle = Mutex<(@Sendable () -> Void)?>(nil)
    let broken = Atomic<Bool>(false)
    let onBroken: @Sendable (UInt32) -> Void
    let timeKeeper: TimeKeeper
    let timeoutNanoseconds: UInt64
    let graceNanoseconds: UInt64
    let hostTable = UnsafeMutablePointer<proctor_host>.allocate(capacity: 1)
    let extensions = HostExtensions()

    /// - Parameters:
    ///   - number: unique in the process; the upper part of each job token.
    ///   - table: the image's own, copied; its functions stay mapped for the life of the process.
    ///   - onBroken: called once, from any thread, when the plugin says that its instance is broken.
    public init(
        number: UInt32, processor: String, plugin: String, pluginVersion: String, imageHash: String,
        table: proctor_plugin, limits: JobLimits, needs: Set<String>, statistics: ProcessorStatistics,
        services: any HostServices, record: InFlightRecord? = nil, registry: MetricRegistry, timeKeeper: TimeKeeper,
        log: Logger, onBroken: @escaping @Sendable (UInt32) -> Void
    ) {
        var limits = limits
        if table.max_concurrency > 0 { limits.concurrency = min(limits.concurrency, Int(table.max_concurrency)) }
        self.number = number
        self.processor = processor
        self.plugin = plugin
        self.pluginVersion = pluginVersion
        self.imageHash = imageHash
        self.table = table
        self.limits = limits
        self.statistics = statistics
        self.services = services
        self.record = record
        self.needs = needs
        self.registry = registry
        self.timeKeeper = timeKeeper
        self.onBroken = onBroken
        self.timeoutNanoseconds = limits.timeout?.nanoseconds ?? 0
        self.graceNanoseconds = limits.grace.nanoseconds
        self.pool = WorkerPool(
            name: processor, limit: limits.threads ?? limits.concurrency + 1,
            threadEnded: { statistics.threadEnded(cpuSeconds: $0) })
        self.jobs = Guarded(JobTable(number: number, concurrency: limits.concurrency, queueBound: limits.queue))
        var log = log
        log[metadataKey: "processor"] = "\(processor)"
        log[metadataKey: "generation"] = "\(number)"
        self.log = log
        fillHostTable()
    }

    // MARK: Life, on the control thread

    /// Makes the instance. [control]
    public func create(config: [UInt8]) -> Result<Void, JobError> {
        pool.setHandler { [unowned self] token, delivery in begin(token, delivery) }
        let instance = UnsafeMutablePointer<OpaquePointer?>.allocate(capacity: 1)
        instance.initialize(to: nil)
        defer { instance.deallocate() }
        let result = call { error in
            config.withUnsafeBytes { bytes in
                table.create(hostTable, proctor_bytes(data: bytes.baseAddress, size: bytes.count), instance, error)
            }
        }
        guard case .success = result else { return result }
        guard let made = instance.pointee else {
            return .failure(JobError(code: "plugin.no_instance", message: "create said OK and gave no instance"))
        }
        self.instance = made
        return .success(())
    }

    /// Opens what the instance needs; after success jobs may come. [control]
    public func start() -> Result<Void, JobError> {
        guard let instance else { return .failure(Self.noInstance) }
        isStarted.store(true, ordering: .releasing)
        let result = call { table.start(instance, $0) }
        if case .success = result { timeKeeper.add(number) { [unowned self] in sweep(now: $0) } }
        return result
    }

    /// Closes everything; no job is left and none will come. [control]
    public func stop() {
        timeKeeper.remove(number)
        if let instance { table.stop(instance) }
    }

    /// Frees the instance and ends the threads. [control]
    public func destroy() {
        pool.close()
        if let instance { table.destroy(instance) }
        instance = nil
    }

    private func call(_ body: (UnsafeMutablePointer<proctor_error>) -> proctor_status) -> Result<Void, JobError> {
        var error = proctor_error()
        error.struct_size = UInt32(MemoryLayout<proctor_error>.size)
        let status = body(&error)
        if status == PROCTOR_OK { return .success(()) }
        var problem = JobError(error)
        if problem.code.isEmpty { problem.code = "plugin.\(JobStatus(status).rawValue)" }
        if problem.message.isEmpty {
            problem.message = "the plugin answered \(JobStatus(status).rawValue) and no reason"
        }
        return .failure(problem)
    }

    static let noInstance = JobError(code: "plugin.no_instance", message: "there is no instance")

    // MARK: What others see

    /// Jobs that run, that wait, and whose handlers overran, now.
    public var load: (running: Int, waiting: Int, stuck: Int) {
        jobs.withLock { ($0.runningCount, $0.waitingCount, $0.fencedCount) }
    }

    /// Jobs that run now, by where they came from.
    var runningByOrigin: [String: Int] {
        jobs.withLock { jobs in
            jobs.entries.values.reduce(into: [:]) { sum, entry in
                if entry.phase == .running { sum[entry.delivery.origin, default: 0] += 1 }
            }
        }
    }

    /// Until when an attempt may run whose time runs from `moment`, on the monotonic clock; 0: no limit.
    func deadline(from moment: UInt64) -> UInt64 {
        timeoutNanoseconds == 0 ? 0 : moment &+ timeoutNanoseconds
    }

    func delivery(_ token: UInt64) -> Delivery? { jobs.withLock { $0.entries[token]?.delivery } }

    /// What every log line about a job carries.
    func logFields(_ delivery: Delivery) -> Logger.Metadata {
        var fields: Logger.Metadata = ["job": "\(delivery.envelope.id)", "operation": "\(delivery.envelope.operation)"]
        if let tenant = delivery.envelope.header("x-tenant-slug") { fields["tenant"] = "\(tenant)" }
        if let trace = delivery.envelope.header("traceparent")?.split(separator: "-").dropFirst().first {
            fields["trace"] = "\(trace)"
        }
        return fields
    }
}
