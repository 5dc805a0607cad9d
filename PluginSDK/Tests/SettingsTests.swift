import PluginSDK
import Testing

private enum Paper: String, SettingChoice { case a4, letter }

private struct RetryRule: Settings {
    @Setting("Times a sheet is tried.", in: 1...10) var attempts = 3
    @Setting("Pause.", in: .milliseconds(100) ... .seconds(60)) var pause = Duration.seconds(1)
}

private struct SheetSettings: Settings {
    @Setting("Name of the sheet.") var sheet: String
    @Setting("Darkness.", in: 0...1) var threshold = 0.55
    @Setting("Paper.") var paper = Paper.a4
    @Setting("Retry rule.") var retryRule = RetryRule()
    @Setting("Per sheet.") var perSheet: [String: RetryRule] = [:]
    @Setting("Tags.") var tags: [String] = []
    @Setting("Key.", env: "SHEET_KEY", secret: true) var key: String?
    @Setting("Quiet.") var quiet = false
}

private struct Outer: Settings { @Setting("Inner.") var inner = SheetSettings() }

struct SettingsTests {
    @Test func absentSettingsHaveTheirDefaults() throws {
        let settings = try SheetSettings.decode(#"{"sheet":"a"}"#)
        #expect(settings.sheet == "a")
        #expect(settings.threshold == 0.55)
        #expect(settings.paper == .a4)
        #expect(settings.retryRule.pause == .seconds(1))
        #expect(settings.key == nil)
    }

    @Test func givenSettingsAreRead() throws {
        let settings = try SheetSettings.decode(
            """
            {"sheet":"a","threshold":1,"paper":"letter","retry_rule":{"attempts":7,"pause":"1.5s"},
             "per_sheet":{"b":{"attempts":2}},"tags":["x","y"],"key":"k","quiet":true}
            """)
        #expect(settings.threshold == 1)
        #expect(settings.paper == .letter)
        #expect(settings.retryRule.attempts == 7)
        #expect(settings.retryRule.pause == .milliseconds(1500))
        #expect(settings.perSheet["b"]?.attempts == 2)
        #expect(settings.tags == ["x", "y"])
        #expect(settings.key == "k")
        #expect(settings.quiet)
    }

    @Test func twoReadingsDoNotShareValues() throws {
        let first = try SheetSettings.decode(#"{"sheet":"a"}"#)
        let second = try SheetSettings.decode(#"{"sheet":"b"}"#)
        var copy = first
        copy.sheet = "c"
        #expect(first.sheet == "a")
        #expect(second.sheet == "b")
    }

    @Test func everythingThatIsWrongIsReportedAtOnce() {
        let refusal = #expect(throws: SettingsRefusal.self) {
            try SheetSettings.decode(
                """
                {"threshold":2,"paper":"a5","retry_rule":{"attempts":"x","pause":"1h"},
                 "per_sheet":{"b/c":{"attempts":0}},"tags":[1],"quiet":1,"colour":1}
                """)
        }
        #expect(
            refusal?.description.split(separator: "\n").sorted() == [
                "/colour: is not a setting; known are key, paper, per_sheet, quiet, retry_rule, sheet, tags, threshold",
                "/paper: found \"a5\", needs one of a4, letter",
                "/per_sheet/b~1c/attempts: found 0, needs 1 to 10",
                "/quiet: found a number, needs true or false",
                "/retry_rule/attempts: found a string, needs a whole number",
                "/retry_rule/pause: found \"1h\", needs \"100ms\" to \"1m\"",
                "/sheet: is required and not given",
                "/tags/0: found a number, needs a string",
                "/threshold: found 2, needs 0 to 1",
            ])
    }

    @Test func aRequiredSettingInsideAnAbsentOneIsMissing() {
        let refusal = #expect(throws: SettingsRefusal.self) { try Outer.decode("{}") }
        #expect(refusal?.problems.map(\.pointer.description) == ["/inner/sheet"])
    }

    @Test(arguments: ["{", "[]", "1", "\u{0}"]) func whatIsNoObjectIsRefused(_ text: String) {
        #expect(throws: SettingsRefusal.self) { try SheetSettings.decode(text) }
    }

    @Test(arguments: ["", "s", "1", "-1s", "1.s", ".5s", "1e3s", "99999999999999999999d", "1 s"])
    func whatIsNoDurationIsRefused(_ text: String) {
        #expect(throws: SettingsRefusal.self) { try RetryRule.decode(#"{"pause":"\#(text)"}"#) }
    }

    @Test func theSchemaSaysWhatTheReaderChecks() {
        let schema = SheetSettings.schema
        #expect(schema["additionalProperties"] == false)
        #expect(schema["required"] == ["sheet"])
        let properties = schema["properties"]
        #expect(
            properties?["threshold"] == [
                "type": "number", "description": "Darkness.", "default": 0.55, "minimum": .number(0),
                "maximum": .number(1),
            ])
        #expect(
            properties?["paper"]
                == ["type": "string", "enum": ["a4", "letter"], "default": "a4", "description": "Paper."])
        #expect(
            properties?["key"]
                == ["type": "string", "description": "Key.", "x-env": "SHEET_KEY", "writeOnly": true])
        #expect(properties?["retry_rule"]?["properties"]?["pause"]?["x-maximum"] == "1m")
        #expect(properties?["per_sheet"]?["additionalProperties"]?["type"] == "object")
    }
}
