/// Dates, periods and other exams: all that the exam's name does not say is invented.
extension Check {
    mutating func checkPeriods() {
        let text = unnamedText
        passage.isEnglish ? checkEnglishPeriods(text) : checkKoreanPeriods(text)
        if passage.isEnglish { checkKoreanPeriods(text) }
    }

    /// The sentence with blanks for the names that the data have.
    private var unnamedText: [Unicode.Scalar] {
        var text = passage.text
        for token in tokens {
            switch token.kind {
            case .exam, .student, .type: for place in token.range { text[place] = " " }
            default: break
            }
        }
        return text
    }

    private mutating func reportPeriod(_ range: Range<Int>) {
        let quote = String(String.UnicodeScalarView(passage.text[range.clamped(to: 0..<passage.text.count)].prefix(40)))
        report(
            .period, quote: quote, "‘\(quote)’은(는) 자료에 없는 시기나 시험입니다. 빼세요.",
            "“\(quote)” is a time or an exam that the data do not have. Leave it out.")
    }

    private static func isStart(_ text: [Unicode.Scalar], _ at: Int) -> Bool {
        at == 0 || !(text[at - 1].isLetter || text[at - 1].isDigit || text[at - 1] == ".")
    }

    private func isInName(_ words: String) -> Bool { sheet.examName.contains(words) }

    // MARK: Korean

    private mutating func checkKoreanPeriods(_ text: [Unicode.Scalar]) {
        var at = 0
        while at < text.count {
            defer { at += 1 }
            guard Self.isStart(text, at) else { continue }
            if text[at].isDigit {
                checkDate(text, at)
            } else if text[at].isHangul {
                if let (_, end) = PeriodWords.korean.match(text, at: at) {
                    reportPeriod(at..<end)
                } else if let nounEnd = pastExam(text, at) {
                    reportPeriod(at..<nounEnd)
                } else if text[at] == "제", at + 1 < text.count, text[at + 1].isDigit {
                    checkDate(text, at + 1)
                } else if text[at] == "고" || text[at] == "중", at + 1 < text.count, text[at + 1].isDigit {
                    let school = String(String.UnicodeScalarView(text[at...at + 1]))
                    if at + 2 >= text.count || !text[at + 2].isDigit, !isInName(school) { reportPeriod(at..<at + 2) }
                }
            }
        }
    }

    /// `지난 시험`, `지난겨울`; not `8점 앞선 결과`.
    private func pastExam(_ text: [Unicode.Scalar], _ at: Int) -> Int? {
        guard let (_, end) = PeriodWords.past.match(text, at: at), end < text.count else { return nil }
        let isVerb =
            String(String.UnicodeScalarView(text[at..<end])) == "앞선"
            && tokens.contains {
                $0.range.upperBound <= at && $0.range.upperBound >= at - 4
                    && ($0.quantity != nil || $0.ending.hasPrefix("보다") || ["을", "에", "를"].contains($0.ending))
            }
        if isVerb { return nil }
        let next = text[end] == " " ? end + 1 : end
        guard let (_, nounEnd) = PeriodWords.pastNouns.match(text, at: next), next > end || nounEnd - next > 1 else {
            return nil
        }
        return nounEnd
    }

    /// `2025년`, `11월`, `2학기`, `제3회`, `2차`.
    private mutating func checkDate(_ text: [Unicode.Scalar], _ start: Int) {
        let (value, decimals, end) = Tokenizer.number(text, at: start)
        guard decimals == 0, let number = Int(exactly: value) else { return }
        let units = ["학년도", "학년", "학기", "년도", "년", "월", "회차", "회", "차"]
        for unit in units {
            for blank in ["", " "] {
                let scalars = Array((blank + unit).unicodeScalars)
                guard end + scalars.count <= text.count, text[end..<end + scalars.count].elementsEqual(scalars) else {
                    continue
                }
                let unitEnd = end + scalars.count
                if isDate(number, unit, text, start, unitEnd) { reportPeriod(start..<unitEnd) }
                return
            }
        }
    }

    private func isDate(_ number: Int, _ unit: String, _ text: [Unicode.Scalar], _ start: Int, _ end: Int) -> Bool {
        if isInName("\(number)\(unit)") { return false }
        switch unit {
        case "학년도", "년도": return true
        case "년": return number >= 1900 || number >= 20 && number < 40
        case "월": return (1...12).contains(number)
        case "학년", "학기": return true
        case "회차": return true
        default:
            // `주 3회`, `2~3회`: how often; `3차 함수`, `2차 방정식`: mathematics.
            if start > 0, text[start - 1] == "제" { return true }
            if unit == "차", end < text.count, text[end] == " " || text[end].isHangul {
                let next = String(String.UnicodeScalarView(text[end...].prefix(4)))
                if ["함수", "방정", "부등", "식"].contains(where: { next.contains($0) }) { return false }
            }
            let before = String(String.UnicodeScalarView(text[..<start].suffix(8)))
            let isOften = ["주", "하루", "매일", "매주", "일주일", "한 달", "달에", "~", "번", "번에", "에"].contains {
                before.hasSuffix($0 + " ") || before.hasSuffix($0)
            }
            return !isOften && !isAdvice
        }
    }

