import ReportLayout
import ReportScene
import Testing

@Suite("Findings")
struct FindingTests {
    private func findings(_ body: String, _ attributes: String = "") throws -> [Finding] {
        try LayoutFixture.layOut(body, attributes: attributes).findings
    }

    private func codes(_ body: String, _ attributes: String = "") throws -> [String] {
        try findings(body, attributes).map(\.code)
    }

    @Test("a text that is wider or higher than its box is found, with place and box")
    func overflow() throws {
        let found = try findings("<row><text width=\"20\">aaaaaaaa</text></row>")
        #expect(found.map(\.code) == ["layout.overflow"])
        #expect(found[0].message == "The text is 20.0 pixels wider than its box.")
        #expect(found[0].place.column == 27)
        #expect(found[0].box == Rect(x: 0, y: 0, width: 40, height: 10))
        #expect(try codes("<text height=\"15\" width=\"20\">aaa aaa</text>") == ["layout.overflow"])
    }

    @Test("children that are too much for their box are found, and neighbours that touch them")
    func overlap() throws {
        let body = "<box height=\"15\"><text>a</text><text>b</text></box><text>c</text>"
        #expect(try codes(body) == ["layout.overflow", "layout.overlap"])
        #expect(try codes("<stack><text>a</text><text>b</text></stack>").isEmpty)
    }

    @Test(
        "contrast is that of the colours which are seen",
        arguments: [
            ("<text color=\"#777777\">a</text>", true), ("<text color=\"#767676\">a</text>", false),
            ("<text size=\"24\" color=\"#8f8f8f\">a</text>", false),
            ("<text size=\"24\" color=\"#999999\">a</text>", true),
            ("<text size=\"19\" weight=\"700\" color=\"#8f8f8f\">a</text>", false),
            ("<box background=\"#222222\"><text color=\"white\">a</text></box>", false),
            ("<box background=\"#222222\"><text>a</text></box>", true),
            ("<box background=\"linear(90, #000000, #ffffff)\"><text color=\"white\">a</text></box>", false),
            (
                "<box background=\"linear(90, #000000, #ffffff)\"><text color=\"white\" align=\"end\">a</text></box>",
                true
            ),
            ("<box background=\"#00000080\"><text color=\"#333333\">a</text></box>", true),
            ("<box background=\"#00000010\"><text color=\"#333333\">a</text></box>", false),
            ("<text color=\"#00000060\">a</text>", true), ("<box opacity=\"0.4\"><text>a</text></box>", true),
            ("<stack><box background=\"black\" height=\"20\"/><text>a</text></stack>", true),
            ("<text>a <span color=\"#dddddd\">b</span></text>", true),
            ("<table stripe=\"#333333\"><tr><td>a</td></tr><tr><td>b</td></tr></table>", true),
            ("<badge background=\"#336699\" color=\"white\">a</badge>", false),
        ])
    func contrast(body: String, isLow: Bool) throws {
        #expect(try codes(body) == (isLow ? ["layout.contrast"] : []))
    }

    @Test("missing letters, cut texts, orphans and missing pictures are found")
    func others() throws {
        #expect(try codes("<text>a\u{E000}</text>") == ["glyph.missing"])
        #expect(try codes("<text width=\"10\" max-lines=\"1\">aa bbb</text>") == ["text.cut"])
        #expect(try codes("<text width=\"40\">aaaaaaaa a</text>") == ["text.orphan"])
        #expect(try codes("<image src=\"none.png\" alt=\"Logo\"/>") == ["image.missing"])
    }

