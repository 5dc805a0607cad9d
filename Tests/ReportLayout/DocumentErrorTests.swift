import Testing

@Suite("What is wrong with markup")
struct DocumentErrorTests {
    @Test(
        "each problem has its place and what was probably meant",
        arguments: [
            ("<colum/>", "line 1, column 22: <colum> is no element; did you mean \"column\"?"),
            ("<box pading=\"1\"/>", "line 1, column 27: <box> has no attribute \"pading\"; did you mean \"padding\"?"),
            ("<box padding=\"x\"/>", "line 1, column 27: padding: the value is no number"),
            (
                "<box padding=\"1 2 3\"/>",
                "line 1, column 27: padding: the value has 3 numbers; write 1, 2 or 4 of them"
            ),
            ("<box width=\"-1\"/>", "line 1, column 27: width: the value is not within 0 to 20000 pixels"),
            (
                "<box class=\"crad\"/>",
                "line 1, column 27: class: the theme has no such style; did you mean \"card\"?"
            ),
            (
                "<text color=\"$inc\">a</text>",
                "line 1, column 28: color: the palette has no such colour; did you mean \"ink\"?"
            ),
            (
                "<text color=\"red\">a</text>",
                "line 1, column 28: color: the value is no colour; write \"#2b5fd9\" or \"$name\" of the palette"
            ),
            ("<row align=\"justify\"/>", "line 1, column 27: align: \"justify\" has no meaning for <row>"),
            ("<text><row/></text>", "line 1, column 28: <row> cannot stand in <text>."),
            ("<row>loose</row>", "line 1, column 22: Text stands directly in <row>; put it into a <text>."),
            (
                "<table columns=\"1 2\"><tr><td/><td/><td/></tr></table>",
                "line 1, column 57: The row has more cells than the table has columns (2)."
            ),
            ("<table><td/></table>", "line 1, column 29: <td> cannot stand in <table>."),
            (
                "<table><tr/><tr header=\"true\"/></table>",
                "line 1, column 38: header: rows of the head must come before all others"
            ),
            (
                "<image src=\"a\"/>",
                "line 1, column 22: alt: an image needs words for who cannot see it; write alt=\"\" for an ornament"
            ),
            ("<chart kind=\"dounut\"/>", "line 1, column 29: kind: the value is unknown; did you mean \"donut\"?"),
            (
                "<chart kind=\"bar\"><series><point value=\"many\"/></series></chart>",
                "line 1, column 55: value: the value is no number"
            ),
            (
                "<box height=\"50%\"/>",
                "line 1, column 27: height: heights are pixels; use grow to fill what is free"
            ),
            (
                "<badge shadow=\"1 2\">a</badge>",
                "line 1, column 29: shadow: the value is no shadow; write \"0 2 8 #00000020\""
            ),
            ("<column break-before=\"yes\"/>", "line 1, column 30: break-before: the value is neither true nor false"),
        ])
    func problem(body: String, sentence: String) {
        let theme = """
            {"palette": {"ink": "#111"}, "styles": {"card": {"padding": 4}}}
            """
        #expect(LayoutFixture.problems(body, theme: theme) == [sentence])
    }

    @Test("all problems are told at once, up to twenty")
    func many() {
        #expect(LayoutFixture.problems("<a/><b/><c/>").count == 3)
        #expect(LayoutFixture.problems(String(repeating: "<row x=\"1\"/>", count: 50)).count == 20)
    }

    @Test("the outermost element is a report")
    func root() {
        #expect(throws: (any Error).self) { try LayoutFixture.layOut("</report><report>") }
        #expect(LayoutFixture.problems("<report/>") == ["line 1, column 22: <report> cannot stand in <report>."])
    }

    @Test(
        "hostile numbers are refused",
        arguments: [
            "nan", "inf", "-inf", "1e308", "1e999", "0x10", "99999999999999999999", "--1", "1.2.3", "", " ", "1,5", "१",
        ])
    func numbers(value: String) {
        for name in ["width", "height", "padding", "grow", "max-width", "radius", "opacity"] {
            #expect(LayoutFixture.problems("<box \(name)=\"\(value)\"/>").count == 1, "\(name)=\(value)")
        }
    }

    @Test("a page needs a height to be broken, and both must be sizes that can be drawn")
    func pageSizes() {
        #expect(LayoutFixture.problems("", attributes: "overflow=\"paginate\"").count == 1)
        #expect(LayoutFixture.problems("", attributes: "height=\"10\"").count == 1)
        #expect(LayoutFixture.problems("<page/><row/>").count == 1)
    }

    @Test("no problem repeats what may have come from somebody's data")
    func personal() {
        let name = "김하늘"
        let bodies = [
            "<box padding=\"X\"/>", "<box width=\"$X\"/>", "<text size=\"X\">a</text>", "<text color=\"$X\">a</text>",
            "<text color=\"X/20\">a</text>", "<text font=\"X\">a</text>", "<row align=\"X\"/>", "<box class=\"X\"/>",
            "<image src=\"$X\" alt=\"X\"/>", "<image src=\"data:X\" alt=\"X\"/>", "<chart kind=\"X\"/>",
            "<box background=\"linear(X, X)\"/>", "<box shadow=\"X\"/>", "<box keep=\"X\"/>", "<box height=\"X%\"/>",
            "<table columns=\"X\"/>", "<table column-align=\"X\"/>", "<table><tr><td colspan=\"X\"/></tr></table>",
            "<chart kind=\"bar\"><series><point value=\"X\"/></series></chart>", "<row>X</row>",
        ]
        for body in bodies {
            let problems = LayoutFixture.problems(
                body.replacing("X", with: name), theme: "{\"fonts\": {\"body\": \"A\"}}")
            #expect(!problems.isEmpty, "\(body)")
            #expect(!problems.joined().contains(name), "\(problems)")
        }
        #expect(!LayoutFixture.problems("", attributes: "lang=\"\(name)\"").joined().contains(name))
    }
}
