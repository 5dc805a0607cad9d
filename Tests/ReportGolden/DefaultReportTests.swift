import Templates
import Testing

@Suite("The default report")
struct DefaultReportTests {
    @Test("every sample fits one page, or two where it asks for a second")
    func pages() async throws {
        let report = try DefaultReport()
        for sample in report.samples {
            let sizes = try await report.compose(sample) { report, _ in report.scene.pages.map(\.size) }
            let hasSecond = try report.data(sample)["options"]?["secondPage"] == true
            #expect(sizes.count == (hasSecond ? 2 : 1), "\(sample)")
            #expect(sizes.allSatisfy { $0.width == 794 && $0.height == 1123 }, "\(sample): \(sizes)")
        }
    }

    @Test("nothing overflows, is cut, is hard to read or lacks a glyph: in any sample, theme and language")
    func lint() async throws {
        let lint = try await DefaultReport().lint()
        #expect(lint.reports > 0)
        for entry in lint.entries {
            Issue.record("\(entry.finding.code) at \(entry.finding.place): \(entry.finding.message) (\(entry.count))")
        }
    }

    @Test("both versions say every question, name and sentence of every sample")
    func versions() throws {
        let report = try DefaultReport()
        for sample in report.samples {
            let data = try report.data(sample)
            let xml = try report.markup(data, engine: .native)
            let html = try report.markup(data, engine: .chromium)
            let names = ["student", "exam", "academy"].compactMap { data[$0]?["name"]?.text }
            for text in names + ["commentary", "feedback"].compactMap({ data[$0]?.text }) {
                let first = text.split(separator: "\n").first.map(String.init) ?? text
                #expect(xml.contains(first) && html.contains(first), "\(sample): \(first)")
            }
            #expect(Self.count("<tr", in: xml) == Self.count("<tr", in: html), "\(sample): rows of questions")
        }
    }

    @Test("names that look like markup or template code stay names")
    func hostile() async throws {
        let report = try DefaultReport()
        let name = "<script>alert(1)</script> {{ 7 * 7 }} {% raw %} & \"'"
        let data = try report.data("ordinary").replacing(["student", "name"], with: .string(name))
            .replacing(["exam", "name"], with: .string(name))
        let texts = try await report.compose(data) { report, _ in report.tree.json }
        #expect(texts.contains("{{ 7 * 7 }}"))
        #expect(texts.contains("<script>"))
        let html = try report.markup(data, engine: .chromium)
        #expect(!html.contains("<script>"))
        #expect(html.contains("{{ 7 * 7 }}"))
    }

    private static func count(_ text: String, in whole: String) -> Int {
        whole.split(separator: text, omittingEmptySubsequences: false).count - 1
    }
}
