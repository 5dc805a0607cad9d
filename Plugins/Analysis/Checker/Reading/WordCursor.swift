/// Goes through the words of a phrase, up to the next punctuation.
struct WordCursor {
    let text: [Unicode.Scalar]
    var at: Int
    /// Where the last word began.
    private(set) var start: Int

    init(_ text: [Unicode.Scalar], at place: Int) {
        self.text = text
        at = place
        start = place
    }

    var peekStart: Int {
        var place = at
        while place < text.count, text[place] == " " { place += 1 }
        return place
    }

    mutating func next() -> String? {
        at = peekStart
        guard at < text.count, text[at].isLatin else { return nil }
        start = at
        while at < text.count, text[at].isLatin || text[at] == "-" || text[at] == "'" { at += 1 }
        return String(String.UnicodeScalarView(text[start..<at]))
    }
}
