import ReportDrawing
import Templates
import Testing

@testable import ReportTemplates

@Suite("Lint of templates")
struct LintTests {
    private func lint(_ changes: [String: String?] = [:]) async throws -> LintReport {
        let renderer = ReportRenderer(room: try DrawingRoom(lanes: 1), browser: nil)
        return try await TemplateLint(renderer: renderer).check(TinyTemplate.template(changes))
    }

    @Test("every sample is tried in every theme, language and engine")
    func all() async throws {
        let report = try await lint()
        #expect(report.reports == 2 * 2 * 2 * 2)
        #expect(report.count(.error) == 0)
        #expect(report.entries.map(\.finding.code) == ["strings.missing"])
        #expect(report.entries.first?.count == 4)
    }

    @Test("what does not fit, and what cannot be read on its ground, is found with its line")
    func findings() async throws {
        let report = try await lint([
            "greeting.j2": """
            <text color="#eeeeee">faint</text>
            <box width="20" height="10"><text wrap="none">much too long for its box</text></box>
            """
        ])
        let found = Set(report.entries.map { "\($0.finding.code) \($0.finding.place.prefix { $0 != "." })" })
        #expect(found.contains("layout.contrast tiny/greeting"), "\(report.entries)")
        #expect(found.contains("layout.overflow tiny/greeting"), "\(report.entries)")
    }

    @Test("a sample that cannot be rendered is an error at the template's line, counted once")
    func failing() async throws {
        let report = try await lint(["greeting.j2": "<text>{{ rows[0] }}</text>"])
        let errors = report.entries.filter { $0.finding.severity == .error }
        #expect(errors.map(\.finding.place).allSatisfy { $0.hasPrefix("tiny/greeting.j2:1:") }, "\(errors)")
        #expect(errors.first?.report?.sample == "empty")
        #expect(!errors.isEmpty)
    }

    @Test("a template without samples is warned of")
    func noSamples() async throws {
        let report = try await lint(["samples/one.json": nil, "samples/empty.json": nil])
        #expect(report.entries.map(\.finding.code) == ["lint.no_samples"])
    }
}
