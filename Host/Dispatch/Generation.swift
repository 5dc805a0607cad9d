public import CPluginABI
public import HostObservability
import HostThreads
public import Logging
import Synchronization

/// The limits of one processor's jobs.
public struct JobLimits: Sendable, Equatable {
    /// Jobs at once.
    public var concurrency: Int
    /// Jobs that may wait for a slot; more are refused as busy.
    public var queue: Int
    /// From the moment the host takes a job; nil for none.
    public var timeout: Duration?
    /// How long a cancelled or overdue handler has before its job is taken back.
    public var grace: Duration

    public init(concurrency: Int, queue: Int, timeout: Duration?, grace: Duration = .seconds(1)) {
        self.concurrency = concurrency
        self.queue = queue
        self.timeout = timeout
        self.grace = grace
    }
}

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
    /// What the manifest says that the plugin needs; it may call nothing else.
    let needs: Set<String>
    let registry: MetricRegistry
    let log: Logger

    private let table: proctor_plugin
    private var instance: OpaquePointer?
    private let jobs: Mutex<JobTable>
    private let entered = Atomic<Int>(0)
    private let retired = Atomic<Bool>(false)
    private let idle = Mutex<(@Sendable () -> Void)?>(nil)
    private let broken = Atomic<Bool>(false)
    private let onBroken: @Sendable (UInt32) -> Void
    private let timeKeeper: TimeKeeper
    private let timeoutNanoseconds: UInt64
    private let graceNanoseconds: UInt64
    let hostTable = UnsafeMutablePointer<proctor_host>.allocate(capacity: 1)
    let extensions = HostExtensions()

    /// - Parameters:
    ///   - number: unique in the process; the upper part of each job token.
    ///   - table: the image's own, copied; its functions stay mapped for the life of the process.
    ///   - onBroken: called once, from any thread, when the plugin says that its instance is broken.
    public init(
        number: UInt32, processor: String, plugin: String, pluginVersion: String, imageHash: String,
        table: proctor_plugin, limits: JobLimits, needs: Set<String>, statistics: ProcessorStatistics,
        services: any HostServices, registry: MetricRegistry, timeKeeper: TimeKeeper, log: Logger,
        onBroken: @escaping @Sendable (UInt32) -> Void
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
        self.needs = needs
        self.registry = registry
        self.timeKeeper = timeKeeper
        self.onBroken = onBroken
        self.timeoutNanoseconds = limits.timeout?.nanoseconds ?? 0
        self.graceNanoseconds = limits.grace.nanoseconds
        self.pool = WorkerPool(name: processor, limit: limits.concurrency + 1)
        self.jobs = Mutex(JobTable(number: number, concurrency: limits.concurrency, queueBound: limits.queue))
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

    private static let noInstance = JobError(code: "plugin.no_instance", message: "there is no instance")

    // MARK: Entering, from any thread

    /// Counts a caller in, so that a drain waits for it. The caller then checks that this is still the generation
    /// that the routing names, and leaves if not.
    func enter() { entered.add(1, ordering: .sequentiallyConsistent) }

    func leave() {
        let (_, left) = entered.subtract(1, ordering: .sequentiallyConsistent)
        if left == 0, retired.load(ordering: .sequentiallyConsistent) { tellIdle() }
    }

    /// Calls `whenIdle` once, when the last job has left. Only after a routing without this generation was published.
    public func retire(whenIdle: @escaping @Sendable () -> Void) {
        idle.withLock { $0 = whenIdle }
        retired.store(true, ordering: .sequentiallyConsistent)
        if entered.load(ordering: .sequentiallyConsistent) == 0 { tellIdle() }
    }

    private func tellIdle() {
        let tell = idle.withLock { idle in
            defer { idle = nil }
            return idle
        }
        tell?()
    }

    /// Takes a delivery from a caller that has entered. The caller's entry passes to the job.
    func submit(_ delivery: Delivery) -> JobTicket? {
        let deadline = timeoutNanoseconds == 0 ? 0 : delivery.received &+ timeoutNanoseconds
        switch jobs.withLock({ $0.admit(delivery, deadline: deadline) }) {
        case .start(let token):
            if deadline > 0 { timeKeeper.expect(deadline) }
            pool.enqueue(.job(token, delivery))
            return JobTicket(generation: self, token: token)
        case .wait(let token):
            if deadline > 0 { timeKeeper.expect(deadline) }
            return JobTicket(generation: self, token: token)
        case .full:
            settle(
                delivery, .busy,
                JobError(
                    code: "job.queue_full",
                    message: "\(processor) has \(limits.concurrency) jobs running and \(limits.queue) waiting",
                    retryAfter: .seconds(1)))
            return nil
        case .closed:
            settle(delivery, .retry, JobError(code: "job.draining", message: "\(processor) is being replaced"))
            return nil
        }
    }

    // MARK: The way of a job

    /// Hands a started job to the plugin. [worker]
    private func begin(_ token: UInt64, _ delivery: Delivery) {
        guard let instance else { return end(token, .retry, Self.noInstance) }
        if delivery.cancelled.load(ordering: .acquiring) {
            return end(token, .cancelled, JobError(code: "job.cancelled", message: "cancelled before it began"))
        }
        var error = proctor_error()
        error.struct_size = UInt32(MemoryLayout<proctor_error>.size)
        let deadline = timeoutNanoseconds == 0 ? 0 : delivery.received &+ timeoutNanoseconds
        let status = delivery.envelope.withJob { job in
            delivery.payload.withUnsafeBytes { payload in
                job.attempt = delivery.attempt
                job.token = token
                job.deadline_ns = deadline
                job.payload = proctor_bytes(data: payload.baseAddress, size: payload.count)
                return table.submit(instance, &job, &error)
            }
        }
        if status != PROCTOR_OK { end(token, JobStatus(status), JobError(error)) }
    }

    private func end(_ token: UInt64, _ status: JobStatus, _ error: JobError) {
        complete(
            token, status: status, payload: UnsafeRawBufferPointer(start: nil, count: 0), mediaType: nil, error: error)
    }

    /// The plugin's word that a job has ended. [any]
    func complete(
        _ token: UInt64, status: JobStatus, payload: UnsafeRawBufferPointer, mediaType: String?, error: JobError?
    ) {
        let next: UInt64?
        switch jobs.withLock({ $0.finish(token) }) {
        case .settle(let delivery, let waiting):
            next = waiting
            if status == .cancelled, delivery.overdue.load(ordering: .relaxed) {
                settle(delivery, .retry, deadlineExceeded)
            } else {
                settle(delivery, status, error, payload: payload, mediaType: mediaType)
            }
        case .late(let waiting):
            next = waiting
            statistics.late()
            leave()
        case .unknown:
            statistics.unknown()
            log.warning("a completion for no open job was ignored", metadata: ["token": "\(token)"])
            return
        }
        if status == .fatal, !broken.exchange(true, ordering: .relaxed) { onBroken(number) }
        if let next, let delivery = jobs.withLock({ $0.entries[next]?.delivery }) { pool.enqueue(.job(next, delivery)) }
    }

    private func settle(
        _ delivery: Delivery, _ status: JobStatus, _ error: JobError?,
        payload: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0), mediaType: String? = nil,
        keepsEntry: Bool = false
    ) {
        let seconds = Double(MonotonicClock.now() &- delivery.received) / 1e9
        statistics.settled(operation: delivery.envelope.operation, status: status, seconds: seconds)
        if status != .ok {
            log.log(
                level: status == .fatal ? .error : .info, "job ended \(status.rawValue)",
                metadata: logFields(delivery).merging([
                    "code": "\(error?.code ?? "")", "reason": "\(error?.message ?? "")",
                ]) { $1 })
        }
        delivery.receiver.settle(Completion(status: status, payload: payload, mediaType: mediaType, error: error))
        if !keepsEntry { leave() }
    }

    // MARK: Cancellation and deadlines

    func cancel(_ token: UInt64) {
        switch jobs.withLock({ $0.cancel(token) }) {
        case .tell:
            markCancelled(token)
            if let instance { table.cancel(instance, token) }
        case .settle(let delivery):
            settle(delivery, .cancelled, JobError(code: "job.cancelled", message: "cancelled while it waited"))
        case .unknown: break
        }
    }

    private func markCancelled(_ token: UInt64) {
        let delivery = jobs.withLock { $0.entries[token]?.delivery }
        delivery?.cancelled.store(true, ordering: .releasing)
    }

    func isCancelled(_ token: UInt64) -> Bool {
        guard let entry = jobs.withLock({ $0.entries[token] }) else { return true }
        return entry.phase == .fenced || entry.cancelAsked
            || (entry.deadline > 0 && MonotonicClock.now() >= entry.deadline)
    }

    private func sweep(now: UInt64) -> UInt64? {
        let due = jobs.withLock { $0.overdue(now: now, grace: graceNanoseconds) }
        for token in due.cancel {
            delivery(token)?.overdue.store(true, ordering: .relaxed)
            cancel(token)
        }
        for token in due.fence { takeBack(token, deadlineExceeded) }
        return due.next
    }

    /// Settles a job over the head of its handler, whose completion will then come late.
    private func takeBack(_ token: UInt64, _ error: JobError) {
        let (waited, taken) = jobs.withLock { jobs in
            (jobs.entries[token]?.phase == .waiting, jobs.fence(token))
        }
        guard let delivery = taken else { return }
        delivery.cancelled.store(true, ordering: .releasing)
        statistics.overran()
        settle(delivery, .retry, error, keepsEntry: !waited)
    }

    private var deadlineExceeded: JobError {
        JobError(
            code: "job.deadline_exceeded",
            message: "the job did not end within \(limits.timeout?.formatted ?? "its time")",
            httpStatus: 504)
    }

    private static let drainExpired = JobError(
        code: "job.drain_expired", message: "the job did not end before the drain's deadline", httpStatus: 503)

    /// The drain's time is up: tells every open job that it is cancelled. [control]
    public func cancelAll() {
        for token in jobs.withLock({ $0.unfinished() }) { cancel(token) }
    }

    /// Takes every open job back; handlers that still run are stuck. [control]
    public func takeBackAll() {
        for token in jobs.withLock({ $0.unfinished() }) { takeBack(token, Self.drainExpired) }
    }

    // MARK: Streams

    func emit(_ token: UInt64, _ piece: UnsafeRawBufferPointer) -> proctor_status {
        guard let entry = jobs.withLock({ $0.entries[token] }), entry.phase == .running, !entry.cancelAsked else {
            return PROCTOR_CANCELLED
        }
        switch entry.delivery.receiver.take(piece: piece) {
        case .accepted: return PROCTOR_OK
        case .full: return PROCTOR_BUSY
        case .closed: return PROCTOR_CANCELLED
        }
    }

    func writable(_ token: UInt64) {
        if let instance, let tell = table.on_writable { tell(instance, token) }
    }

    func reply(tag: UInt64, _ answer: ServiceAnswer) {
        guard let instance, let tell = table.on_reply else { return }
        answer.payload.withUnsafeBytes { bytes in
            tell(instance, tag, answer.status.abiValue, proctor_bytes(data: bytes.baseAddress, size: bytes.count))
        }
    }

    // MARK: What others see

    /// Jobs that run, that wait, and whose handlers overran, now.
    public var load: (running: Int, waiting: Int, stuck: Int) {
        jobs.withLock { ($0.runningCount, $0.waitingCount, $0.fencedCount) }
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

/// A source's hold on a job it has handed over.
public struct JobTicket: Sendable {
    let generation: Generation
    let token: UInt64

    /// The job is no longer wanted: it is settled soon, as cancelled unless it was faster.
    public func cancel() { generation.cancel(token) }

    /// A stream that answered ``PieceVerdict/full`` has room again.
    public func writable() { generation.writable(token) }
}

extension Duration {
    var formatted: String {
        let milliseconds = nanoseconds / 1_000_000
        return milliseconds % 1_000 == 0 ? "\(milliseconds / 1_000)s" : "\(milliseconds)ms"
    }
}
