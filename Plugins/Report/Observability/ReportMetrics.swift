import PluginSDK

/// What the operator sees of reports.
struct ReportMetrics: Sendable {
    /// What asked for a report.
    enum Mode: String, Sendable {
        case queue = "mq"
        case sync
        case ofClass = "class"
    }

    let metrics: Metrics

    func generated(success: Bool, mode: Mode) {
        metrics.counter(
            "report_generated_total", labels: ["status": success ? "success" : "failure", "mode": mode.rawValue]
        ).add()
    }

    func fetched(_ document: BackendDocument, took duration: Duration) {
        metrics.histogram("report_backend_fetch_duration_seconds", labels: ["endpoint": document.rawValue])
            .observe(Self.seconds(duration))
    }

    /// A report goes without a document: the backend has none, or one that cannot be read.
    func went(without document: BackendDocument) {
        metrics.counter("report_backend_absent_total", labels: ["endpoint": document.rawValue]).add()
    }

    func drew(_ report: DrawnReport, took duration: Duration) {
        metrics.histogram("report_render_duration_seconds").observe(Self.seconds(duration))
        if report.missingGlyphs > 0 {
            metrics.counter("report_missing_glyphs_total").add(Double(report.missingGlyphs))
        }
        for code in report.findings { metrics.counter("report_findings_total", labels: ["code": code]).add() }
    }

    /// A report was kept from an earlier time, or drawn for another job at the same moment.
    func repeated() { metrics.counter("report_cache_hits_total").add() }

    /// The place where reports are kept did not answer.
    func cacheFailed() { metrics.counter("report_cache_failures_total").add() }

    static func seconds(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}
