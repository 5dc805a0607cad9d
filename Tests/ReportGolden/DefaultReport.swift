import ReportDrawing
import ReportLayout
import ReportTemplates
import Templates
import Testing

/// The built-in exam report, as the golden files show it.
struct DefaultReport {
    let template: ReportTemplate
    private let room: DrawingRoom
    private let renderer: ReportRenderer

    init() throws {
        let content = try #require(try BuiltInTemplates.folders().first { $0.name == "exam-report" })
        template = try ReportTemplate(content)
        room = try DrawingRoom(lanes: 1)
        renderer = ReportRenderer(room: room, browser: nil)
    }

    var samples: [String] { template.samples.map(\.name) }

    func data(_ sample: String) throws -> TemplateValue {
        try #require(template.samples.first { $0.name == sample }, "no sample \(sample)").data
    }

    /// Lays a sample out and hands it over on its lane.
    func compose<Result: Sendable>(
        _ sample: String, theme: String? = nil, locale: String? = nil,
        _ body: (ComposedReport, DrawingLane) throws -> Result
    ) async throws -> Result {
        try await compose(data(sample), theme: theme ?? Self.theme(of: sample), locale: locale, body)
    }

    func compose<Result: Sendable>(
        _ data: TemplateValue, theme: String? = nil, locale: String? = nil,
        _ body: (ComposedReport, DrawingLane) throws -> Result
    ) async throws -> Result {
        try await room.withLane(pixels: 0) { lane in
            let options = RenderOptions(engine: .native, theme: theme, locale: locale)
            return try body(renderer.compose(template, data: data, options: options, on: lane), lane)
        }
    }

    func lint() async throws -> LintReport { try await TemplateLint(renderer: renderer).check(template) }

    func markup(_ data: TemplateValue, engine: ReportEngine) throws -> String {
        try renderer.markup(template, data: data, options: RenderOptions(engine: engine))
    }

    /// The sample that asks for less ink is shown in the theme for it.
    private static func theme(of sample: String) -> String? { sample == "ink-saving" ? "ink-saving" : nil }
}
