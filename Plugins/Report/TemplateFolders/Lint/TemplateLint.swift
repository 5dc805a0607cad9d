import ReportDrawing

/// Tries a template: every sample in every theme and every language, and says what a reader would stumble over.
public struct TemplateLint: Sendable {
    private let renderer: ReportRenderer
    /// Reports that are tried at most.
    private let limit: Int

    public init(renderer: ReportRenderer, limit: Int = 2_000) {
        self.renderer = renderer
        self.limit = limit
    }

    /// Native reports are laid out and not drawn. HTML is rendered, and captured where the browser is the template's
    /// own engine and there is one: a browser finds nothing but pages that it cannot take.
    ///
    /// - Throws: `render.cancelled` when the calling task is cancelled.
    public nonisolated(nonsending) func check(_ template: ReportTemplate) async throws(RenderFailure) -> LintReport {
        var report = LintReport(template)
        if template.samples.isEmpty {
            report.add([Self.warning("lint.no_samples", "has no samples, so nothing was tried", template)], of: nil)
        }
        let cases = Self.cases(template)
        if cases.count > limit {
            let message = "has \(cases.count) samples in themes and languages; \(limit) of them were tried"
            report.add([Self.warning("lint.many_samples", message, template)], of: nil)
        }
        for (index, trial) in cases.prefix(limit).enumerated() {
            if Task.isCancelled { throw .cancelled }
            let sample = template.samples[index % template.samples.count]
            report.add(try await findings(template, sample, trial), of: trial)
        }
        return report
    }

    /// Samples change fastest, so that the first of what was cut off is a theme and not a sample.
    private static func cases(_ template: ReportTemplate) -> [LintReport.LintedReport] {
        template.engines.flatMap { engine in
            template.variants.flatMap { theme in
                template.description.locales.flatMap { locale in
                    template.samples.map { sample in
                        LintReport.LintedReport(sample: sample.name, engine: engine, theme: theme, locale: locale)
                    }
                }
            }
        }
    }

    private nonisolated(nonsending) func findings(
        _ template: ReportTemplate, _ sample: TemplateSample, _ trial: LintReport.LintedReport
    ) async throws(RenderFailure) -> [ReportFinding] {
        let options = RenderOptions(engine: trial.engine, theme: trial.theme, locale: trial.locale)
        do throws(RenderFailure) {
            if trial.engine == .native {
                return try await renderer.withLane(pixels: 0) { lane throws(RenderFailure) in
                    try renderer.compose(template, data: sample.data, options: options, on: lane).findings
                }
            }
            if template.engine == .chromium, renderer.hasBrowser {
                return try await renderer.render(template, data: sample.data, options: options).findings
            }
            _ = try renderer.markup(template, data: sample.data, options: options)
            return []
        } catch {
            if error.code == RenderFailure.cancelled.code { throw error }
            guard error.places.isEmpty else { return error.places.map(ReportFinding.init) }
            return [
                ReportFinding(
                    code: error.code, severity: .error, message: error.message,
                    place: "\(template.name)/samples/\(sample.name).json")
            ]
        }
    }

    private static func warning(_ code: String, _ message: String, _ template: ReportTemplate) -> ReportFinding {
        ReportFinding(code: code, severity: .warning, message: message, place: template.name)
    }
}
