/// A text in pieces between which it may be cut: lines, or words where it has too few lines, or characters.
struct TextPieces {
    private let pieces: [Substring]

    init(_ text: String) {
        let lines = Self.split(text) { $0 == "\n" || $0 == "\r\n" }
        guard lines.count < Self.fewest else {
            pieces = lines
            return
        }
        let words = Self.split(text) { $0 == " " || $0 == "\n" || $0 == "\r\n" }
        pieces = words.count < Self.fewest ? text.indices.map { text[$0...$0] } : words
    }

    /// A text of fewer is cut more finely.
    private static let fewest = 8

    /// The first and the last stay.
    var mostRemoved: Int { max(0, pieces.count - 2) }

    /// The text without so many pieces of its middle, and with a mark in their place.
    func removing(_ count: Int) -> (text: String, cut: Int) {
        guard count > 0, count <= mostRemoved else { return (pieces.joined(), 0) }
        let kept = pieces.count - count
        let head = (kept + 1) / 2
        let removed = pieces[head..<(head + count)]
        let cut = removed.reduce(0) { $0 + $1.unicodeScalars.count }
        let isLines = pieces[head - 1].last?.isNewline ?? false
        let mark = "[… \(cut) characters left out …]" + (isLines ? "\n" : " ")
        return (pieces[..<head].joined() + mark + pieces[(head + count)...].joined(), cut)
    }

    /// Each piece with the separator that ends it.
    private static func split(_ text: String, at isSeparator: (Character) -> Bool) -> [Substring] {
        var (pieces, start) = ([Substring](), text.startIndex)
        for index in text.indices where isSeparator(text[index]) {
            let end = text.index(after: index)
            pieces.append(text[start..<end])
            start = end
        }
        if start < text.endIndex { pieces.append(text[start...]) }
        return pieces
    }
}
