import ReportDrawing
import Templates
import Testing

@testable import ReportTemplates

@Suite("Reports of the native engine")
struct RenderTests {
    private let renderer: ReportRenderer

    init() throws { renderer = ReportRenderer(room: try DrawingRoom(lanes: 2), browser: nil) }

    @Test(
        "a report comes in each format, as large as its page",
        arguments: [
            (OutputFormat.jpeg, [0xFF, 0xD8, 0xFF] as [UInt8]), (.png, [0x89, 0x50, 0x4E, 0x47]),
            (.palettePNG, [0x89, 0x50, 0x4E, 0x47]), (.pdf, Array("%PDF".utf8)),
        ])
    func formats(format: OutputFormat, beginning: [UInt8]) async throws {
        let report = try await renderer.render(
            TinyTemplate.template(), data: TinyTemplate.data("김하늘", rows: ["하나"]),
            options: RenderOptions(format: format, scale: 2))
        #expect(report.bytes.starts(with: beginning))
        #expect(report.mediaType == format.mediaType)
        #expect(report.pages == 1)
        #expect(report.width == (format == .pdf ? 400 : 800))
        #expect(report.missingGlyphs == 0)
        #expect(report.findings.isEmpty, "\(report.findings)")
        for stage in [StageTimes.Stage.template, .parse, .layout, .draw] { #expect(report.times[stage] > 0) }
    }

    @Test("the same data gives the same bytes, from tasks side by side")
    func deterministic() async throws {
        let template = try TinyTemplate.template()
        let data = TinyTemplate.data("김하늘", rows: ["하나", "둘"])
        let renderer = renderer
        let pictures = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<8 { group.addTask { try await renderer.render(template, data: data).bytes } }
            return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }
        #expect(pictures.count == 1)
    }

    @Test("a page that grows beyond the pixels that were taken for it is drawn as well")
    func grows() async throws {
        let report = try await renderer.render(
            TinyTemplate.template(),
            data: TinyTemplate.data("김하늘", rows: (0..<150).map { "\($0)" }))
        #expect(report.height > 1_000)
    }

