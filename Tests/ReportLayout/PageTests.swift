import ReportLayout
import ReportScene
import Testing

@Suite("Pages")
struct PageTests {
    private func rows(_ count: Int) -> String {
        (1...count).map { "<tr><td>\($0)</td></tr>" }.joined()
    }

    @Test("a page grows with what is on it, and is never lower than it says")
    func grow() throws {
        let low = try LayoutFixture.layOut("<box height=\"30\"/>", attributes: "height=\"100\"")
        #expect(low.scene.pages.map(\.size.height) == [100])
        let high = try LayoutFixture.layOut("<box height=\"300\"/>", attributes: "height=\"100\"")
        #expect(high.scene.pages.map(\.size.height) == [300])
        #expect(high.findings.isEmpty)
    }

    @Test("what does not fit a clipped page is cut off, and found")
    func clip() throws {
        let report = try LayoutFixture.layOut(
            "<box height=\"90\"/><text>a</text><text>b</text>", attributes: "height=\"100\" overflow=\"clip\"")
        #expect(report.scene.pages.map(\.size.height) == [100])
        #expect(report.findings.map(\.code) == ["layout.overflow", "layout.overflow"])
    }

    @Test("a table is broken between rows, with its head again on each page")
    func table() throws {
        let body = "<table cell-padding=\"0\"><tr header=\"true\"><td>head</td></tr>\(rows(25))</table>"
        let report = try LayoutFixture.layOut(body, attributes: "height=\"100\" overflow=\"paginate\"")
        let lines = report.tree.pages.map { page in page.children[0].children.flatMap { $0.children.flatMap(\.lines) } }
        #expect(lines.count == 3)
        #expect(lines[0] == ["head"] + (1...9).map(String.init))
        #expect(lines[1] == ["head"] + (10...18).map(String.init))
        #expect(lines[2] == ["head"] + (19...25).map(String.init))
    }

    @Test("pages keep the padding of their root")
    func padding() throws {
        let body = String(repeating: "<text>a</text>", count: 12)
        let report = try LayoutFixture.layOut(body, attributes: "height=\"100\" padding=\"20\" overflow=\"paginate\"")
        #expect(report.tree.pages.map(\.children.count) == [6, 6])
        #expect(report.tree.pages.map { $0.children[0].box.minY } == [20, 20])
    }

    @Test("a box with a ground is not broken, and a heading goes with what it announces")
    func kept() throws {
        let body =
            "<box height=\"70\"/><heading size=\"10\" line-height=\"1\">h</heading>"
            + "<column background=\"#eee\"><text>a</text><text>b</text><text>c</text></column>"
        let report = try LayoutFixture.layOut(body, attributes: "height=\"100\" overflow=\"paginate\"")
        #expect(report.tree.pages.map { $0.children.map(\.element) } == [["box"], ["heading", "column"]])
    }

    @Test("columns side by side are broken side by side")
    func columns() throws {
        let column = "<column>\(String(repeating: "<text>a</text>", count: 15))</column>"
        let report = try LayoutFixture.layOut(
            "<row>\(column)\(column)</row>", attributes: "height=\"100\" overflow=\"paginate\"")
        #expect(report.tree.pages.map { $0.children[0].children.map(\.children.count) } == [[10, 10], [5, 5]])
    }

    @Test("break-before begins a page")
    func breakBefore() throws {
        let body = "<text>a</text><text break-before=\"true\">b</text><text>c</text>"
        let report = try LayoutFixture.layOut(body, attributes: "height=\"100\" overflow=\"paginate\"")
        #expect(report.tree.pages.map { $0.children.flatMap(\.lines) } == [["a"], ["b", "c"]])
    }

    @Test("what is higher than a page stands alone on one and is found")
    func tooHigh() throws {
        let body = "<text>a</text><image src=\"x\" alt=\"\" height=\"150\"/><text>b</text>"
        let report = try LayoutFixture.layOut(body, attributes: "height=\"100\" overflow=\"paginate\"")
        #expect(report.tree.pages.map { $0.children.map(\.element) } == [["text"], ["image"], ["text"]])
        #expect(report.findings.map(\.code).contains("layout.overflow"))
    }

    @Test("pages of the markup follow each other and take what the report says of them")
    func pages() throws {
        let report = try LayoutFixture.layOut(
            "<page><text>a</text></page><page height=\"80\" padding=\"0\"><text>b</text></page>",
            attributes: "height=\"100\" padding=\"5\" background=\"#eeeeee\"")
        #expect(report.scene.pages.map(\.size.height) == [100, 80])
        #expect(LayoutFixture.boxes("text", report).map(\.minX) == [5, 0])
        #expect(report.scene.pages.map(\.background) == [Color("#eeeeee"), Color("#eeeeee")])
    }

    @Test("heights and numbers of pages are bounded")
    func bounds() {
        let body = String(repeating: "<box height=\"1000\"/>", count: 20)
        #expect(throws: LayoutError.self) { try LayoutFixture.layOut(body) }
        #expect(throws: LayoutError.self) {
            try LayoutFixture.layOut(
                body, attributes: "height=\"1000\" overflow=\"paginate\"", limits: LayoutLimits(pages: 19))
        }
        #expect(throws: LayoutError.self) {
            try LayoutFixture.layOut("<page/><page/><page/>", limits: LayoutLimits(pages: 2))
        }
    }
}
