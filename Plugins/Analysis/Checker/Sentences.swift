/// Cuts growing text into sentences: one is given out when it is clear that it has ended, with the white space that
/// follows it, so that the pieces together are the text.
public struct Sentences: Sendable {
    private var pending: [Unicode.Scalar] = []

    public init() {}

    /// - Returns: the sentences that have ended.
    public mutating func append(_ text: String) -> [String] {
        pending.append(contentsOf: text.unicodeScalars)
        var sentences: [String] = []
        var start = 0
        var at = 0
        while at < pending.count {
            guard isEnd(at) else {
                at += 1
                continue
            }
            var next = at + 1
            while next < pending.count, Self.closes(pending[next]) { next += 1 }
            let space = next
            while next < pending.count, pending[next].properties.isWhitespace { next += 1 }
            // More white space may follow, and without any it may be no end: `3.` before a digit.
            guard next < pending.count else { break }
            if space == next && pending[at] != "\n" {
                at = next
                continue
            }
            sentences.append(Self.text(pending[start..<next]))
            start = next
            at = next
        }
        pending.removeFirst(start)
        return sentences
    }

    /// - Returns: what is left when no more text comes; nil when there is nothing.
    public mutating func finish() -> String? {
        defer { pending = [] }
        return pending.isEmpty ? nil : Self.text(pending[...])
    }

    public static func all(in text: String) -> [String] {
        var sentences = Sentences()
        let ended = sentences.append(text)
        return ended + (sentences.finish().map { [$0] } ?? [])
    }

    private func isEnd(_ at: Int) -> Bool {
        switch pending[at] {
        case "!", "?", "。", "！", "？", "\n": return true
        case ".": return !endsAbbreviation(at)
        default: return false
        }
    }

    /// `No. 4`, `vs. 50`: the point belongs to the word.
    private func endsAbbreviation(_ at: Int) -> Bool {
        var first = at
        while first > 0, at - first < 7, pending[first - 1].isASCII, pending[first - 1].properties.isAlphabetic {
            first -= 1
        }
        return ["no", "nos", "vol", "vs", "approx", "q", "mr", "ms", "mrs", "dr", "cf", "etc"].contains(
            Self.text(pending[first..<at]).lowercased())
    }

    private static func closes(_ scalar: Unicode.Scalar) -> Bool {
        ["\"", "'", ")", "]", "”", "’", "」", "』", ".", "!", "?"].contains(scalar)
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }
}
