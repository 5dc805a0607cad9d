import PluginSDK

/// What holds for each report that is drawn, on whichever way: it is timed, counted, and accepted or not.
struct DrawnReports: Sendable {
    let strictGlyphs: Bool
    let metrics: ReportMetrics

    /// - Throws: what `draw` throws; `CancellationError` before it is begun.
    func draw(job: Job, _ draw: () async throws -> DrawnReport) async throws -> DrawnReport {
        try job.checkCancellation()
        let start = ContinuousClock.now
        let report = try await job.trace.span("report.render") { try await draw() }
        metrics.drew(report, took: ContinuousClock.now - start)
        return report
    }

    /// - Throws: `report.glyphs_missing` where the settings are strict.
    func accept(_ report: DrawnReport) throws(ReportRefusal) {
        if strictGlyphs, report.missingGlyphs > 0 { throw .glyphsMissing(report.missingGlyphs) }
    }
}
