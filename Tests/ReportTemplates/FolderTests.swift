import Testing

@testable import ReportTemplates

@Suite("Template folders")
struct FolderTests {
    @Test("a whole folder is taken, and says what it has")
    func whole() throws {
        let template = try TinyTemplate.template()
        #expect(template.engines == [.native, .chromium])
        #expect(template.engine == .native)
        #expect(template.variants == ["standard", "dark"])
        #expect(template.samples.map(\.name) == ["empty", "one"])
        #expect(template.strings.locales == ["en", "ko"])
        #expect(template.description.titles["en"] == "Tiny report")
        #expect(template.description.width == 400)
        #expect(template.version.count == 64)
    }

    @Test("the version is that of names and bytes, whatever their order, and nothing else")
    func version() throws {
        let one = try FolderContent(name: "a", files: ["x.j2": [1], "y.j2": [2]])
        #expect(try FolderContent(name: "b", files: ["y.j2": [2], "x.j2": [1]]).version == one.version)
        #expect(try FolderContent(name: "a", files: ["x.j2": [1], "y.j2": [3]]).version != one.version)
        #expect(try FolderContent(name: "a", files: ["x.j2": [1], "z.j2": [2]]).version != one.version)
    }

    @Test("notes, hidden files and backups are no part of it, from wherever it comes")
    func passedOver() throws {
        let folder = try TemporaryShelf()
        try folder.write("tiny", TinyTemplate.files([".hidden": "x", "theme.json~": "{", "samples/#one.json#": "{"]))
        let template = try folder.shelf().template("tiny")
        #expect(template.version == (try TinyTemplate.template(["README.md": nil]).version))
        #expect(template.version == (try TinyTemplate.template([".hidden": "y"]).version))
    }

    @Test("a variant of the theme says only what differs")
    func themes() throws {
        let template = try TinyTemplate.template()
        let dark = try #require(template.themes["dark"])
        #expect(dark.theme.palette["ink"]?.red == 0x33 / 255.0)
        #expect(dark.theme.palette["paper"] != nil)
        #expect(dark.values["palette"]?["ink"] == "#334455")
    }

    @Test("texts fall back from a region to its language, and from there to the first language, which is told")
    func strings() throws {
        let strings = try TinyTemplate.template().strings
        let english = strings.texts(for: "en-GB")
        #expect(english.texts["hello"] == "Hello {name}")
        #expect(english.texts["deep"]?["one"] == "하나")
        #expect(english.missing == ["deep.one"])
        #expect(strings.texts(for: "ko").missing.isEmpty)
        #expect(strings.texts(for: "fr").missing == ["hello", "deep.one"])
    }

    @Test(
        "what is wrong with a file is told with its place",
        arguments: [
            (
                ["theme.json": "{\n  \"palette\": {\n    \"ink\": \"#12\"\n  }\n}"],
                "tiny/theme.json:3:12: palette.ink: "
            ),
            (
                ["themes/dark.json": "{\"palette\": {\"ink\": 7}}"],
                "tiny/themes/dark.json:1:21: palette.ink: must be a colour such as \"#2b5fd9\""
            ),
            (
                ["template.json": "{\"page\": {\"width\": 10},\n \"formt\": \"png\"}"],
                """
                tiny/template.json:1:20: /page/width needs at least 100
                tiny/template.json:2:11: /formt is no field that the template knows; did you mean "format"?
                """
            ),
            (
                ["strings.json": "{\"ko\": {\"hello\": 1}}"],
                "tiny/strings.json:1:18: /ko/hello fits none of the 2 forms that are allowed here"
            ),
            (
                ["strings.json": "{\"en\": {}}"],
                "tiny/strings.json:1:1: has no texts in \"ko\", the language of template.json; add them, or name another there"
            ),
            (
                ["samples/one.json": "{\"name\": 1, \"rows\": []}"],
                "tiny/samples/one.json:1:10: /name: needs a string, found an integer"
            ),
            (
                ["schema.json": "{\"type\": \"object\",\n \"propertys\": {}}"],
                "tiny/schema.json:2:15: there is no keyword \"propertys\" here; did you mean \"properties\"?"
            ),
            (
                ["template.xml.j2": nil, "template.html.j2": nil, "template.json": nil],
                "tiny: has neither template.xml.j2, for the native engine, nor template.html.j2, for the browser"
            ),
            (
                ["template.xml.j2": nil],
                "tiny/template.json:4:13: the engine is native, and there is no template.xml.j2"
            ),
            (
                ["themes/dark.json": nil],
                "tiny/template.json:8:14: there is no themes/dark.json"
            ),
            (
                ["assets/logo.svg": nil, "assets/logo.png": "GIF89a"],
                "tiny/assets/logo.png: The picture is neither PNG nor JPEG nor SVG, whatever its name says: save it as one of them."
            ),
            (
                ["them.json": "{}"],
                "tiny/them.json: is no file that a template has: *.j2, theme.json, themes/*.json, strings.json, schema.json, samples/*.json, assets/*, template.json, notes in *.md"
            ),
            (
                ["theme.json": "[1]"], "tiny/theme.json:1:1: a theme is an object; this is a list"
            ),
        ] as [([String: String?], String)])
    func wrong(changes: [String: String?], message: String) {
        let problems = TinyTemplate.problems(changes)
        #expect(problems.hasPrefix(message), "\(problems)")
    }

    @Test("everything that is wrong is told at once, sorted by file")
    func allAtOnce() {
        let problems = TinyTemplate.problems([
            "theme.json": "{", "greeting.j2": "{% for %}", "template.xml.j2": "{{ name",
            "schema.json": "{\"type\": \"objekt\"}", "samples/one.json": "[]",
        ])
        let files = problems.split(separator: "\n").map { String($0.prefix { $0 != ":" }) }
        #expect(
            files == [
                "tiny/greeting.j2", "tiny/samples/one.json", "tiny/schema.json", "tiny/template.xml.j2",
                "tiny/theme.json",
            ], "\(problems)")
    }

    @Test(
        "names that lead out of the folder are refused",
        arguments: ["../x.j2", "/etc/x.j2", "a/b/c.j2", "", "a\u{0}.j2"])
    func names(path: String) {
        #expect(throws: TemplateProblems.self) { try FolderContent(name: "tiny", files: [path: []]) }
    }
}
