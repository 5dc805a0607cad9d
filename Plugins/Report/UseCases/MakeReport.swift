import Glibc
import PluginSDK

/// Makes one report: facts, data, picture.
struct ReportMaker: Sendable {
    let settings: ReportSettings
    let facts: FactsGatherer
    let rendering: any ReportRendering
    let cache: ReportCache
    let metrics: ReportMetrics
    /// Seconds since 1970.
    let clock: @Sendable () -> Int64

    /// - Parameters:
    ///   - template: in place of the tenant's.
    ///   - format: in place of the settings'.
    /// - Throws: `ReportRefusal` when it will never be made; `Retry`, `ServiceError`, `CancellationError` when it is not
    ///   made now.
    func report(
        for request: ReportRequest, template: String? = nil, format: ReportFormat? = nil, job: Job
    ) async throws -> DrawnReport {
        var choice = settings.choice(for: request.tenant)
        if let template, template != choice.template {
            // A variant is of one template's theme, and means nothing to another's.
            (choice.template, choice.theme) = (template, nil)
        }
        let pinned: any PinnedTemplate
        do {
            pinned = try rendering.template(choice.template, theme: choice.theme)
        } catch {
            throw try Self.ending(error)
        }
        let facts = try await facts.facts(for: request, job: job)
        choice.manner.options.secondPage =
            choice.manner.options.secondPage && (facts.commentary != nil || facts.feedback != nil)
        let data = ReportData(facts, manner: choice.manner, day: day).json
        var output = settings.output
        output.format = format ?? output.format
        do {
            return try await picture(data, of: request, with: pinned, as: output, job: job)
        } catch let refusal as DrawingRefusal {
            throw try Self.ending(refusal)
        }
    }

    /// Draws one report, or finds it drawn.
    ///
    /// - Throws: `DrawingRefusal` as the template has it; `ReportRefusal` for one that is not accepted;
    ///   `CancellationError`.
    func picture(
        _ data: [UInt8], of request: ReportRequest, with template: any PinnedTemplate, as output: ReportOutput, job: Job
    ) async throws -> DrawnReport {
        let report = try await cache.report(data, version: template.version, output: output, of: request, job: job) {
            try await drawn.draw(job: job) { try await template.draw(data, as: output) }
        }
        try drawn.accept(report)
        return report
    }

    var drawn: DrawnReports { DrawnReports(strictGlyphs: settings.strictGlyphs, metrics: metrics) }

    /// What a refusal to draw means for the job.
    private static func ending(_ refusal: DrawingRefusal) throws -> ReportRefusal {
        if refusal.isTransient { throw Retry(refusal.message, code: refusal.code) }
        return .drawing(refusal)
    }

    /// Today, where the reports are read.
    var day: String {
        CalendarDay(seconds: clock() &+ Int64(settings.utcOffset) &* 60).text
    }

    static let systemClock: @Sendable () -> Int64 = { Int64(time(nil)) }
}
