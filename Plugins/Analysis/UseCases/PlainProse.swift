/// Makes plain prose of what a model wrote: reports draw it as it is. Only marks of markdown go; no word is changed.
enum PlainProse {
    static func text(_ answer: String) -> String {
        var paragraphs: [String] = []
        for line in answer.split(whereSeparator: \.isNewline) {
            let text = plain(line)
            if !text.isEmpty { paragraphs.append(text) }
        }
        return paragraphs.joined(separator: "\n")
    }

    private static func plain(_ line: Substring) -> String {
        if isPlain(line) { return String(line) }
        var text = line.drop(while: \.isWhitespace)
        if text.hasPrefix("```") { return "" }
        // A heading, a quotation, a bullet.
        let heading = text.prefix { $0 == "#" }
        if !heading.isEmpty, text.dropFirst(heading.count).first == " " { text = text.dropFirst(heading.count) }
        for mark in ["> ", "- ", "* ", "• "] where text.hasPrefix(mark) { text = text.dropFirst(mark.count) }
        text = withoutListNumber(text)
        // A line across, or the line below a table's head.
        if !text.isEmpty, text.allSatisfy({ "-*_|: ".contains($0) }) { return "" }
        let isRow = text.first == "|"
        return text.replacing("__", with: "").replacing("`", with: "")
            .split(whereSeparator: { $0.isWhitespace || isRow && $0 == "|" })
            // A star that stands alone is a sign, one at a word a mark.
            .map { $0 == "*" ? "*" : $0.replacing("*", with: "") }.filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// Whether a line is surely plain: most are, and telling so is cheap.
    private static func isPlain(_ line: Substring) -> Bool {
        var previous = UInt8(ascii: " ")
        var isFirst = true
        for byte in line.utf8 {
            switch byte {
            case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "|"), 0..<0x20, 0x7F:
                return false
            case UInt8(ascii: " ") where previous == byte: return false
            // What may be a mark at the beginning: a heading, a bullet, a quotation, a number, anything but a letter.
            case 0x21...0x40 where isFirst: return false
            // U+0085, U+00A0, U+1680, U+2000 and U+3000 with their neighbours: white space, among much else.
            case 0xC2, 0xE1, 0xE2: return false
            case 0x80 where previous == 0x80: return false
            default: break
            }
            previous = byte
            isFirst = false
        }
        return previous != UInt8(ascii: " ")
    }

    /// `1. ` and `2) ` before a line's text.
    private static func withoutListNumber(_ text: Substring) -> Substring {
        let number = text.prefix { $0.isASCII && $0.isNumber }
        let rest = text.dropFirst(number.count)
        guard (1...2).contains(number.count), rest.first == "." || rest.first == ")", rest.dropFirst().first == " "
        else { return text }
        return rest.dropFirst(2)
    }
}
