/// Text out of markup: without tags and comments, white space joined, entities resolved.
enum Tags {
    static func stripped(_ markup: String) -> String {
        var bytes = without(Array(markup.utf8), from: "<!--", to: "-->")
        bytes = without(bytes, from: "<", to: ">")
        return unescaped(String(utf8: bytes).words().joined(separator: " "))
    }

    private static func without(_ bytes: [UInt8], from start: String, to end: String) -> [UInt8] {
        let (open, close) = (Array(start.utf8), Array(end.utf8))
        var (result, at): ([UInt8], Int) = ([], 0)
        while let found = ByteSearch.first(open, in: bytes, from: at),
            let closed = ByteSearch.first(close, in: bytes, from: found)
        {
            result += bytes[at..<found]
            at = closed + close.count
        }
        return result + bytes[at...]
    }

    private static let entities: [String: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "copy": "©",
        "reg": "®",
        "middot": "·", "laquo": "«", "raquo": "»", "times": "×", "divide": "÷", "deg": "°",
        "plusmn": "±",
        "hellip": "…", "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’", "ldquo": "“",
        "rdquo": "”",
        "bull": "•", "euro": "€", "trade": "™", "larr": "←", "rarr": "→", "uarr": "↑", "darr": "↓",
    ]

    /// The entities of XML, numbers, and the commonest of HTML.
    private static func unescaped(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        let scalars = [Unicode.Scalar](text)
        var (result, at) = (String.UnicodeScalarView(), 0)
        while at < scalars.count {
            if scalars[at] == "&", let end = scalars[at...].prefix(34).firstIndex(of: ";"),
                let meaning = meaning(String(scalars: scalars[(at + 1)..<end]))
            {
                result.append(contentsOf: meaning.unicodeScalars)
                at = end + 1
            } else {
                result.append(scalars[at])
                at += 1
            }
        }
        return String(result)
    }

    private static func meaning(_ entity: String) -> String? {
        guard entity.hasPrefix("#") else { return entities[entity] }
        let digits = entity.dropFirst()
        let number =
            digits.hasPrefix("x") || digits.hasPrefix("X")
            ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return number.map {
            Unicode.Scalar($0).map { $0 == "\0" ? "\u{FFFD}" : String($0) } ?? "\u{FFFD}"
        }
    }
}
