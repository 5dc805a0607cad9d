/// Finds the longest entry of a word list at a place. Entries are told apart by their first scalar.
struct Words<Meaning: Sendable>: Sendable {
    private let entries: [Unicode.Scalar: [(scalars: [Unicode.Scalar], meaning: Meaning)]]

    /// The first of equal words counts.
    init(_ list: [(String, Meaning)]) {
        var entries: [Unicode.Scalar: [(scalars: [Unicode.Scalar], meaning: Meaning)]] = [:]
        for (word, meaning) in list {
            let scalars = Array(word.unicodeScalars)
            guard let first = scalars.first, entries[first]?.contains(where: { $0.scalars == scalars }) != true else {
                continue
            }
            entries[first, default: []].append((scalars, meaning))
        }
        self.entries = entries.mapValues { $0.sorted { $0.scalars.count > $1.scalars.count } }
    }

    /// - Parameter accepts: whether a word may end before this place.
    func match(
        _ text: [Unicode.Scalar], at start: Int, accepts: (Int) -> Bool = { _ in true }
    ) -> (meaning: Meaning, end: Int)? {
        guard start < text.count, let candidates = entries[text[start]] else { return nil }
        for (scalars, meaning) in candidates where start + scalars.count <= text.count {
            let end = start + scalars.count
            if text[start..<end].elementsEqual(scalars), accepts(end) { return (meaning, end) }
        }
        return nil
    }
}

extension Unicode.Scalar {
    var isDigit: Bool { ("0"..."9").contains(self) }
    var isHangul: Bool { ("\u{AC00}"..."\u{D7A3}").contains(self) }
    var isLatin: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
    var isLetter: Bool { isHangul || isLatin || (value > 127 && properties.isAlphabetic) }
    var lowercase: Unicode.Scalar {
        ("A"..."Z").contains(self) ? Unicode.Scalar(UInt8(truncatingIfNeeded: value &+ 32)) : self
    }
}
