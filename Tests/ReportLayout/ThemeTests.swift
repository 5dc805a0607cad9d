import ReportLayout
import ReportScene
import Testing

@Suite("Themes")
struct ThemeTests {
    private func problems(_ json: String) -> [String] {
        do {
            _ = try Theme(json: Array(json.utf8))
            return []
        } catch {
            return (error as? ThemeError)?.problems.map(\.description) ?? ["\(error)"]
        }
    }

    @Test(
        "problems say where they are and what was meant",
        arguments: [
            ("{\"pallete\": {}}", "pallete: is unknown; did you mean \"palette\"?"),
            (
                "{\"palette\": {\"a\": \"blue\"}}",
                "palette.a: \"blue\" is no colour; write \"#2b5fd9\" or \"$name\" of the palette"
            ),
            ("{\"palette\": {\"a\": \"$b\", \"b\": \"$a\"}}", "palette.a: refers to itself"),
            ("{\"styles\": {\"a\": {\"pading\": 1}}}", "styles.a.pading: is unknown; did you mean \"padding\"?"),
            (
                "{\"styles\": {\"a\": {\"extends\": \"b\"}}}",
                "styles.a.extends: there is no style \"b\"; did you mean \"a\"?"
            ),
            ("{\"styles\": {\"a\": {\"extends\": \"a\"}}}", "styles.a.extends: inherits from itself"),
            ("{\"numbers\": {\"gap\": \"8\"}}", "numbers.gap: must be a number up to 20000"),
            ("{\"elements\": {\"txt\": {}}}", "elements.txt: is no element; did you mean \"text\"?"),
            (
                "{\"elements\": {\"image\": {\"opacty\": 4, \"heigth\": 4}}}",
                "elements.image.heigth: is unknown; did you mean \"height\"?"
            ),
            ("{\"charts\": {\"colours\": []}}", "charts.colours: is unknown; did you mean \"colors\"?"),
            ("{\"text\": {\"size\": 0}}", "text.size: \"0\" is not within 1 to 400"),
            ("[]", "must be an object"),
        ])
    func wrong(json: String, sentence: String) { #expect(problems(json).first == sentence) }

    @Test("a class takes what it inherits, attributes win over classes, and later classes over earlier ones")
    func inheritance() throws {
        let theme = """
            {"numbers": {"gap": 7}, "styles": {
              "base": {"padding": 1, "margin": 2, "border": 3},
              "card": {"extends": "base", "margin": "$gap", "border": 0},
              "tall": {"height": 50, "colour": 1}}}
            """
        #expect(problems(theme) == ["styles.tall.colour: is unknown; did you mean \"color\"?"])
        let good = theme.replacing(", \"colour\": 1", with: "")
        let report = try LayoutFixture.layOut(
            "<box class=\"card tall\" padding=\"4\"><box height=\"1\"/></box>", theme: good)
        #expect(
            LayoutFixture.boxes("box", report) == [
                Rect(x: 7, y: 7, width: 386, height: 50), Rect(x: 11, y: 11, width: 378, height: 1),
            ])
    }

    @Test("a style may be meant for several kinds of elements: what one cannot have is left out")
    func shared() {
        let theme = "{\"styles\": {\"a\": {\"gap\": 4, \"size\": 9, \"cell-padding\": 1}}}"
        #expect(LayoutFixture.problems("<row class=\"a\"/><text class=\"a\">x</text>", theme: theme).isEmpty)
    }

    @Test("colours may be made of colours, with an opacity")
    func palette() throws {
        let theme = try Theme(json: Array("{\"palette\": {\"ink\": \"#102030\", \"pale\": \"$ink/50\"}}".utf8))
        #expect(
            theme.palette["pale"]
                == Color("#102030").map { Color(red: $0.red, green: $0.green, blue: $0.blue, alpha: 0.5) })
    }

    @Test("a variant holds only what differs")
    func variant() throws {
        let base = try ThemeTree(json: Array("{\"palette\": {\"a\": \"#111111\", \"b\": \"#222222\"}}".utf8))
        let variant = try ThemeTree(json: Array("{\"palette\": {\"b\": \"#333333\"}}".utf8))
        let theme = try Theme(base.overlaid(by: variant))
        #expect(theme.palette == ["a": Color("#111111"), "b": Color("#333333")].compactMapValues { $0 })
    }

    @Test("families are told, so that their fonts can be looked for")
    func families() throws {
        let theme = try Theme(
            json: Array(
                "{\"fonts\": {\"body\": \"A\", \"head\": \"B\"}, \"elements\": {\"heading\": {\"font\": \"head\"}}}"
                    .utf8))
        #expect(theme.families == ["A", "B"])
    }

    @Test("styles that are extended many times over cost no more than their number")
    func manyParents() {
        let styles = (1...15).map { "\"s\($0)\": {\"extends\": \"s\($0 - 1) s\($0 - 1) s\($0 - 1) s\($0 - 1)\"}" }
        #expect(problems("{\"styles\": {\"s0\": {}, \(styles.joined(separator: ", "))}}").isEmpty)
        let many = Array(repeating: "s0", count: 17).joined(separator: " ")
        #expect(
            problems("{\"styles\": {\"s0\": {}, \"s1\": {\"extends\": \"\(many)\"}}}") == [
                "styles.s1.extends: names more than 16 styles"
            ])
    }

    @Test("styles behind sixteen others are said to be so, and not to inherit from themselves")
    func deep() {
        let styles = (1...16).map { "\"s\($0)\": {\"extends\": \"s\($0 - 1)\"}" }
        #expect(
            problems("{\"styles\": {\"s0\": {}, \(styles.joined(separator: ", "))}}") == [
                "styles.s16.extends: inherits over more than 16 styles, one behind the other"
            ])
    }

    @Test("what is said again by a later parent, or by the style itself, counts as it was said last")
    func lastWins() throws {
        let theme = """
            {"styles": {"a": {"height": 10, "width": 20}, "b": {"height": 30},
              "c": {"extends": "b a", "width": 40}}}
            """
        let report = try LayoutFixture.layOut("<box class=\"c\"/>", theme: theme)
        #expect(LayoutFixture.boxes("box", report) == [Rect(x: 0, y: 0, width: 40, height: 10)])
    }

    @Test("a section has some hundred entries at most", arguments: ["palette", "numbers", "styles", "fonts", "assets"])
    func many(section: String) {
        let entries = (0...500).map { "\"n\($0)\": \"$n\($0 + 1)\"" }.joined(separator: ", ")
        #expect(problems("{\"\(section)\": {\(entries)}}") == ["\(section): has more than 500 entries"])
    }
}
