import ReportCharts
import ReportLayout
import ReportMarkup
import ReportScene
import Testing

@Suite("Pictures and charts")
struct MediaTests {
    private let picture = Picture(
        format: .png, bytes: [1], contentHash: "a", size: Size(width: 100, height: 50), alternative: "")

    private func pictures(_ body: String, _ theme: String = LayoutFixture.theme) throws -> [Rect] {
        let assets = Assets(pictures: ["logo.png": picture]) { format, bytes in
            format == .svg && bytes == Array("<svg/>".utf8) ? picture : nil
        }
        let report = try LayoutFixture.layOut(body, theme: theme, assets: assets)
        var found: [Rect] = []
        for case .picture(_, let rect) in report.scene.pages[0].items { found.append(rect) }
        return found
    }

    @Test("a picture has its own size, keeps its shape, and is not drawn out to its column")
    func sizes() throws {
        #expect(try pictures("<image src=\"logo.png\" alt=\"\"/>") == [Rect(x: 0, y: 0, width: 100, height: 50)])
        #expect(
            try pictures("<image src=\"logo.png\" alt=\"\" width=\"40\"/>") == [Rect(x: 0, y: 0, width: 40, height: 20)]
        )
        #expect(
            try pictures("<image src=\"logo.png\" alt=\"\" height=\"10\"/>") == [
                Rect(x: 0, y: 0, width: 20, height: 10)
            ])
    }

    @Test("contain shows all of it, cover fills the box")
    func fit() throws {
        #expect(
            try pictures("<image src=\"logo.png\" alt=\"\" width=\"50\" height=\"50\"/>") == [
                Rect(x: 0, y: 12.5, width: 50, height: 25)
            ])
        #expect(
            try pictures("<image src=\"logo.png\" alt=\"\" width=\"50\" height=\"50\" fit=\"cover\"/>") == [
                Rect(x: -25, y: 0, width: 100, height: 50)
            ])
    }

    @Test("sources are assets, names of the theme, and addresses that hold the picture")
    func sources() throws {
        #expect(
            try pictures("<image src=\"$mark\" alt=\"\"/>", "{\"assets\": {\"mark\": \"logo.png\"}}").count == 1)
        #expect(try pictures("<image src=\"data:image/svg+xml;base64,PHN2Zy8+\" alt=\"\"/>").count == 1)
        #expect(try pictures("<image src=\"data:image/png;base64,PHN2Zy8+\" alt=\"\"/>").isEmpty)
        #expect(LayoutFixture.problems("<image src=\"data:text/html;base64,PHN2Zy8+\" alt=\"\"/>").count == 1)
        #expect(LayoutFixture.problems("<image src=\"data:image/png;base64,!\" alt=\"\"/>").count == 1)
    }

    @Test("a chart is drawn where it stands, as a figure with its words")
    func chart() throws {
        let body = """
            <box padding="30"><chart kind="bar" height="100" alt="words"><series name="s"><point label="a" value="3"/></series>
            <mark value="2" label="m"/></chart></box>
            """
        let report = try LayoutFixture.layOut(body)
        #expect(LayoutFixture.boxes("chart", report) == [Rect(x: 30, y: 30, width: 340, height: 100)])
        var alternatives: [String] = []
        for case .beginPart(.figure(let alternative)) in report.scene.pages[0].items {
            alternatives.append(alternative)
        }
        #expect(alternatives == ["words"])
        for case .text(_, let at, _) in report.scene.pages[0].items {
            #expect(at.x >= 29 && at.y >= 29)
        }
    }

    @Test("findings of a chart have the page's coordinates and the chart's place")
    func chartFindings() throws {
        let body =
            "<box padding=\"30\"><chart kind=\"bar\" height=\"100\" min=\"0\" max=\"1\" labels=\"all\" alt=\"a\">"
            + "<series name=\"s\"><point label=\"a\" value=\"3\"/></series></chart></box>"
        let found = try LayoutFixture.layOut(body).findings.filter { $0.code == ChartFinding.Code.range.rawValue }
        #expect(found.map(\.place) == [MarkupPosition(line: 1, column: 40)])
        #expect(found.allSatisfy { $0.box.minX >= 30 && $0.box.minY >= 30 })
    }
}
