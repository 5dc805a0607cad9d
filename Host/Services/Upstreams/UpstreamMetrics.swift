import HostObservability

/// What operators see of upstreams.
struct UpstreamMetrics: Sendable {
    let registry: MetricRegistry

    /// - Parameter status: `2xx`, or why there is no answer.
    func ended(_ upstream: String, status: String, seconds: Double) {
        registry.add(MetricSeries("proctor_upstream_requests_total", ["upstream": upstream, "status": status]))
        registry.observe(MetricSeries("proctor_upstream_duration_seconds", ["upstream": upstream]), seconds)
    }

    func retried(_ upstream: String) {
        registry.add(MetricSeries("proctor_upstream_retries_total", ["upstream": upstream]))
    }

    func show(_ limits: UpstreamLimits, of upstream: String) {
        let labels = ["upstream": upstream]
        registry.set(MetricSeries("proctor_upstream_in_flight", labels), Double(limits.turns.taken))
        registry.set(MetricSeries("proctor_upstream_circuit_open", labels), limits.breaker.isTripped ? 1 : 0)
    }
}
