import PluginSDK
import Testing

@testable import StructuredOutput

@Suite("JSON out of a model's text")
struct RepairTests {
    private static let value: JSONValue = ["a": 1, "b": [true, nil, "x"]]
    private static let json = #"{"a": 1, "b": [true, null, "x"]}"#

    private func found(_ text: String) -> RepairedJSON? { JSONRepair.value(in: text) }

    private func code(_ text: String) -> ReplyProblem.Code? {
        guard case .failure(let problem) = JSONRepair.candidates(in: text) else { return nil }
        return problem.code
    }

    @Test("JSON is read as it is")
    func plain() {
        #expect(found(Self.json)?.value == Self.value)
        #expect(found(" \n" + Self.json + "\n")?.repairs == [])
    }

    @Test(
        "what surrounds JSON is taken away",
        arguments: [
            ("```json\n\(json)\n```", [JSONRepair.fence]),
            ("```\n\(json)\n```", [.fence]),
            ("```json\n\(json)", [.fence]),
            ("Here it is:\n```json\n\(json)\n```\nI hope that helps.", [.fence, .prose]),
            ("Sure! \(json) Anything else?", [.prose]),
            ("`\(json)`", [.prose]),
            ("\u{FEFF}\(json)", [.byteOrderMark]),
            ("결과는 다음과 같습니다: \(json)", [.prose]),
            ("Notes {as you see} and [see above] and [1 of 2]: \(json)", [.prose]),
        ])
    func surroundings(text: String, repairs: [JSONRepair]) {
        #expect(found(text)?.value == Self.value)
        #expect(found(text)?.repairs == repairs.sorted())
    }

    @Test(
        "what is never in doubt is put right",
        arguments: [
            (#"{"a": 1, "b": [true, null, "x",],}"#, [JSONRepair.trailingComma]),
            ("{\"a\": 1, // one\n \"b\": [true, null, /* x */ \"x\"]}", [.comment]),
            ("{\"a\": 1, // one, \"a\": 2\n \"b\": [true, null, \"x\", /* } */ ] }", [.comment, .trailingComma]),
        ])
    func repairs(text: String, repairs: [JSONRepair]) {
        #expect(found(text)?.value == Self.value)
        #expect(found(text)?.repairs == repairs.sorted())
    }

    @Test("line breaks and tabs that stand in a string are kept")
    func rawBreaks() {
        let text = "{\"poem\": \"one\ntwo\tthree\r\nfour\"}"
        #expect(
            found(text)
                == RepairedJSON(
                    value: ["poem": "one\ntwo\tthree\r\nfour"], repairs: [.rawLineBreak], length: text.utf8.count))
    }

    @Test("comments, fences and brackets inside strings are text")
    func strings() {
        let text = #"{"a": "// no ``` comment } ] , /* \" */", "b": "\u00e9\ud83d\ude00\/"}"#
        #expect(found(text)?.value == ["a": "// no ``` comment } ] , /* \" */", "b": "é😀/"])
        #expect(found("```json\n\(text)\n```")?.repairs == [.fence])
    }

    @Test(
        "what would need a guess is refused as broken",
        arguments: [
            #"{"a": 1 "b": 2}"#, #"{"a": 'one'}"#, #"{"a": 1, b: 2}"#, #"{"a": True}"#, #"{"a": NaN}"#, #"{"a": 01}"#,
            #"{"a": .5, "b": 1}"#, #"{"a": 1,, "b": 2}"#, #"{"a": "\q"}"#, #"{"a": "\ud800"}"#, "{\"a\": \"\u{01}\"}",
            #"{"a": ...}"#, #"{"a": 1]"#, #"[{"a": 1} {"a": 2}]"#, #"{"a": 1, "a": 2}"#, #"{"a": 1e999}"#,
            #"{"a": 12345678901234567890}"#, #"{"a": {"b": 1}, oops}"#, #"{"a": "x" + "y"}"#, #"{"a": 1; "b": 2}"#,
        ])
    func broken(text: String) {
        #expect(code(text) == .broken)
        #expect(code("Here: \(text) Done.") == .broken)
        #expect(found(text) == nil)
    }

    @Test("a tail that is cut off is not closed, wherever the cut is")
    func truncated() {
        let text = #"{"a": {"b": [1, 2.5, true]}, "c": "x\u00e9y"}"#
        for length in 5..<text.count {
            let cut = String(text.prefix(length))
            #expect(found(cut) == nil, "\(cut)")
            #expect(code(cut) == .truncated || cut.hasSuffix("."), "\(cut)")
        }
    }

    @Test("the inside of something broken or cut off is not taken for the answer")
    func inside() {
        #expect(code(#"{"list": [{"a": 1}, {"a": 2}], "rest": "#) == .truncated)
        #expect(code(#"The answer: {"x": {"a": 1}, oops: {"a": 2}}"#) == .broken)
        #expect(code(#"An example {"a": 1}. The answer: {"a": 5, "b": "#) == .truncated)
    }

    @Test("a text without JSON has none")
    func nothing() {
        for text in ["", "I cannot do that.", "{", "see [above] and {below}", "```\nno\n```", "//", "\u{FEFF}"] {
            #expect(found(text) == nil)
        }
        #expect(code("I cannot do that.") == .nothing)
        #expect(code("see [above] and {below}") == .nothing)
    }

    @Test("a text that is a value as a whole may be of any kind; one in prose has to be an object or a list")
    func kinds() {
        #expect(found(" 42 ")?.value == 42)
        #expect(found(#""x""#)?.value == "x")
        #expect(found("null")?.value == .null)
        #expect(found("It is 42.") == nil)
    }

    @Test("what is in fences counts before what is in prose, also where that is broken")
    func fencesFirst() {
        let text = "The form is {\"a\": ...}, such as {\"a\": 0}:\n```json\n{\"a\": 7}\n```\nThat is all."
        #expect(found(text)?.value == ["a": 7])
    }

    @Test("of several the largest is taken, and of two as large none unless they are the same")
    func several() {
        #expect(found(#"First {"a": 1} then {"a": 1, "b": 2}."#)?.value == ["a": 1, "b": 2])
        #expect(found(#"Either {"a": 1} or {"a": 2}."#) == nil)
        #expect(found(#"Either {"a": 1} or {"a": 1}."#)?.value == ["a": 1])
    }

    @Test("whole numbers that fit are kept apart, however they were written")
    func numbers() {
        let text = "[0, -0.5, 1e3, 9223372036854775807, -9223372036854775808, 1.0]"
        #expect(
            found(text)?.value == [
                0, -0.5, 1000, .integer(.max), .integer(.min), 1,
            ])
    }

    @Test("deep nesting is refused and does not end the process")
    func deep() {
        #expect(code(String(repeating: #"{"a":"#, count: 100_000)) == .broken)
        #expect(found(String(repeating: "[", count: 50_000)) == nil)
        #expect(found(String(repeating: "[", count: 60) + String(repeating: "]", count: 60)) != nil)
    }

    @Test("texts made to be slow are given up in time")
    func slow() {
        let start = ContinuousClock.now
        for piece in ["[//", "[/*", "{[", "[\"", "```{", "{\"a\":[", "[-", "{}", "{/**/"] {
            _ = JSONRepair.candidates(in: String(repeating: piece, count: 15_000) + "\n?")
        }
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}
