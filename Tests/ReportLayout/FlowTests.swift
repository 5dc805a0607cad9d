import ReportScene
import Testing

@Suite("Columns, rows and stacks")
struct FlowTests {
    private func boxes(_ name: String, _ body: String, _ attributes: String = "") throws -> [Rect] {
        try LayoutFixture.boxes(name, LayoutFixture.layOut(body, attributes: attributes))
    }

    @Test("a column puts one below the other with its gap")
    func column() throws {
        #expect(
            try boxes("text", "<column gap=\"5\" padding=\"10\"><text>ab</text><text>cd</text></column>") == [
                Rect(x: 10, y: 10, width: 380, height: 10), Rect(x: 10, y: 25, width: 380, height: 10),
            ])
    }

    @Test("equal weights in a row make equal widths, whatever stands in them")
    func grow() throws {
        let body =
            "<row gap=\"20\"><box grow=\"1\"><text>a</text></box><box grow=\"1\"><text>aaaaaaaa</text></box></row>"
        #expect(try boxes("box", body).map(\.width) == [190, 190])
    }

    @Test("a box that grows is never narrower than its widest word")
    func growKeepsWords() throws {
        let body =
            "<row><box grow=\"1\"><text>a</text></box><box grow=\"1\"><text>\(String(repeating: "a", count: 60))</text></box></row>"
        #expect(try boxes("box", body).map(\.width) == [100, 300])
    }

    @Test("weights share what fixed widths leave")
    func weights() throws {
        let body = "<row><box width=\"100\"/><box grow=\"2\"/><box grow=\"1\"/></row>"
        #expect(try boxes("box", body).map(\.width) == [100, 200, 100])
    }

    @Test("a row that is too narrow shrinks what can wrap and leaves fixed widths alone")
    func shrink() throws {
        let body = "<row><box width=\"350\"/><box><text>aaaa bbbb cccc</text></box></row>"
        let found = try boxes("box", body)
        #expect(found.map(\.width) == [350, 50])
        #expect(found[1].height == 20)
    }

    @Test("percentages are of what the surrounding box has for its content")
    func percent() throws {
        #expect(
            try boxes("box", "<row padding=\"50\"><box width=\"50%\"/><box width=\"25%\"/></row>").map(\.width) == [
                150, 75,
            ])
    }

    @Test("least and greatest sizes win over wanted ones")
    func bounds() throws {
        let body =
            "<row><box grow=\"1\" max-width=\"50\"/><box grow=\"1\"/><box min-width=\"30\" width=\"10\" min-height=\"7\"/></row>"
        let found = try boxes("box", body)
        #expect(found.map(\.width) == [50, 320, 30])
    }

    @Test("margins keep neighbours away")
    func margins() throws {
        let body = "<column><box height=\"10\" margin=\"1 2 3 4\"/><box height=\"10\"/></column>"
        #expect(
            try boxes("box", body) == [
                Rect(x: 4, y: 1, width: 394, height: 10), Rect(x: 0, y: 14, width: 400, height: 10),
            ])
    }

    @Test(
        "align places across, justify along",
        arguments: [
            ("start", "start", 0.0, 0.0), ("center", "center", 190, 45), ("end", "end", 380, 90),
        ])
    func places(align: String, justify: String, x: Double, y: Double) throws {
        let body =
            "<column align=\"\(align)\" justify=\"\(justify)\" height=\"100\"><box width=\"20\" height=\"10\"/></column>"
        #expect(try boxes("box", body) == [Rect(x: x, y: y, width: 20, height: 10)])
    }

    @Test(
        "justify spreads free space between, around and evenly",
        arguments: [
            ("between", [0.0, 190, 380]), ("around", [56.5, 190, 323.5]), ("evenly", [85, 190, 295]),
        ])
    func spread(justify: String, xs: [Double]) throws {
        let body = "<row justify=\"\(justify)\">\(String(repeating: "<box width=\"20\"/>", count: 3))</row>"
        #expect(try boxes("box", body).map(\.minX) == xs)
    }

    @Test("children of a row are as high as the highest, unless aligned otherwise")
    func stretch() throws {
        let body = "<row><box height=\"40\"/><box/><box align-self=\"end\"><text>a</text></box></row>"
        let found = try boxes("box", body)
        #expect(found.map(\.height) == [40, 40, 10])
        #expect(found[2].minY == 30)
    }

    @Test("texts of different size stand on one line with align baseline")
    func baseline() throws {
        let found = try boxes(
            "text", "<row align=\"baseline\"><text size=\"40\">1</text><text size=\"10\">a</text></row>")
        #expect(found.map(\.minY) == [0, 22.5])
    }

    @Test("a page's free height goes to what grows")
    func growDown() throws {
        let found = try boxes("box", "<box height=\"30\"/><box grow=\"1\"/><box height=\"20\"/>", "height=\"200\"")
        #expect(found.map(\.height) == [30, 150, 20])
        #expect(found.map(\.minY) == [0, 30, 180])
    }

    @Test("children of a stack lie on top of each other and fill it")
    func stack() throws {
        let found = try boxes("box", "<stack><box height=\"50\"/><box/></stack>")
        #expect(found == [Rect(x: 0, y: 0, width: 400, height: 50), Rect(x: 0, y: 0, width: 400, height: 50)])
    }

    @Test("spacers push apart; a rule is as long as its column is wide and its row high")
    func spacersAndRules() throws {
        #expect(try boxes("text", "<row><text>a</text><spacer/><text>b</text></row>").map(\.minX) == [0, 395])
        #expect(try boxes("rule", "<rule thickness=\"2\"/>") == [Rect(x: 0, y: 0, width: 400, height: 2)])
        #expect(
            try boxes("rule", "<row><rule thickness=\"2\"/><box height=\"30\"/></row>") == [
                Rect(x: 0, y: 0, width: 2, height: 30)
            ])
    }

    @Test("border and padding are part of a box's size")
    func edges() throws {
        let found = try boxes("text", "<box width=\"100\" border=\"2\" padding=\"3 5\"><text>a</text></box>")
        #expect(found == [Rect(x: 7, y: 5, width: 86, height: 10)])
    }

    @Test("a badge is as wide as its text")
    func badge() throws {
        #expect(try boxes("badge", "<badge>abcd</badge>") == [Rect(x: 0, y: 0, width: 36, height: 12)])
    }
}
