import ReportScene
import Testing

@Suite("Texts")
struct InlineTests {
    private func runs(_ body: String) throws -> [TextRun] {
        for case .text(let text, _, _) in try LayoutFixture.layOut(body).scene.pages[0].items { return text.runs }
        return []
    }

    @Test("white space is one blank, and none at the ends of lines")
    func whiteSpace() throws {
        #expect(try runs("<text>\n  a \n b<br/>  c  </text>").map(\.text) == ["a b\nc"])
        #expect(try runs("<text>a <b> b </b> c</text>").map(\.text) == ["a ", "b ", "c"])
    }

    @Test("line ends stay when the text keeps its lines")
    func keepLines() throws {
        #expect(try runs("<text keep-lines=\"true\">a  b\n\n c</text>").map(\.text) == ["a b\n\nc"])
    }

    @Test("inline elements change what they say and nothing else")
    func inline() throws {
        let found = try runs(
            "<text size=\"12\">a<b>b<i>c</i></b><sub>d</sub><sup>e</sup><u>f</u><span size=\"20\">g</span></text>")
        #expect(found.map(\.text) == ["a", "b", "c", "d", "e", "f", "g"])
        #expect(found.map(\.font.weight) == [400, 700, 700, 400, 400, 400, 400])
        #expect(found[2].font.isItalic)
        #expect(found[3].position == .subscripted)
        #expect(found[4].position == .superscripted)
        #expect(found[5].isUnderlined)
        #expect(found[6].font.size == 20)
    }

    @Test("boxes pass the look of texts on, but not where lines end")
    func inherited() throws {
        let found = try runs("<column color=\"#ff0000\" size=\"13\" weight=\"bold\"><text>a</text></column>")
        #expect(found[0].color == Color("#ff0000"))
        #expect(found[0].font == Font(size: 13, weight: 700))
    }

    @Test("an opacity is of the colours of all that is in a box")
    func opacity() throws {
        #expect(try runs("<box opacity=\"0.5\"><box opacity=\"0.5\"><text>a</text></box></box>")[0].color.alpha == 0.25)
    }

    @Test("parts of the document enclose their texts, and grounds say nothing")
    func parts() throws {
        let body =
            "<heading level=\"1\">h</heading><table><tr header=\"true\"><td background=\"#eeeeee\">a</td></tr></table><text>p</text>"
        var written: [String] = []
        for item in try LayoutFixture.layOut(body).scene.pages[0].items {
            switch item {
            case .beginPart(let part): written.append("\(part)")
            case .endGroup: written.append("end")
            case .text(let text, _, _): written.append(text.runs[0].text)
            default: written.append("drawn")
            }
        }
        #expect(
            written == [
                "heading(level: 1)", "h", "end", "table", "tableRow", "tableHeader", "artifact", "drawn", "end", "a",
                "end",
                "end", "end", "paragraph", "p", "end",
            ])
    }
}
