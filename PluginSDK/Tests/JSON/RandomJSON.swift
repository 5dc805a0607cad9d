import PluginSDK

extension SplitMix: RandomNumberGenerator {}

/// Texts of random JSON documents, whose members have names of their own.
enum RandomJSON {
    static func document(_ random: inout SplitMix) -> String { value(4, &random) }

    private static func value(_ depth: Int, _ random: inout SplitMix) -> String {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &random) {
        case 0: return ["null", "true", "false"].randomElement(using: &random) ?? "null"
        case 1: return String(Int.random(in: -1000...1000, using: &random))
        case 2: return String(Double.random(in: -10...10, using: &random))
        case 3, 4, 5: return "\"" + text(&random) + "\""
        case 6: return list("[", "]", &random) { _, random in value(depth - 1, &random) }
        default:
            return list("{", "}", &random) { place, random in
                "\"\(place)\(text(&random))\":\(value(depth - 1, &random))"
            }
        }
    }

    private static func list(
        _ open: String, _ close: String, _ random: inout SplitMix,
        _ element: (Int, inout SplitMix) -> String
    ) -> String {
        let count = Int.random(in: 0...6, using: &random)
        let elements = (0..<count).map { element($0, &random) }
        return open + elements.joined(separator: [",", " ,\n", ", "].randomElement(using: &random) ?? ",") + close
    }

    private static func text(_ random: inout SplitMix) -> String {
        let pieces = [
            "a", "한국어", "é", "e\u{301}", "😀", "\\n", "\\\"", "\\\\", "\\/", "\\u00e9", "\\ud83d\\ude00", " ",
            "\u{7F}", "\\u0000", "\\u001f", "long enough for the heap to be needed",
        ]
        return (0..<Int.random(in: 0...5, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
            .joined()
    }

    static func number(_ random: inout SplitMix) -> String {
        func digits(_ range: ClosedRange<Int>) -> String {
            (0..<Int.random(in: range, using: &random))
                .map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
        }
        var text = Bool.random(using: &random) ? "-" : ""
        let whole = digits(1...15)
        text += whole.drop { $0 == "0" }.isEmpty ? "0" : String(whole.drop { $0 == "0" })
        if Bool.random(using: &random) { text += "." + digits(1...18) }
        if Int.random(in: 0..<3, using: &random) == 0 {
            text += ["e", "E", "e+", "e-", "E-"].randomElement(using: &random) ?? "e"
            text += String(Int.random(in: 0...40, using: &random))
        }
        return text
    }
}

/// How values were written before they were written as bytes: the same text must come.
enum PlainJSONText {
    static func of(_ value: JSONValue) -> String {
        switch value {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .integer(let value): return String(value)
        case .number(let value):
            guard value.isFinite else { return "null" }
            return Int(exactly: value).map(String.init) ?? value.description
        case .string(let value): return quoted(value)
        case .array(let elements): return "[" + elements.map(of).joined(separator: ",") + "]"
        case .object(let members):
            let sorted = members.sorted { $0.key < $1.key }
            return "{" + sorted.map { quoted($0.key) + ":" + of($0.value) }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
