import HostDispatch
public import HostGenerations
public import HostObservability

/// The host's metrics in Prometheus text format, of everything or of one processor.
public struct HostMetrics: Sendable {
    private let engine: @Sendable () -> ReloadEngine?
    private let registry: MetricRegistry
    private let process: @Sendable () -> MetricFamilies

    /// - Parameters:
    ///   - engine: nil as long as there is none.
    ///   - process: the process's own metrics.
    public init(
        engine: @escaping @Sendable () -> ReloadEngine?, registry: MetricRegistry,
        process: @escaping @Sendable () -> MetricFamilies
    ) {
        self.engine = engine
        self.registry = registry
        self.process = process
    }

    /// Everything, for the admin listener.
    public var text: String {
        var families = process()
        families.merge(registry.families())
        guard let engine = engine() else { return families.text }
        let status = engine.status
        for statistics in engine.processorStatistics { add(statistics, status, to: &families) }
        families.gauge("proctor_reloads", [:], Double(status.reloads))
        families.gauge("proctor_generations_stuck", [:], Double(status.stuck.count))
        families.gauge("proctor_images_retained", [:], Double(status.retainedImages))
        return families.text
    }

    /// What belongs to one processor, with the process's own, for the processor's own listener. Series of the plugin's
    /// are of a service there, as those that all workers share are (contracts, section 1.8).
    public func text(of processor: String) -> String {
        var families = process()
        families.merge(
            registry.families(
                where: { $0.labels["processor"] == processor || $0.labels["service"] == processor },
                adding: ["service": processor]))
        guard let engine = engine() else { return families.text }
        for statistics in engine.processorStatistics where statistics.processor == processor {
            add(statistics, engine.status, to: &families)
        }
        return families.text
    }

    private func add(_ statistics: ProcessorStatistics, _ status: EngineStatus, to families: inout MetricFamilies) {
        let published = status.published.filter { $0.processor == statistics.processor }
        let draining = status.draining.filter { $0.processor == statistics.processor }
        families.merge(statistics.metrics(published + draining))
        for (state, generations) in [("current", published), ("draining", draining)] {
            for generation in generations {
                let labels = [
                    "processor": generation.processor, "generation": String(generation.number), "state": state,
                ]
                let load = generation.load
                families.gauge("proctor_jobs_running", labels, Double(load.running))
                families.gauge("proctor_jobs_waiting", labels, Double(load.waiting))
                families.gauge("proctor_jobs_stuck", labels, Double(load.stuck))
                families.gauge(
                    "proctor_processor_threads", labels, Double(generation.pool.runningThreads.count))
            }
        }
    }
}