    // MARK: English

    private mutating func checkEnglishPeriods(_ text: [Unicode.Scalar]) {
        let lower = text.map(\.lowercase)
        let endsWord: (Int) -> Bool = { $0 >= text.count || !text[$0].isLatin }
        for at in text.indices where Self.isStart(text, at) {
            if text[at].isDigit {
                let (value, decimals, end) = Tokenizer.number(text, at: at)
                if decimals == 0, end - at == 4, (1950...2099).contains(value), end >= text.count || text[end] != "%",
                    !isInName(String(Int(value))), participantsAreNot(value)
                {
                    reportPeriod(at..<end)
                }
            } else if let (_, end) = PeriodWords.months.match(text, at: at, accepts: endsWord),
                !isSentenceVerb(at, end, text)
            {
                if !isInName(String(String.UnicodeScalarView(text[at..<end]))) { reportPeriod(at..<end) }
            } else if let (_, end) = PeriodWords.englishPast.match(lower, at: at, accepts: endsWord) {
                checkPast(lower, at, end)
            } else if text[at].isLatin {
                checkSeason(lower, at)
            }
        }
    }

    private func participantsAreNot(_ value: Double) -> Bool { sheet.participants.map { Double($0) != value } ?? true }

    /// "May" and "March" may begin a sentence as verbs.
    private func isSentenceVerb(_ at: Int, _ end: Int, _ text: [Unicode.Scalar]) -> Bool {
        at == 0 && ["May", "March"].contains(String(String.UnicodeScalarView(text[at..<end])))
    }

    private mutating func checkPast(_ lower: [Unicode.Scalar], _ start: Int, _ end: Int) {
        var cursor = WordCursor(lower, at: end)
        for _ in 0..<3 {
            guard let word = cursor.next() else { return }
            if PeriodWords.englishNouns.contains(word) {
                let phrase = String(
                    String.UnicodeScalarView(lower[start..<min(lower.count, cursor.start + word.unicodeScalars.count)]))
                if word == "one" || word == "grade" || word == "group" || word == "class" || word == "paper",
                    !phrase.hasPrefix("last year")
                {
                    return
                }
                reportPeriod(start..<cursor.start + word.unicodeScalars.count)
                return
            }
            if ["two", "three", "question", "questions", "item", "items", "of", "in", "and", "few", "choices"].contains(
                word)
            {
                return
            }
        }
    }

    /// "the spring test", "second semester", "round 3", "a year ago".
    private mutating func checkSeason(_ lower: [Unicode.Scalar], _ start: Int) {
        var cursor = WordCursor(lower, at: start)
        guard let word = cursor.next(), cursor.start == start else { return }
        let end = start + word.unicodeScalars.count
        guard let next = cursor.next() ?? digitsWord(lower, end) else {
            if word == "ago" || word == "yesterday" { reportPeriod(start..<end) }
            return
        }
        if PeriodWords.seasons.contains(word), PeriodWords.exams.contains(next),
            !Names.lowercased(sheet.examName).contains(word)
        {
            reportPeriod(start..<cursor.start + next.unicodeScalars.count)
        }
        if ["first", "second", "third", "fourth", "1st", "2nd", "3rd"].contains(word),
            ["semester", "term", "round", "mock"].contains(next)
        {
            reportPeriod(start..<end)
        }
        if word == "round" || word == "semester", next.unicodeScalars.allSatisfy(\.isDigit) {
            reportPeriod(start..<end)
        }
        if word == "ago" || word == "yesterday" { reportPeriod(start..<end) }
        if (word == "up" || word == "down"), next == "from",
            passage.terms.contains(.average) || passage.terms.contains(.score)
        {
            reportPeriod(start..<end)
        }
    }

    private func digitsWord(_ text: [Unicode.Scalar], _ end: Int) -> String? {
        guard end + 1 < text.count, text[end] == " ", text[end + 1].isDigit else { return nil }
        let (value, _, _) = Tokenizer.number(text, at: end + 1)
        return value < 1000 ? String(Int(value)) : nil
    }
}
