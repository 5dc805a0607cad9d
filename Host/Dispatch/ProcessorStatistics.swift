import HostObservability
import Synchronization

/// What a processor's jobs came to, counted over all its generations. Callable from any thread.
public final class ProcessorStatistics: Sendable {
    private struct Operation {
        var statuses: [JobStatus: UInt64] = [:]
        var buckets = [UInt64](repeating: 0, count: MetricRegistry.bounds.count + 1)
        var seconds = 0.0
    }

    private struct State {
        var operations: [String: Operation] = [:]
        var lateCompletions: UInt64 = 0
        var unknownCompletions: UInt64 = 0
        var overruns: UInt64 = 0
    }

    public let processor: String
    private let state = Mutex(State())

    public init(processor: String) {
        self.processor = processor
    }

    func settled(operation: String, status: JobStatus, seconds: Double) {
        let bucket = MetricRegistry.bounds.firstIndex { seconds <= $0 } ?? MetricRegistry.bounds.count
        state.withLock { state in
            state.operations[operation, default: Operation()].statuses[status, default: 0] &+= 1
            state.operations[operation, default: Operation()].buckets[bucket] &+= 1
            state.operations[operation, default: Operation()].seconds += seconds
        }
    }

    func late() { state.withLock { $0.lateCompletions &+= 1 } }
    func unknown() { state.withLock { $0.unknownCompletions &+= 1 } }
    func overran() { state.withLock { $0.overruns &+= 1 } }

    /// Completions that came for a job that had been taken back, or came twice.
    public var ignoredCompletions: UInt64 { state.withLock { $0.lateCompletions &+ $0.unknownCompletions } }

    /// Jobs settled so far, by status.
    public var totals: [JobStatus: UInt64] {
        state.withLock { state in
            state.operations.values.reduce(into: [:]) { sum, operation in
                sum.merge(operation.statuses) { $0 &+ $1 }
            }
        }
    }

    /// This processor's series in Prometheus text form.
    public func metrics() -> MetricFamilies {
        let state = state.withLock { $0 }
        var families = MetricFamilies()
        for (name, operation) in state.operations.sorted(by: { $0.key < $1.key }) {
            let labels = ["processor": processor, "operation": name]
            for (status, count) in operation.statuses {
                families.counter(
                    "proctor_jobs_total", labels.merging(["status": status.rawValue]) { $1 }, Double(count))
            }
            families.histogram(
                "proctor_job_duration_seconds", labels, counts: operation.buckets, sum: operation.seconds)
        }
        let own = ["processor": processor]
        families.counter(
            "proctor_completions_ignored_total", own.merging(["reason": "late"]) { $1 }, Double(state.lateCompletions))
        families.counter(
            "proctor_completions_ignored_total", own.merging(["reason": "unknown"]) { $1 },
            Double(state.unknownCompletions))
        families.counter("proctor_jobs_overrun_total", own, Double(state.overruns))
        return families
    }
}
