/// Text from outside, made fit for a document: without control characters, which no markup may hold, without what
/// reverses the text around it, and not longer than anybody writes. Markup in it is the template's to escape.
enum OutsideText {
    /// A name or label: one line, of at most 200 characters.
    static func line(_ text: String, most: Int = 200) -> String { cleaned(text, most) { _ in " " } }

    /// A name or label that says something; nil for none and for an empty one.
    static func name(_ text: String?) -> String? { text.map { line($0) }.flatMap { $0.isEmpty ? nil : $0 } }

    /// A commentary of at most 20,000 characters: its line ends stay, as line feeds.
    static func paragraphs(_ text: String, most: Int = 20_000) -> String {
        cleaned(text.replacing("\r\n", with: "\n"), most) { $0 == "\t" ? " " : "\n" }
    }

    private static func cleaned(
        _ text: String, _ most: Int, space: (Unicode.Scalar) -> Unicode.Scalar
    ) -> String {
        var cleaned = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            // What is cut ends in an ellipsis, which is one of the characters.
            guard count < most else {
                cleaned.removeLast()
                cleaned.append("…")
                break
            }
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x2028, 0x2029: cleaned.append(space(scalar))
            case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: continue
            default: cleaned.append(scalar)
            }
            count += 1
        }
        return String(cleaned)
    }
}
