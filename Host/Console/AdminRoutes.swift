public import HostGenerations
public import HostHTTP
import HostObservability

/// What the admin listener answers: health, readiness, metrics, status, and the order to reload. It answers from the
/// first moment of a start on, also while the host waits for its store and there is no engine yet.
public struct AdminRoutes: Sendable {
    private let engine: @Sendable () -> ReloadEngine?
    private let readiness: Readiness
    private let metrics: HostMetrics
    private let notes: @Sendable () -> StatusNotes

    /// - Parameters:
    ///   - engine: nil as long as there is none.
    ///   - notes: what the status document says beside the engine's own.
    public init(
        engine: @escaping @Sendable () -> ReloadEngine?, readiness: Readiness, metrics: HostMetrics,
        notes: @escaping @Sendable () -> StatusNotes
    ) {
        self.engine = engine
        self.readiness = readiness
        self.metrics = metrics
        self.notes = notes
    }

    /// Answers a request; nil for a path that is not the console's.
    public func answer(method: String, path: String) async -> PlainAnswer? {
        switch (method, path) {
        case ("GET", "/metrics"): PlainAnswer(mediaType: "text/plain; version=0.0.4", body: metrics.text)
        case ("GET", "/status"): status()
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

    private func status() -> PlainAnswer {
        guard let engine = engine() else { return .failure(503, readiness.reason ?? "starting") }
        return PlainAnswer(body: StatusDocument.json(engine: engine, readiness: readiness, notes: notes()))
    }

    /// Waits for the outcome without holding a thread.
    private func reload() async -> PlainAnswer {
        guard let engine = engine() else { return .failure(503, readiness.reason ?? "starting") }
        let report = await withCheckedContinuation { continuation in
            engine.requestReload(reason: "admin") { continuation.resume(returning: $0) }
        }
        guard let report else { return .failure(503, "the host is ending") }
        return PlainAnswer(body: report.json)
    }
}
