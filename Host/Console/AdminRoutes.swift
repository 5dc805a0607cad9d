public import HostGenerations
public import HostHTTP
import HostObservability

/// What the admin listener answers: health, readiness, metrics, status, and the order to reload.
public struct AdminRoutes: Sendable {
    private let engine: ReloadEngine
    private let readiness: Readiness
    private let process: @Sendable () -> MetricFamilies

    /// - Parameter process: the process's own metrics.
    public init(engine: ReloadEngine, readiness: Readiness, process: @escaping @Sendable () -> MetricFamilies) {
        self.engine = engine
        self.readiness = readiness
        self.process = process
    }

    /// Answers a request; nil for a path that is not the console's.
    public func answer(method: String, path: String) async -> PlainAnswer? {
        switch (method, path) {
        case ("GET", "/metrics"): PlainAnswer(mediaType: "text/plain; version=0.0.4", body: metrics())
        case ("GET", "/status"): PlainAnswer(body: StatusDocument.json(engine: engine, readiness: readiness))
        case ("POST", "/reload"): await reload()
        default: probe(method: method, path: path)
        }
    }

    /// Answers `/health` and `/ready` alone: what every listener has.
    public func probe(method: String, path: String) -> PlainAnswer? {
        switch (method, path) {
        case ("GET", "/health"): PlainAnswer(body: #"{"status":"healthy"}"#)
        case ("GET", "/ready"): ready()
        default: nil
        }
    }

    private func ready() -> PlainAnswer {
        guard let reason = readiness.reason else { return PlainAnswer(body: #"{"ready":true}"#) }
        return PlainAnswer(
            status: 503, body: JSONText.object([("ready", "false"), ("reason", JSONText.quoted(reason))]))
    }

    /// Waits for the outcome without holding a thread.
    private func reload() async -> PlainAnswer {
        let report = await withCheckedContinuation { continuation in
            engine.requestReload(reason: "admin") { continuation.resume(returning: $0) }
        }
        guard let report else { return .failure(503, "the host is ending") }
        return PlainAnswer(body: report.json)
    }

    private func metrics() -> String {
        var families = process()
        families.merge(engine.registry.families())
        for statistics in engine.processorStatistics { families.merge(statistics.metrics()) }
        let status = engine.status
        families.gauge("proctor_reloads", [:], Double(status.reloads))
        families.gauge("proctor_generations_stuck", [:], Double(status.stuck.count))
        families.gauge("proctor_images_retained", [:], Double(status.retainedImages))
        for (state, generations) in [("current", status.published), ("draining", status.draining)] {
            for generation in generations {
                let labels = [
                    "processor": generation.processor, "generation": String(generation.number), "state": state,
                ]
                let load = generation.load
                families.gauge("proctor_jobs_running", labels, Double(load.running))
                families.gauge("proctor_jobs_waiting", labels, Double(load.waiting))
                families.gauge("proctor_jobs_stuck", labels, Double(load.stuck))
            }
        }
        return families.text
    }
}
