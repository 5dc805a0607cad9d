import HostObservability
import Synchronization

/// What a processor's jobs came to, counted over all its generations. Callable from any thread.
public final class ProcessorStatistics: Sendable {
    /// Jobs are counted apart by what they are and where they came from.
    private struct Kind: Hashable {
        let operation: String
        let origin: String
    }

    private struct Counts {
        /// By ``JobStatus/place``.
        private var places = [UInt64](repeating: 0, count: JobStatus.allCases.count)
        /// Jobs whose status is ok and whose answer tells of a failure.
        var failures: UInt64 = 0
        var buckets = [UInt64](repeating: 0, count: MetricRegistry.bounds.count + 1)
        var seconds = 0.0

        mutating func count(_ status: JobStatus, isFailure: Bool) {
            places[status.place] &+= 1
            if isFailure, status == .ok { failures &+= 1 }
        }

        mutating func add(_ other: Counts) {
            for index in places.indices { places[index] &+= other.places[index] }
            for index in buckets.indices { buckets[index] &+= other.buckets[index] }
            failures &+= other.failures
            seconds += other.seconds
        }

        /// Those that there are.
        var statuses: [(status: JobStatus, count: UInt64)] {
            JobStatus.allCases.map { ($0, places[$0.place]) }.filter { $0.1 > 0 }
        }
    }

    private struct State {
        var kinds: [Kind: Counts] = [:]
        var lateCompletions: UInt64 = 0
        var unknownCompletions: UInt64 = 0
        var overruns: UInt64 = 0
        var cpuSeconds = 0.0
    }

    public let processor: String
    private let state = Mutex(State())

    public init(processor: String) {
        self.processor = processor
    }

    /// - Parameter isFailure: an answer that tells of a failure: a job that is done, and none that succeeded.
    func settled(operation: String, origin: String, status: JobStatus, isFailure: Bool = false, seconds: Double) {
        let bucket = MetricRegistry.bounds.firstIndex { seconds <= $0 } ?? MetricRegistry.bounds.count
        let kind = Kind(operation: operation, origin: origin)
        state.withLock { state in
            // One look-up, and no copy of the counts.
            func count(_ counts: inout Counts) {
                counts.count(status, isFailure: isFailure)
                counts.buckets[bucket] &+= 1
                counts.seconds += seconds
            }
            count(&state.kinds[kind, default: Counts()])
        }
    }

    func late() { state.withLock { $0.lateCompletions &+= 1 } }
    func unknown() { state.withLock { $0.unknownCompletions &+= 1 } }
    func overran() { state.withLock { $0.overruns &+= 1 } }
    /// Processor time of a worker thread that has ended.
    func threadEnded(cpuSeconds: Double) { state.withLock { $0.cpuSeconds += cpuSeconds } }

    /// Completions that came for a job that had been taken back, or came twice.
    public var ignoredCompletions: UInt64 { state.withLock { $0.lateCompletions &+ $0.unknownCompletions } }

    /// Jobs settled so far, by status.
    public var totals: [JobStatus: UInt64] {
        state.withLock { state in
            state.kinds.values.reduce(into: [:]) { sum, counts in
                for (status, count) in counts.statuses { sum[status, default: 0] &+= count }
            }
        }
    }

    /// This processor's series in Prometheus text form: the host's own names, and those that all workers of the
    /// contracts share (contracts, section 1.8), so that dashboards of the services before this one go on working.
    ///
    /// - Parameter generations: the processor's, published and draining.
    public func metrics(_ generations: [Generation]) -> MetricFamilies {
        let state = state.withLock { $0 }
        var families = MetricFamilies()
        let own = ["processor": processor]
        for (kind, counts) in state.kinds.sorted(by: {
            ($0.key.operation, $0.key.origin) < ($1.key.operation, $1.key.origin)
        }) {
            let labels = ["processor": processor, "operation": kind.operation, "source": kind.origin]
            for (status, count) in counts.statuses {
                families.counter(
                    "proctor_jobs_total", labels.merging(["status": status.rawValue]) { $1 }, Double(count))
            }
            families.histogram("proctor_job_duration_seconds", labels, counts: counts.buckets, sum: counts.seconds)
        }
        families.counter(
            "proctor_completions_ignored_total", own.merging(["reason": "late"]) { $1 }, Double(state.lateCompletions))
        families.counter(
            "proctor_completions_ignored_total", own.merging(["reason": "unknown"]) { $1 },
            Double(state.unknownCompletions))
        families.counter("proctor_jobs_overrun_total", own, Double(state.overruns))
        families.counter(
            "proctor_processor_cpu_seconds_total", own,
            generations.reduce(state.cpuSeconds) { $0 + $1.pool.cpuSeconds })
        let running = generations.reduce(into: [:]) { sum, generation in
            sum.merge(generation.runningByOrigin, uniquingKeysWith: +)
        }
        addShared(to: &families, state.kinds, running: running)
        return families
    }

    private func addShared(to families: inout MetricFamilies, _ kinds: [Kind: Counts], running: [String: Int]) {
        var origins: [String: Counts] = [:]
        for (kind, counts) in kinds {
            origins[kind.origin, default: Counts()].add(counts)
        }
        for (origin, counts) in origins.sorted(by: { $0.key < $1.key }) {
            let labels = ["service": processor, "queue": origin]
            var outcomes: [String: UInt64] = [:]
            for (status, count) in counts.statuses { outcomes[status.sharedName, default: 0] &+= count }
            if counts.failures > 0 {
                outcomes[JobStatus.fatal.sharedName, default: 0] &+= counts.failures
                let successes = (outcomes[JobStatus.ok.sharedName] ?? 0) &- counts.failures
                outcomes[JobStatus.ok.sharedName] = successes > 0 ? successes : nil
            }
            for (outcome, count) in outcomes {
                families.counter(
                    "lumie_worker_jobs_total", labels.merging(["status": outcome]) { $1 }, Double(count))
            }
            families.histogram(
                "lumie_worker_job_duration_seconds", labels, counts: counts.buckets, sum: counts.seconds)
        }
        for origin in Set(origins.keys).union(running.keys).sorted() {
            families.gauge(
                "lumie_worker_jobs_in_flight", ["service": processor, "queue": origin], Double(running[origin] ?? 0))
        }
    }
}

extension JobStatus {
    /// Its place among all.
    fileprivate var place: Int {
        switch self {
        case .ok: 0
        case .retry: 1
        case .reject: 2
        case .cancelled: 3
        case .busy: 4
        case .unsupported: 5
        case .fatal: 6
        }
    }

    /// The word for it in the metrics that all workers share.
    fileprivate var sharedName: String {
        switch self {
        case .ok: "success"
        case .reject, .unsupported: "rejected"
        case .retry, .busy, .cancelled: "requeued"
        case .fatal: "failure"
        }
    }
}
