import ModelAPI
import PluginSDK

/// What the operator sees of analysis; the names are those of contracts 1.8. The client of the model has its own beside
/// them.
struct AnalysisMetrics: Sendable {
    enum Status: String, Sendable {
        case success, failure, degraded
    }

    let metrics: Metrics

    /// A text was written or not.
    func ended(_ endpoint: TextTask.Endpoint, _ status: Status) {
        count("analysis_requests_total", endpoint, ["status": status.rawValue])
    }

    /// The model was asked; without usage it gave no answer.
    func asked(_ endpoint: TextTask.Endpoint, took duration: Duration, usage: TokenUsage?) {
        let (seconds, attoseconds) = duration.components
        metrics.histogram("analysis_llm_duration_seconds", labels: ["endpoint": endpoint.rawValue])
            .observe(Double(seconds) + Double(attoseconds) * 1e-18)
        guard let usage else { return }
        count("analysis_llm_tokens_total", endpoint, ["kind": "input"], Double(usage.input))
        count("analysis_llm_tokens_total", endpoint, ["kind": "output"], Double(usage.output))
    }

    /// A statement of a model's text that the facts do not bear.
    func refused(_ endpoint: TextTask.Endpoint, kind: String) {
        count("analysis_check_problems_total", endpoint, ["kind": kind])
    }

    /// A corrected attempt has come.
    func corrected(_ endpoint: TextTask.Endpoint, success: Bool) {
        count("analysis_corrections_total", endpoint, ["status": success ? "success" : "failure"])
    }

    private func count(
        _ name: String, _ endpoint: TextTask.Endpoint, _ labels: [String: String], _ amount: Double = 1
    ) {
        metrics.counter(name, labels: labels.merging(["endpoint": endpoint.rawValue]) { own, _ in own }).add(amount)
    }
}
