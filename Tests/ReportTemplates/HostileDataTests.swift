import ReportChromium
import ReportDrawing
import ReportLayout
import Templates
import Testing

@testable import ReportTemplates

@Suite("Hostile data")
struct HostileDataTests {
    /// Names that mean something to a template, to XML, to HTML, or to whoever sets the lines.
    static let names = [
        "<script>document.title='x'</script>", "{{ 7 * 7 }}{% include 'template.json' %}", "]]>", "<!--", "&amp;&#60;",
        "\" onload=\"x", "'><img src=file:///etc/passwd>", "\u{0}\u{1}\u{8}\u{B}\u{1F}\u{7F}", "\u{FFFE}\u{FFFF}",
        "\u{202E}100\u{2066}", "a\r\nb\tc", String(repeating: "길", count: 200), "</report>", "<!DOCTYPE a>", "%s$(id)`",
    ]

    @Test("a name is nothing but text in the native engine", arguments: names)
    func native(name: String) async throws {
        let renderer = ReportRenderer(room: try DrawingRoom(lanes: 1), browser: nil)
        let template = try TinyTemplate.template()
        let tree = try await renderer.withLane(pixels: 0) { lane throws(RenderFailure) in
            try renderer.compose(template, data: TinyTemplate.data(name, rows: [name]), on: lane).tree
        }
        let plain = try await renderer.withLane(pixels: 0) { lane throws(RenderFailure) in
            try renderer.compose(template, data: TinyTemplate.data("a", rows: ["a"]), on: lane).tree
        }
        #expect(tree.pages.map(\.shape) == plain.pages.map(\.shape))
        _ = try await renderer.render(template, data: TinyTemplate.data(name, rows: [name]))
    }

    @Test("what would turn the writing around a name is taken out of it; letters of its own stay")
    func direction() throws {
        let renderer = ReportRenderer(room: try DrawingRoom(lanes: 1), browser: nil)
        let markup = try renderer.markup(
            TinyTemplate.template(), data: TinyTemplate.data("\u{202E}ab\u{2067}שלום\u{200F}", rows: ["x\u{202C}"]))
        #expect(!markup.unicodeScalars.contains { (0x202A...0x202E).contains($0.value) })
        #expect(!markup.unicodeScalars.contains { (0x2066...0x2069).contains($0.value) })
        #expect(markup.contains("abשלום\u{200F}"))
    }

    @Test("control characters become the replacement character, which is drawn")
    func controls() throws {
        let renderer = ReportRenderer(room: try DrawingRoom(lanes: 1), browser: nil)
        let markup = try renderer.markup(TinyTemplate.template(), data: TinyTemplate.data("a\u{1}b"))
        #expect(markup.contains("a\u{FFFD}b"))
    }

    @Test("a name is nothing but text in the browser, which then draws it as the same page each time")
    func browser() async throws {
        let browser = Browser()
        let renderer = ReportRenderer(room: try DrawingRoom(lanes: 1), browser: browser)
        let template = try TinyTemplate.template()
        for name in Self.names {
            let data = TinyTemplate.data(name, rows: [name])
            let options = RenderOptions(engine: .chromium, format: .png)
            let html = try renderer.markup(template, data: data, options: options)
            for tag in ["<script", "<img src=file", "<!--", "onload=\"", "49"] {
                #expect(!html.contains(tag), "\(name)")
            }
            let one = try await renderer.render(template, data: data, options: options)
            let two = try await renderer.render(template, data: data, options: options)
            #expect(one.bytes == two.bytes)
            #expect(one.width == 400)
        }
        await browser.close()
    }
}

extension LayoutTree.Node {
    /// Elements without texts and sizes.
    var shape: String { "\(element)(\(children.map(\.shape).joined()))" }
}
