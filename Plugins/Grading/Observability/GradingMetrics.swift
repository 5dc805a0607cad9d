import PluginSDK

/// What the operator sees of grading.
struct GradingMetrics: Sendable {
    /// The parts of grading that are timed.
    enum Stage: String {
        case download, preprocess, detect, score
    }

    let metrics: Metrics

    func read(_ reading: SheetReading, took duration: Duration) {
        metrics.counter("grading_sheets_total", labels: ["outcome": "read"]).add()
        for flag in FieldReading.Flag.allCases {
            let count = reading.fields.count { $0.flag == flag }
            if count > 0 { metrics.counter("grading_fields_total", labels: ["flag": flag.rawValue]).add(Double(count)) }
        }
        metrics.histogram("grading_read_seconds").observe(Self.seconds(duration))
    }

    func refused(code: String) {
        metrics.counter("grading_sheets_total", labels: ["outcome": code]).add()
    }

    /// A job's sheet got its callback, made now.
    func graded(success: Bool) {
        metrics.counter("grading_omr_graded_total", labels: ["status": success ? "success" : "failure"]).add()
    }

    /// A job's sheet got the callback of an earlier time.
    func repeated() { metrics.counter("grading_idempotent_hits_total").add() }

    /// The store could not say whether a sheet was graded, or keep that it is.
    func storeFailed() { metrics.counter("grading_idempotent_failures_total").add() }

    func timed<Result>(_ stage: Stage, _ body: () throws -> Result) rethrows -> Result {
        let start = ContinuousClock.now
        defer { observe(stage, since: start) }
        return try body()
    }

    func timed<Result>(_ stage: Stage, _ body: () async throws -> Result) async rethrows -> Result {
        let start = ContinuousClock.now
        defer { observe(stage, since: start) }
        return try await body()
    }

    private func observe(_ stage: Stage, since start: ContinuousClock.Instant) {
        metrics.histogram("grading_omr_duration_seconds", labels: ["stage": stage.rawValue])
            .observe(Self.seconds(ContinuousClock.now - start))
    }

    private static func seconds(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}
