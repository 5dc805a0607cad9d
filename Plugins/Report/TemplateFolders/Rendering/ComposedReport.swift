import ReportDrawing
import ReportLayout
import ReportMarkup
import ReportScene

/// A report of the native engine whose places are settled, before it is drawn. Confined to its lane, as its scene is.
public struct ComposedReport {
    public let scene: Scene
    public let tree: LayoutTree
    public let findings: [ReportFinding]
    public let missingGlyphs: Int
    public internal(set) var times: StageTimes

    /// - Parameter isCancelled: is asked while places are settled.
    /// - Throws: what is wrong with the template's markup, told at the template's lines; that it took too long.
    init(
        _ markup: RenderedMarkup, plan: RenderPlan, findings earlier: [ReportFinding], times: StageTimes,
        lane: DrawingLane, limits: RenderLimits, isCancelled: @escaping () -> Bool
    ) throws(RenderFailure) {
        self.times = times
        let deadline = StageTimes.now() &+ limits.compositionNanoseconds(spent: times.total)
        let root: Element
        do throws(MarkupError) {
            root = try self.times.measure(.parse) { () throws(MarkupError) in
                try parseMarkup(markup.bytes, limits: limits.markup)
            }
        } catch {
            // The reader stops behind what it does not understand, which may be another file's first character.
            let position = error.position.map { MarkupPosition(line: $0.line, column: max(1, $0.column - 1)) }
            throw .places(error.code, [markup.problem(error.code, error.message, at: position)])
        }
        let report: LaidOutReport
        do throws(LayoutError) {
            report = try self.times.measure(.layout) { () throws(LayoutError) in
                try layOut(
                    root, theme: plan.theme.theme, assets: markup.template.layoutAssets, measurer: lane,
                    limits: limits.layout, isCancelled: { isCancelled() || StageTimes.now() >= deadline })
            }
        } catch {
            if error.code == "layout.cancelled" { throw isCancelled() ? .cancelled : .tooSlow(limits) }
            throw .places(error.code, error.problems.map { markup.problem(error.code, $0.message, at: $0.position) })
        }
        scene = report.scene
        tree = report.tree
        findings = earlier + report.findings.map { ReportFinding($0, in: markup) }
        missingGlyphs = report.scene.pages.reduce(0) { $0 + $1.missingGlyphs }
        if plan.refusesMissingGlyphs, missingGlyphs > 0 {
            throw .places(
                "glyph.missing",
                findings.filter { $0.code == "glyph.missing" }.map {
                    TemplateProblem(code: $0.code, message: $0.message, file: $0.place)
                })
        }
    }
}

extension ScenePage {
    fileprivate var missingGlyphs: Int {
        items.reduce(0) { count, item in
            if case .text(let text, _, _) = item { count + text.missingGlyphs } else { count }
        }
    }
}
