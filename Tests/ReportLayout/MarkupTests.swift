import ReportMarkup
import Testing

@Suite("Markup is read through libxml2")
struct MarkupTests {
    private func error(_ markup: String, _ limits: MarkupLimits = MarkupLimits()) -> MarkupError? {
        do throws(MarkupError) {
            _ = try parseMarkup(Array(markup.utf8), limits: limits)
            return nil
        } catch {
            return error
        }
    }

    @Test("elements and attributes know their line and column")
    func positions() throws {
        let markup = "<report>\n  <text size='12'\n    color = \"#fff\" >a &lt; b</text><br/></report>"
        let root = try parseMarkup(Array(markup.utf8))
        guard case .element(let text) = root.children[1], case .element(let end) = root.children[2] else {
            Issue.record("the children are not what was written")
            return
        }
        #expect(text.position == MarkupPosition(line: 2, column: 3))
        #expect(
            text.attributes.map(\.position) == [MarkupPosition(line: 2, column: 9), MarkupPosition(line: 3, column: 5)])
        #expect(text.attributes.map(\.value) == ["12", "#fff"])
        #expect(text.children == [.text("a < b")])
        #expect(end.position == MarkupPosition(line: 3, column: 36))
    }

    @Test("values with equals signs and brackets do not move what is after them")
    func trickyValues() throws {
        let root = try parseMarkup(Array("<a b=\"x='1' > y\" c='= \"' d=\"&#10;\"/>".utf8))
        #expect(root.attributes.map(\.position.column) == [4, 18, 26])
        #expect(root.attributes.map(\.value) == ["x='1' > y", "= \"", "\n"])
    }

    @Test("places are right behind long texts and a byte order mark")
    func farPositions() throws {
        let lines = String(repeating: "가나다라 마바사\n", count: 20_000)
        for mark in ["", "\u{FEFF}", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"] {
            let root = try parseMarkup(Array("\(mark)<a>\(lines)  <b c=\"1\"/></a>".utf8))
            guard case .element(let inner)? = root.children.last else {
                Issue.record("the last child is not what was written")
                return
            }
            #expect(inner.position == MarkupPosition(line: 20_001, column: 3))
            #expect(inner.attributes[0].position == MarkupPosition(line: 20_001, column: 6))
        }
    }

    @Test("a long text stays one, references and sections of character data included")
    func longText() throws {
        let long = String(repeating: "가나다 ", count: 2000)
        let root = try parseMarkup(Array("<a>\(long)&amp;&#65;<![CDATA[<b>]]><!-- no -->end</a>".utf8))
        #expect(root.children == [.text(long + "&A<b>end")])
    }

    @Test("control characters of a name are blanks, and no reason to refuse a report")
    func controlCharacters() throws {
        let root = try parseMarkup(Array("<a n=\"\u{1}x\">\u{0}b\u{1B}\u{FFFF}\u{FFFE}</a>".utf8))
        #expect(root.attributes[0].value == " x")
        #expect(root.children == [.text(" b \u{FFFD}\u{FFFD}")])
    }

    @Test(
        "document types, instructions, prefixes and foreign entities are refused",
        arguments: [
            ("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", "markup.refused"),
            ("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>", "markup.refused"),
            ("<?php x ?><a/>", "markup.refused"), ("<a>&nbsp;</a>", "markup.malformed"),
            ("<x:a xmlns:x=\"y\"/>", "markup.malformed"), ("<a xml:lang=\"ko\"/>", "markup.malformed"),
            ("<a><b></a>", "markup.malformed"), ("<a b=\"1\" b=\"2\"/>", "markup.malformed"), ("", "markup.malformed"),
            ("<a", "markup.malformed"), ("<a/><b/>", "markup.malformed"), ("a", "markup.malformed"),
        ])
    func refused(markup: String, code: String) { #expect(error(markup)?.code == code) }

    @Test("an error says where")
    func place() {
        let found = error("<a>\n<b></c></a>")
        #expect(found?.position?.line == 2)
        #expect(found?.message.contains("mismatch") == true)
        #expect(error("<a>\n &nbsp;</a>")?.message.contains("&#160;") == true)
    }

    @Test("bytes that are not UTF-8 are refused, whatever the document says of itself")
    func encoding() {
        #expect(throws: MarkupError.self) { try parseMarkup([0x3C, 0x61, 0x3E, 0xFF, 0x3C, 0x2F, 0x61, 0x3E]) }
        #expect(error("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>é</a>") == nil)
    }

    @Test("size, depth and number of nodes are bounded")
    func limits() {
        let deep = String(repeating: "<a>", count: 100) + String(repeating: "</a>", count: 100)
        #expect(error(deep)?.code == "markup.too_large")
        #expect(
            error("<a>\(String(repeating: "<b/>", count: 20))</a>", MarkupLimits(nodes: 10))?.code == "markup.too_large"
        )
        #expect(error("<a>12345</a>", MarkupLimits(bytes: 5))?.code == "markup.too_large")
        let long = "<a b=\"\(String(repeating: "x", count: 20_000_000))\"/>"
        #expect(error(long, MarkupLimits(bytes: 30_000_000))?.code == "markup.malformed")
    }

    @Test("a million nested elements cost no stack")
    func bomb() {
        let bomb = String(repeating: "<a>", count: 1_000_000)
        #expect(error(bomb)?.code == "markup.too_large")
    }

    @Test("very many attributes are refused before they are compared with each other")
    func attributes() {
        func tag(_ count: Int) -> String { "<b \((0..<count).map { "n\($0)=\"a=b>\"" }.joined(separator: " "))/>" }
        #expect(error("<a>\(tag(64))</a>") == nil)
        let found = error("<a>\n \(tag(65))</a>")
        #expect(found?.description == "line 2, column 2: An element has more than 64 attributes.")
        #expect(error("<a>\(tag(100_000))</a>")?.code == "markup.too_large")
        let equals = String(repeating: "= ' < ", count: 100)
        let text = String(repeating: "= ", count: 100)
        #expect(error("<a><!-- \(equals) --><![CDATA[\(equals)]]><b/>\(text)</a>") == nil)
    }
}
