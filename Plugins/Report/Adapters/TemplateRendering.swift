import PluginSDK
import ReportTemplates
import Templates

/// Draws with the templates of the shelf.
struct TemplateRendering: ReportRendering {
    let shelf: TemplateShelf
    let renderer: ReportRenderer

    func template(_ name: String, theme: String?) throws(DrawingRefusal) -> any PinnedTemplate {
        let template: ReportTemplate
        do {
            template = try shelf.template(name)
        } catch {
            throw DrawingRefusal(code: error.code, message: error.messageForTenants)
        }
        do {
            // Told here, and not by each report of a class.
            if let theme { _ = try template.theme(theme) }
        } catch {
            throw DrawingRefusal(code: error.code, message: error.message)
        }
        return ShelvedTemplate(template: template, theme: theme, renderer: renderer)
    }
}

extension ShelfError {
    /// The sentence for who asks for reports: names of templates may be those of other tenants.
    var messageForTenants: String {
        code == "template.unknown"
            ? "There is no template of this name; report.templates lists those that there are." : message
    }
}

/// One version of a template on the shelf.
struct ShelvedTemplate: PinnedTemplate {
    let template: ReportTemplate
    let theme: String?
    let renderer: ReportRenderer

    var version: String { "\(template.name)@\(template.version)/\(template.engine.rawValue)/\(theme ?? "")" }

    func draw(_ data: [UInt8], as output: ReportOutput) async throws -> DrawnReport {
        guard let value = try? TemplateValue(json: data) else {
            throw DrawingRefusal(code: "data.invalid", message: "The report's data is no JSON that templates take.")
        }
        let options = RenderOptions(
            format: output.format, scale: output.scale, quality: output.quality, theme: theme)
        do {
            let report = try await renderer.render(template, data: value, options: options)
            return DrawnReport(
                bytes: report.bytes, mediaType: report.mediaType, missingGlyphs: report.missingGlyphs,
                findings: report.findings.map(\.code))
        } catch {
            if Task.isCancelled { throw CancellationError() }
            throw DrawingRefusal(code: error.code, message: error.message, isTransient: error.isPassing)
        }
    }
}