    @Test("what stands beyond the page is found")
    func outside() throws {
        #expect(
            try codes("<row><box width=\"380\"/><text wrap=\"none\">aaaaaaaa</text></row>").contains("layout.overflow"))
    }

    @Test("what stands out to the left or above is found, where something is centred or at the end")
    func leftAndAbove() throws {
        let centred = try findings(
            "<column padding=\"0 100\"><box width=\"20\" align=\"center\"><box width=\"60\" height=\"5\"/></box></column>"
        )
        #expect(centred.map(\.message) == ["What is in the <box> is 40.0 pixels wider than it."])
        let low = "<box height=\"50\" shrink=\"0\" background=\"black\"/>"
        #expect(
            try codes("<column height=\"20\" justify=\"end\">\(low)</column>") == [
                "layout.overflow", "layout.overflow",
            ])
    }

    @Test("a box that is seen is found beyond its page, also when nothing stands in it")
    func seenOutside() throws {
        let found = try findings("<box width=\"390\"/><row><box width=\"500\" height=\"9\" border=\"1\"/></row>")
        #expect(found.map(\.message).contains("The <box> stands outside of its page."))
    }

    @Test("columns that are said to be wider than their table are found")
    func declaredColumns() throws {
        let found = try findings("<table columns=\"300 200 auto\"><tr><td>a</td><td>b</td><td/></tr></table>")
        #expect(
            found.map(\.message) == [
                "The widths in columns are together 100.0 pixels wider than the table has room for, and were made narrower."
            ])
        #expect(try codes("<table columns=\"200 50% *\"><tr><td>a</td><td>b</td><td/></tr></table>").isEmpty)
    }

    @Test("a word of a table that is broken is found")
    func broken() throws {
        func table(_ text: String, _ attributes: String = "") -> String {
            "<table columns=\"40 60\" width=\"100\" cell-padding=\"0\"><tr><td>\(text)</td>"
                + "<td><text \(attributes)>\(text)</text></td></tr></table>"
        }
        #expect(try codes(table("aaa bbbbbbbbbbbbb"), breaking: true) == ["text.broken", "text.broken"])
        #expect(try codes(table("aaa bbbbbbb"), breaking: true).isEmpty)
        #expect(
            try codes(table("aaa bbbbbbbbbbbbb", "wrap=\"letters\""), breaking: true) == ["text.broken"])
        #expect(try codes("<text width=\"30\">a bbbbbbbb</text>", breaking: true).isEmpty)
    }

    @Test("a text of a stack that lies behind a later ground is found")
    func covered() throws {
        let found = try findings("<stack><text>a</text><box background=\"white\" height=\"20\"/></stack>")
        #expect(found.map(\.message) == ["The text lies behind the ground of the <box> in front of it."])
        #expect(try codes("<stack><box background=\"white\" height=\"20\"/><text>a</text></stack>").isEmpty)
        #expect(try codes("<stack><text>a</text><box background=\"#00000010\" height=\"20\"/></stack>").isEmpty)
        #expect(
            try codes("<stack><box><text>a</text></box></stack><box background=\"white\" height=\"20\"/>").isEmpty)
    }

    @Test("letters that would overlap are refused, once")
    func spacing() throws {
        #expect(
            LayoutFixture.problems("<column spacing=\"-3\"><text>a</text><text>b</text></column>") == [
                "line 1, column 30: spacing: letters of this size would overlap; write at least -2"
            ])
        #expect(try codes("<text spacing=\"-2\">a</text>").isEmpty)
    }

    @Test("findings end at five hundred, however much there is to find")
    func many() throws {
        let one = "<box background=\"#eeeeee\"><text color=\"#dddddd\">a</text></box>"
        let body = "<stack>\(String(repeating: one, count: 3000))</stack>"
        #expect(try findings(body).count == 500)
    }

    @Test("a report that is not wanted any more ends soon")
    func cancelled() throws {
        let measurer = FakeMeasurer()
        let body = (0..<500).map { "<text>word \($0)</text>" }.joined()
        var asked = 0
        let error = #expect(throws: LayoutError.self) {
            try LayoutFixture.layOut(
                body, measurer: measurer,
                isCancelled: {
                    asked += 1
                    return asked > 10
                })
        }
        #expect(error?.code == "layout.cancelled")
        #expect(measurer.letters < 200)
    }

    private func codes(_ body: String, breaking: Bool) throws -> [String] {
        try LayoutFixture.layOut(body, measurer: FakeMeasurer(breaksWords: breaking)).findings.map(\.code)
            .filter { $0 != "text.orphan" }
    }
}