    @Test("a picture beyond the budget is refused before it is drawn")
    func tooLarge() async throws {
        let template = try TinyTemplate.template(["template.xml.j2": "<report width=\"2400\" height=\"15000\"/>"])
        let failure = await #expect(throws: RenderFailure.self) {
            try await renderer.render(template, data: TinyTemplate.data("a"), options: RenderOptions(scale: 4))
        }
        #expect(failure?.code == "drawing.too_large")
    }

    @Test("data that the schema does not allow is refused by its place, and not repeated")
    func data() async throws {
        let failure = await #expect(throws: RenderFailure.self) {
            try await renderer.render(
                TinyTemplate.template(), data: ["name": 7, "rows": ["secret", 1], "t": "x"])
        }
        #expect(failure?.code == "data.invalid")
        #expect(failure?.data.map(\.path) == ["/t", "/name", "/rows/1", "/t"])
        #expect(failure?.message.contains("secret") == false)
    }

    @Test("an undefined name is told with its line")
    func undefined() async throws {
        let template = try TinyTemplate.template(["greeting.j2": "<text>\n{{ nmae }}</text>"])
        let failure = await #expect(throws: RenderFailure.self) {
            try await renderer.render(template, data: TinyTemplate.data("a"))
        }
        #expect(failure?.code == "template.undefined")
        #expect(failure?.places.map(\.place) == ["tiny/greeting.j2:2:4"])
    }

    @Test("wrong markup is told at the line of the template that wrote it")
    func markup() async throws {
        let template = try TinyTemplate.template([
            "greeting.j2": "<text>a</text>\n{% if true %}\n<txt>{{ name }}</txt>{% endif %}"
        ])
        let failure = await #expect(throws: RenderFailure.self) {
            try await renderer.render(template, data: TinyTemplate.data("a"))
        }
        #expect(failure?.places.map(\.place) == ["tiny/greeting.j2:3:1"], "\(String(describing: failure))")
    }

    @Test("markup that is no XML is told at the line of the template that wrote it")
    func malformed() async throws {
        let template = try TinyTemplate.template(["greeting.j2": "<text>\n{{ name }}</txt>"])
        let failure = await #expect(throws: RenderFailure.self) {
            try await renderer.render(template, data: TinyTemplate.data("a"))
        }
        #expect(failure?.code == "markup.malformed")
        #expect(failure?.places.first?.file == "tiny/greeting.j2", "\(String(describing: failure))")
        #expect(failure?.places.first?.line == 2)
    }

    @Test("letters that no font has are counted, and refused where that is asked for")
    func glyphs() async throws {
        let data = TinyTemplate.data("\u{10A60}\u{10A61}")
        let report = try await renderer.render(TinyTemplate.template(), data: data)
        #expect(report.missingGlyphs == 2)
        #expect(report.findings.map(\.code) == ["glyph.missing"])
        #expect(report.findings.first?.place.hasPrefix("tiny/greeting.j2:1:") == true)
        let failure = await #expect(throws: RenderFailure.self) {
            try await renderer.render(
                TinyTemplate.template(), data: data, options: RenderOptions(refusesMissingGlyphs: true))
        }
        #expect(failure?.code == "glyph.missing")
    }

    @Test("a language that lacks texts borrows them, which is a finding")
    func locale() async throws {
        let options = RenderOptions(locale: "en")
        let template = try TinyTemplate.template()
        #expect(try renderer.markup(template, data: TinyTemplate.data("Kim"), options: options).contains("Hello Kim"))
        let report = try await renderer.render(template, data: TinyTemplate.data("Kim"), options: options)
        #expect(
            report.findings.map(\.message) == ["the language en lacks deep.one; those of ko are used"])
    }

    @Test("a theme's variant changes what the template sees")
    func theme() async throws {
        let template = try TinyTemplate.template(["greeting.j2": "<text color=\"{{ theme.palette.ink }}\">x</text>"])
        let options = RenderOptions(theme: "dark")
        #expect(try renderer.markup(template, data: TinyTemplate.data("a"), options: options).contains("#334455"))
        let failure = await #expect(throws: RenderFailure.self) {
            try await renderer.render(template, data: TinyTemplate.data("a"), options: RenderOptions(theme: "drk"))
        }
        #expect(failure?.message == "The template \"tiny\" has no such theme. There are: standard, dark.")
    }

    @Test("data that asks for less ink takes the theme for it, where the template has one and no other is asked for")
    func lessInk() async throws {
        let changes: [String: String?] = [
            "greeting.j2": "<text color=\"{{ theme.palette.ink }}\">x</text>", "schema.json": #"{"type": "object"}"#,
        ]
        let without = try TinyTemplate.template(changes)
        let with = try TinyTemplate.template(
            changes.merging(["themes/ink-saving.json": ##"{"palette": {"ink": "#000001"}}"##]) { $1 })
        func ink(_ template: ReportTemplate, saving: Bool, theme: String? = nil) throws -> String? {
            let data: TemplateValue = [
                "name": "a", "rows": .list([]), "options": ["inkSaving": .bool(saving)],
            ]
            let markup = try renderer.markup(template, data: data, options: RenderOptions(theme: theme))
            return ["#112233", "#334455", "#000001"].first { markup.contains($0) }
        }
        #expect(try ink(with, saving: true) == "#000001")
        #expect(try ink(with, saving: false) == "#112233")
        #expect(try ink(with, saving: true, theme: "dark") == "#334455")
        #expect(try ink(without, saving: true) == "#112233")
    }

    @Test("a template in HTML without a browser says what to install")
    func noBrowser() async throws {
        let failure = await #expect(throws: RenderFailure.self) {
            try await renderer.render(
                TinyTemplate.template(), data: TinyTemplate.data("a"), options: RenderOptions(engine: .chromium))
        }
        #expect(failure?.code == "browser.missing")
    }

    @Test("a task that is cancelled draws nothing")
    func cancelled() async throws {
        let renderer = renderer
        let template = try TinyTemplate.template()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await renderer.render(template, data: TinyTemplate.data("a"))
        }
        task.cancel()
        let failure = await #expect(throws: RenderFailure.self) { try await task.value }
        #expect(failure?.code == "render.cancelled")
    }

    @Test("places that are not settled in time are no report")
    func tooSlow() async throws {
        var limits = RenderLimits()
        limits.composition = .zero
        let hurried = ReportRenderer(room: try DrawingRoom(lanes: 1), browser: nil, limits: limits)
        let failure = await #expect(throws: RenderFailure.self) {
            try await hurried.render(TinyTemplate.template(), data: TinyTemplate.data("a"))
        }
        #expect(failure?.code == "layout.deadline")
    }

    @Test("a batch that holds its template is drawn alike while the folder changes under two drawers")
    func pinned() async throws {
        let folder = try TemporaryShelf()
        try folder.write("tiny", TinyTemplate.files([:]))
        let shelf = try folder.shelf()
        let pinned = try shelf.template("tiny")
        let data = TinyTemplate.data("김하늘", rows: ["하나"])
        let expected = try await renderer.render(pinned, data: data).bytes
        let renderer = renderer
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    for _ in 0..<20 {
                        #expect(try await renderer.render(pinned, data: data).bytes == expected)
                        _ = try await renderer.render(try shelf.template("tiny"), data: data)
                    }
                }
            }
            for round in 0..<20 {
                let text = round % 3 == 2 ? "{% broken" : "<text>\(round)</text>"
                try folder.write("tiny/greeting.j2", Array(text.utf8))
                folder.pass(seconds: 4)
                _ = try shelf.template("tiny")
                await Task.yield()
            }
            try await group.waitForAll()
        }
        #expect(try shelf.template("tiny", version: pinned.version) === pinned)
    }
}
