import ModelAPI
import PluginSDK

/// What an operator sees of one model: OpenTelemetry's GenAI metrics under the names that Prometheus gives them, and
/// ours. Labels of what is counted at each call are written once.
struct TargetMetrics: Sendable {
    private let metrics: Metrics
    private let labels: [String: String]
    private let model: String
    private let duration: Metrics.Histogram
    private let firstChunk: Metrics.Histogram
    private let input: Metrics.Histogram
    private let output: Metrics.Histogram
    private let breaker: Metrics.Gauge

    /// - Parameter operation: `chat` or `embeddings`.
    init(_ metrics: Metrics, operation: String, provider: String, model: String) {
        let labels = [
            "gen_ai_operation_name": operation, "gen_ai_provider_name": provider, "gen_ai_request_model": model,
        ]
        self.metrics = metrics
        self.labels = labels
        self.model = model
        duration = metrics.histogram("gen_ai_client_operation_duration_seconds", labels: labels)
        firstChunk = metrics.histogram("gen_ai_client_operation_time_to_first_chunk_seconds", labels: labels)
        input = metrics.histogram("gen_ai_client_token_usage", labels: labels.adding("gen_ai_token_type", "input"))
        output = metrics.histogram("gen_ai_client_token_usage", labels: labels.adding("gen_ai_token_type", "output"))
        breaker = metrics.gauge(
            "llm_breaker_open", labels: ["gen_ai_provider_name": provider, "gen_ai_request_model": model])
    }

    /// - Parameter failure: why there was no answer.
    func ended(after time: Duration, failure: ModelFailure.Reason?) {
        guard let failure else { return duration.observe(time.inSeconds) }
        metrics.histogram(
            "gen_ai_client_operation_duration_seconds", labels: labels.adding("error_type", failure.rawValue)
        ).observe(time.inSeconds)
    }

    func began(after time: Duration) { firstChunk.observe(time.inSeconds) }

    /// - Parameter cost: nil where the model has no price.
    func used(_ usage: TokenUsage, cost: Double?, tenant: String) {
        input.observe(Double(usage.input))
        if usage.output > 0 { output.observe(Double(usage.output)) }
        if let cost, cost > 0 {
            metrics.counter("llm_cost_total", labels: ["model": model, "tenant": tenant]).add(cost)
        }
    }

    func tried(again reason: ModelFailure.Reason) {
        metrics.counter("llm_retries_total", labels: labels.adding("error_type", reason.rawValue)).add()
    }

    /// This model is asked because the one before gave no answer.
    func fellBack(after reason: ModelFailure.Reason) {
        metrics.counter("llm_fallbacks_total", labels: labels.adding("error_type", reason.rawValue)).add()
    }

    func answeredFromCache() { metrics.counter("llm_cache_hits_total", labels: labels).add() }
    func breaker(isOpen: Bool) { breaker.set(isOpen ? 1 : 0) }
}

extension [String: String] {
    fileprivate func adding(_ name: String, _ value: String) -> [String: String] {
        var more = self
        more[name] = value
        return more
    }
}

extension Duration {
    var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}
