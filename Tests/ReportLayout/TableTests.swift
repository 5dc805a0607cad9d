import ReportScene
import Testing

@Suite("Tables")
struct TableTests {
    private func cells(_ table: String) throws -> [Rect] {
        try LayoutFixture.boxes("td", LayoutFixture.layOut(table))
    }

    @Test("fixed columns keep their width, stars share the rest")
    func stars() throws {
        let body = "<table columns=\"40 1* 2*\" cell-padding=\"0\"><tr><td>a</td><td>b</td><td>c</td></tr></table>"
        #expect(try cells(body).map(\.width) == [40, 120, 240])
    }

    @Test("auto columns are as wide as their content when a star takes the rest")
    func auto() throws {
        let body = "<table columns=\"auto *\" cell-padding=\"0 3\"><tr><td>aaaa</td><td>b</td></tr></table>"
        #expect(try cells(body).map(\.width) == [26, 374])
    }

    @Test("auto columns share what is free in proportion to their content")
    func autoFree() throws {
        let body = "<table cell-padding=\"0\"><tr><td>aa</td><td>aaaaaa</td></tr></table>"
        #expect(try cells(body).map(\.width) == [100, 300])
    }

    @Test("no column is narrower than its widest word")
    func words() throws {
        let word = String(repeating: "a", count: 50)
        let body = "<table columns=\"200 *\" cell-padding=\"0\"><tr><td>a</td><td>\(word)</td></tr></table>"
        #expect(try cells(body).map(\.width) == [150, 250])
        let fixed = "<table columns=\"20 *\" cell-padding=\"0\"><tr><td>aaaaaa</td><td>b</td></tr></table>"
        #expect(try cells(fixed).map(\.width) == [30, 370])
    }

    @Test("columns give in proportion when not even the words fit")
    func tooNarrow() throws {
        let word = String(repeating: "a", count: 80)
        let body = "<table cell-padding=\"0\"><tr><td>\(word)</td><td>\(word)</td></tr></table>"
        #expect(try cells(body).map(\.width) == [200, 200])
    }

    @Test("a cell over two columns widens them and includes their gap")
    func span() throws {
        let body = """
            <table columns="auto auto *" gap="10" cell-padding="0">
            <tr><td colspan="2">aaaaaaaaaaaa</td><td>c</td></tr><tr><td>a</td><td>b</td><td>c</td></tr></table>
            """
        let found = try cells(body)
        #expect(found[0].width == 60)
        #expect(found[2].width == 25)
        #expect(found[3].minX == 35)
        #expect(found[1].minX == 70)
    }

    @Test("a row is as high as its highest cell, and valign places the others")
    func heights() throws {
        let body = """
            <table columns="20 1*" cell-padding="0"><tr><td>aa aa aa</td><td valign="end"><box height="4"/></td></tr></table>
            """
        let report = try LayoutFixture.layOut(body)
        #expect(LayoutFixture.boxes("td", report).map(\.height) == [30, 30])
        #expect(LayoutFixture.boxes("box", report)[0].minY == 26)
    }

    @Test("texts of a column are aligned as the table says")
    func columnAlign() throws {
        let body =
            "<table columns=\"100 100\" column-align=\"start end\" cell-padding=\"0\"><tr><td>aa</td><td>aa</td></tr></table>"
        let report = try LayoutFixture.layOut(body)
        var xs: [Double] = []
        for case .text(_, let at, _) in report.scene.pages[0].items { xs.append(at.x) }
        #expect(xs == [0, 190])
    }

    @Test("equal texts of equal cells are measured once")
    func measuredOnce() throws {
        let measurer = FakeMeasurer()
        let row = "<tr><td>1</td><td>O</td><td>2</td></tr>"
        _ = try LayoutFixture.layOut(
            "<table columns=\"40 auto *\">\(String(repeating: row, count: 45))</table>", measurer: measurer)
        #expect(measurer.measured == 3)
        #expect(measurer.asked == 3)
    }
}
