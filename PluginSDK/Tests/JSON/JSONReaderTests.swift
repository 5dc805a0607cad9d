import Testing

@testable import PluginSDK

private func read(_ text: String) throws -> JSONValue { try JSONValue(parsing: text) }

private func complaint(_ bytes: [UInt8]) -> String? {
    do {
        _ = try JSONValue(parsing: bytes)
        return nil
    } catch DecodingError.dataCorrupted(let context) {
        return context.codingPath.isEmpty ? context.debugDescription : "a path"
    } catch {
        return "\(error)"
    }
}

struct JSONReaderTests {
    @Test("every kind of value is read, with space around each token")
    func kinds() throws {
        let text = " { \"a\" : [ null , true ,\tfalse\r\n, -12 , 0.5 , \"x\" , { } , [ ] ] }\n"
        let list: JSONValue = [nil, true, false, -12, 0.5, "x", .object([:]), .array([])]
        #expect(try read(text) == ["a": list])
    }

    @Test(
        "a number that is whole and fits is an integer, however it is written",
        arguments: [
            ("0", 0), ("-0", 0), ("-0.0", 0), ("0e5", 0), ("1.0", 1), ("1e2", 100), ("1E+2", 100), ("0.1e1", 1),
            ("1.5e1", 15), ("-1e18", -1_000_000_000_000_000_000), ("9007199254740993.0", 9_007_199_254_740_993),
            ("9223372036854775807", Int.max), ("9223372036854775807.0", Int.max), ("-9223372036854775808", Int.min),
            ("1.0000000000000001", 1), ("100000000000000000000e-2", 1_000_000_000_000_000_000), ("1e-400", 0),
        ])
    func wholeNumbers(_ text: String, _ value: Int) throws {
        // A hundred quintillion is too much for 64 bits before its exponent makes it less: it may stay a double.
        let read = try read(text)
        if case .number(let number) = read {
            #expect(number == Double(value))
        } else {
            #expect(read == .integer(value))
        }
    }

    @Test(
        "other numbers are the nearest double",
        arguments: [
            ("15e-1", 1.5), ("0.1", 0.1), ("-2.5e-3", -0.0025), ("1e308", 1e308), ("1e19", 1e19),
            ("9223372036854775808", 9_223_372_036_854_775_808.0),
            ("-9223372036854775809", -9_223_372_036_854_775_809.0),
            ("12345678901234567890", 12_345_678_901_234_567_890.0), ("4.9e-324", .leastNonzeroMagnitude),
            ("0.30000000000000004", 0.30000000000000004), ("123456789.123456789", 123456789.123456789),
            ("8.41e21", 8.41e21), ("5e-20", 5e-20), ("9007199254740993.5", 9_007_199_254_740_994),
        ])
    func otherNumbers(_ text: String, _ value: Double) throws {
        #expect(try read(text) == .number(value))
    }

    @Test("escapes stand for what they name, surrogates in pairs")
    func escapes() throws {
        #expect(try read(#""\"\\\/\b\f\n\r\t""#) == "\"\\/\u{8}\u{C}\n\r\t")
        #expect(try read(#""\u0041\u00e9\uD55C\ud83d\uDE00x\u0000""#) == "Aé한😀x\0")
        #expect(try read("\"한국어 \u{1F600} \u{7F}\"") == "한국어 \u{1F600} \u{7F}")
    }

    @Test("of members of one name the last counts")
    func duplicates() throws {
        #expect(try read(#"{"a":1,"b":2,"a":3}"#) == ["a": 3, "b": 2])
    }

    @Test("a byte order mark at the beginning is passed over")
    func byteOrderMark() throws {
        #expect(try read("\u{FEFF}[1]") == [1])
    }

    @Test("256 lists and objects in one another are read, more are an error and no trap")
    func depth() throws {
        func nested(_ count: Int) -> String {
            String(repeating: #"{"a":["#, count: count / 2) + String(repeating: "]}", count: count / 2)
        }
        #expect(throws: Never.self) { try read(nested(256)) }
        #expect(complaint(Array(nested(258).utf8))?.contains("more than 256 lists and objects") == true)
        #expect(complaint([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)) != nil)
    }

    @Test(
        "what is not JSON is refused with its place",
        arguments: [
            ("", "it ends too early at line 1, column 1 (byte 0)"), ("  ", "it ends too early"),
            ("[1,]", "a value is expected at line 1, column 4 (byte 3)"),
            ("[1\n, 2\n  3]", "',' or ']' is expected at line 3, column 3 (byte 9)"),
            ("{\"a\" 1}", "':' is expected"), ("{a:1}", "the name of a member is expected"),
            ("{\"a\":1,}", "the name of a member is expected"), ("{\"a\":1", "',' or '}' is expected"),
            ("[1] x", "something follows the document at line 1, column 5 (byte 4)"),
            ("nul", "a value is expected"), ("True", "a value is expected"), ("NaN", "a value is expected"),
            ("01", "a value is expected"), ("+1", "a value is expected"), ("-", "a value is expected"),
            (".5", "a value is expected"), ("1.", "digits are expected behind the point"),
            ("1e", "the digits of an exponent are expected"), ("1e400", "a number that is too big"),
            ("-1e400", "a number that is too big"), ("\"a", "a text has no end"), ("\"\\", "a text has no end"),
            ("\"a\u{1}\"", "a control character in a text"), ("\"\\x\"", "an escape that JSON does not have"),
            ("\"\\u12g4\"", "four hexadecimal digits are expected"), ("\"\\ud800\"", "half a surrogate pair"),
            ("\"\\udc00\"", "half a surrogate pair"), ("\"\\ud800\\u0041\"", "half a surrogate pair"),
            ("'a'", "a value is expected"), ("[1 /* */]", "',' or ']' is expected"),
        ])
    func refusals(_ text: String, _ words: String) {
        let said = complaint(Array(text.utf8))
        #expect(said?.hasPrefix("This is not JSON: ") == true && said?.contains(words) == true, "\(said ?? "nothing")")
    }

    @Test(
        "a text that is not UTF-8 is refused",
        arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0x5C, 0x6E, 0xFF]] as [[UInt8]])
    func invalidText(_ bytes: [UInt8]) {
        #expect(complaint([0x22] + bytes + [0x22])?.contains("a text is not UTF-8") == true)
    }

    @Test("an operation that takes any JSON refuses what is none as FastAPI says it")
    func refusalOfAnOperation() {
        #expect(throws: DecodingError.self) {
            try Array("[1,".utf8).withUnsafeBytes { try JSONCoding.decode(JSONValue.self, from: $0) }
        }
    }
}
