import ReportMarkup
import Templates

/// What a template made of data: markup, and the way back to the template's lines.
struct RenderedMarkup {
    let rendering: Rendering
    let template: ReportTemplate

    /// - Parameter isCancelled: is asked now and then.
    init(
        _ template: ReportTemplate, engine: ReportEngine, context: TemplateContext, limits: TemplateLimits,
        isCancelled: @escaping @Sendable () -> Bool
    ) throws(RenderFailure) {
        self.template = template
        do throws(TemplateError) {
            rendering = try template.sources.render(
                engine.mainFile, context.values, limits: limits, isCancelled: isCancelled)
        } catch {
            if error.kind == .cancelled { throw .cancelled }
            throw .places(error.code, [TemplateProblem(error, template: template.name)])
        }
    }

    /// The template's place from which a place of the markup comes.
    func problem(_ code: String, _ message: String, at position: MarkupPosition?) -> TemplateProblem {
        guard let position, let place = rendering.place(ofLine: position.line, column: position.column) else {
            return TemplateProblem(code: code, message: message, file: template.name)
        }
        return TemplateProblem(
            code: code, message: message, file: "\(template.name)/\(place.template)", line: place.line,
            column: place.column)
    }
}

extension RenderedMarkup {
    var text: String { rendering.text }
    /// UTF-8.
    var bytes: [UInt8] { rendering.bytes }
}
