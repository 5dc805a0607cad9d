import Templates
import Testing

@Suite("Template values")
struct ValueTests {
    private func read(_ json: String) throws(TemplateError) -> TemplateValue {
        try TemplateValue(json: Array(json.utf8))
    }

    @Test("JSON keeps the order of members and tells whole numbers from others")
    func reading() throws {
        let value = try read(#"{"b": [1, 1.0, -0, 1e2, true, null], "a": "é\u00e9\ud83d\ude00\n"}"#)
        #expect(value == ["b": [1, .number(1), 0, .number(100), true, nil], "a": "éé😀\n"])
        guard case .dictionary(let members) = value else { return }
        #expect(members.names == ["b", "a"])
        #expect(value["a"] == "éé😀\n" && value["c"] == nil)
    }

    @Test(
        "what is no strict JSON is refused",
        arguments: [
            "", "nul", "NaN", "[1,]", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "[01]", "[1.]", "[.5]", "+1",
            "1 2", "\"\\x\"",
            "\"\\ud800\"", "\"\u{1}\"", "'a'", "9223372036854775808", "1e999", "[", "{\"a\"", "\"a", "-",
            "[1 2]",
            "tru",
        ])
    func refused(_ json: String) {
        #expect { _ = try read(json) } throws: { ($0 as? TemplateError)?.code == "template.data" }
    }

    @Test("names that are equal only to Unicode's eye are two members")
    func exactNames() {
        var members = TemplateDictionary([("\u{E9}", 1), ("e\u{301}", 2)])
        #expect(members.count == 2 && members["e\u{301}"] == 2)
        for number in 0..<20 { members["n\(number)"] = .integer(number) }
        members["n3"] = nil
        #expect(
            members.count == 21 && members["n19"] == 19 && members["n3"] == nil && members["\u{E9}"] == 1)
    }
}
