/// Numbers in words, and what they count.
extension Tokenizer {
    mutating func readNumeral() -> Bool {
        if let (value, end) = Numerals.fractions.match(
            lower, at: at,
            accepts: { [text] end in
                end >= text.count || !(text[end].isLatin && text[end - 1].isLatin) && !text[end].isDigit
            })
        {
            append(
                .quantity(Quantity(value: value, decimals: 1, unit: .none, isWord: true, isFraction: true)), end: end)
            return true
        }
        if let (value, end) = Numerals.ordinals.match(
            lower, at: at,
            accepts: { [text] end in
                end >= text.count || !(text[end].isLatin && text[end - 1].isLatin)
            })
        {
            append(.ordinal(value), end: end)
            return true
        }
        return text[at].isHangul ? readKoreanNumeral() : readEnglishNumeral()
    }

    mutating func readKoreanNumeral() -> Bool {
        if let (value, end) = Numerals.korean.match(text, at: at) {
            var next = end
            if next < text.count, text[next] == " " { next += 1 }
            if let (counter, unitEnd) = Units.counters.match(text, at: next), case .unit(let unit) = counter,
                next > end || end - at > 1 || unit == .people || unit == .questions || unit == .pieces
            {
                // `한 점`, `세 시간`: other things; `네 번`: times.
                append(.quantity(Quantity(value: Double(value), decimals: 0, unit: unit, isWord: true)), end: unitEnd)
                return true
            }
            let alone = ["하나", "둘", "셋", "넷"].contains(String(String.UnicodeScalarView(text[at..<end])))
            if next < text.count, text[next...].starts(with: Array("등급".unicodeScalars)) {
                append(
                    .quantity(Quantity(value: Double(value), decimals: 0, unit: .gradeCount, isWord: true)),
                    end: next + 2)
                return true
            }
            if alone, end >= text.count || !text[end].isHangul || Particles.mayFollowNoun(ending(from: end)) {
                append(.quantity(Quantity(value: Double(value), decimals: 0, unit: .pieces, isWord: true)), end: end)
                return true
            }
        }
        guard let (value, end) = Numerals.sinoKorean.match(text, at: at) else { return false }
        var next = end
        if next < text.count, text[next] == " " { next += 1 }
        guard let (counter, unitEnd) = Units.counters.match(text, at: next), case .unit(let unit) = counter,
            unit != .other
        else { return false }
        append(.quantity(Quantity(value: Double(value), decimals: 0, unit: unit, isWord: true)), end: unitEnd)
        return true
    }

    func ending(from start: Int) -> String {
        var end = start
        while end < text.count, text[end].isHangul { end += 1 }
        return String(String.UnicodeScalarView(text[start..<end]))
    }

    mutating func readEnglishNumeral() -> Bool {
        guard let (value, end) = Numerals.english.match(lower, at: at, accepts: endsWord) else { return false }
        var quantity = Quantity(value: Double(value), decimals: 0, unit: .none, isWord: true)
        let (unit, unitEnd) = englishUnit(after: end)
        quantity.unit = unit
        // "one of them", "the one": no number.
        if value == 1, unit == .none || unit == .other, !startsPair(at: end) { return false }
        let start = at
        at = unitEnd
        tokens.append(Token(kind: .quantity(quantity), range: start..<unitEnd))
        return true
    }

    /// Whether "of three", "in ten" follows.
    func startsPair(at end: Int) -> Bool {
        var cursor = WordCursor(lower, at: end)
        while let word = cursor.next() {
            if ["of", "in", "out"].contains(word) {
                let next = cursor.peekStart
                if next < text.count,
                    text[next].isDigit || Numerals.english.match(lower, at: next, accepts: endsWord) != nil
                {
                    return true
                }
                if word == "out" || word == "of" { continue }
                return false
            }
            if ["the", "its", "all", "student", "her", "his", "your"].contains(word) { continue }
            return false
        }
        return false
    }

    /// The unit and where it ends: the place after the number when the noun stands further on.
    func englishUnit(after end: Int) -> (Unit, Int) {
        var start = end
        if start < text.count, text[start] == "-" {
            start += 1
        } else if start < text.count, text[start] == " " {
            start += 1
        }
        if let (unit, unitEnd) = Units.nouns.match(lower, at: start, accepts: endsWord) { return (unit, unitEnd) }
        var cursor = WordCursor(lower, at: end)
        var words = 0
        while words < 3, let word = cursor.next() {
            if Units.ends.contains(word) { return (words == 0 ? .none : .other, end) }
            if let (unit, nounEnd) = Units.nouns.match(lower, at: cursor.start, accepts: endsWord),
                words > 0 || nounEnd > 0
            {
                return (unit, end)
            }
            words += 1
        }
        return (words == 0 ? .none : .other, end)
    }
}
