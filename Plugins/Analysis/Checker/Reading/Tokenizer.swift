/// Cuts a sentence into tokens. Linear in its length.
struct Tokenizer {
    static let korean = Words(KoreanTerms.all)
    static let english = Words(EnglishTerms.all)

    let text: [Unicode.Scalar]
    let lower: [Unicode.Scalar]
    let names: Names
    let isEnglish: Bool
    var tokens: [Token] = []
    var at = 0

    init(_ sentence: [Unicode.Scalar], names: Names, isEnglish: Bool) {
        text = sentence
        lower = sentence.map(\.lowercase)
        self.names = names
        self.isEnglish = isEnglish
    }

    mutating func read() -> [Token] {
        while at < text.count {
            let start = at
            if text[at].properties.isWhitespace {
                at += 1
            } else if isWordStart, readName() || readNumeral() || readTerm() {
                continue
            } else if let digits = signedDigits {
                readSigned(digits)
            } else if text[at].isDigit {
                if isAfterMinus { readSigned(at) } else { readDigits() }
            } else if text[at].isLetter {
                readText()
            } else {
                tokens.append(Token(kind: .mark(text[at]), range: at..<at + 1))
                at += 1
            }
            if at == start { at += 1 }
        }
        return tokens
    }

    var isWordStart: Bool {
        guard at > 0, text[at - 1].isLetter else { return true }
        // A compound such as `평균정답률`, but not the rest of a word.
        guard let last = tokens.last, last.range.upperBound == at, last.ending.isEmpty else { return false }
        if case .text = last.kind { return false }
        return !text[at - 1].isLatin
    }

    // MARK: Names and terms

    mutating func readName() -> Bool {
        guard let (meaning, end) = names.match(text, lowercase: lower, at: at) else { return false }
        let kind: Token.Kind =
            switch meaning {
            case .exam: .exam
            case .student: .student
            case .type(let index, let isWeak): .type(index, isWeak: isWeak)
            }
        append(kind, end: end)
        return true
    }

    mutating func readTerm() -> Bool {
        if text[at].isHangul {
            guard let (term, end) = Self.korean.match(text, at: at, accepts: { [text] in Self.accepts(text, at, $0) })
            else {
                return false
            }
            // `8점 앞선`: more, not what was before.
            let isAhead = term == .this && text[at] == "앞" && isCompared
            append(.term(isAhead ? .higher : term), end: end)
            return true
        }
        guard let (term, end) = Self.english.match(lower, at: at, accepts: endsWord) else { return false }
        // "question 13", "grades 2 and 3": the numbers after the noun are its.
        if term == .question || term == .gradeNoun, readNumbered(after: end, isGrade: term == .gradeNoun) {
            return true
        }
        append(.term(term), end: end)
        return true
    }

    /// After a number or what is compared with.
    var isCompared: Bool {
        guard let last = tokens.last else { return false }
        return last.quantity != nil || last.ending.hasPrefix("보다") || ["을", "를", "에"].contains(last.ending)
            || last.term == .about
    }

    /// One syllable is a word of its own or a stem that is a term: not the head of any word.
    static func accepts(_ text: [Unicode.Scalar], _ start: Int, _ end: Int) -> Bool {
        guard end - start == 1, end < text.count, text[end].isHangul else { return true }
        let stem = String(text[start])
        if ["높", "낮", "많", "잘", "쉬", "쉽", "없", "넘", "틀", "좋", "찍"].contains(stem) { return true }
        var ending = String.UnicodeScalarView()
        for scalar in text[end...].prefix(5) {
            guard scalar.isHangul else { break }
            ending.append(scalar)
        }
        if stem == "강" || stem == "약" { return ["하", "한", "했", "해", "점", "세"].contains(String(ending.prefix(1))) }
        return Particles.mayFollowNoun(String(ending))
    }

    func endsWord(_ end: Int) -> Bool { end >= text.count || !(text[end].isLatin || text[end].isDigit) }

    mutating func append(_ kind: Token.Kind, end: Int) {
        let start = at
        at = end
        // A compound goes on with a term of its own.
        var ending = String.UnicodeScalarView()
        if end > 0, text[end - 1].isHangul || !text[end - 1].isLetter || !isEnglish {
            var next = end
            while next < text.count, text[next].isHangul { next += 1 }
            if next > end, !startsCompound(at: end) {
                ending.append(contentsOf: text[end..<next])
                at = next
            }
        }
        var kind = kind
        // `한 명도`, `하나도`: nobody, none.
        if case .quantity(let quantity) = kind, quantity.isWord, quantity.value == 1,
            ending.elementsEqual("도".unicodeScalars)
        {
            kind = .term(.nobody)
        }
        tokens.append(Token(kind: kind, range: start..<at, ending: String(ending)))
    }

    /// `평균정답률`, `80%이상`: a second word without a blank; not an ending such as `이어서`.
    func startsCompound(at end: Int) -> Bool {
        guard let (term, termEnd) = Self.korean.match(text, at: end), termEnd - end > 1 else { return false }
        return [
            .correctRate, .incorrectRate, .share, .question, .typeNoun, .atLeast, .atMost, .over, .under, .score,
            .average,
            .highest, .lowest, .total, .gradeNoun, .mistake,
        ].contains(term)
    }

    mutating func readText() {
        let start = at
        while at < text.count, text[at].isLetter || (at > start && (text[at] == "'" || text[at] == "’")) { at += 1 }
        tokens.append(Token(kind: .text(String(String.UnicodeScalarView(lower[start..<at]))), range: start..<at))
    }
}
