/// Questions and grades of English texts.
extension Tokenizer {
    /// "questions 3, 11 and 14", "grades 7 to 9", "question 7".
    mutating func readNumbered(after noun: Int, isGrade: Bool) -> Bool {
        var place = noun
        if place < text.count, text[place] == "," { place += 1 }
        if place < text.count, text[place] == " " { place += 1 }
        guard var (numbers, end) = englishList(from: place) else { return false }
        // "grade 4 and 10 received grade 5": one noun, one number, unless "or" or "to" joins them.
        let isOne = noun > 0 && text[noun - 1] != "s" && text[noun - 1] != "."
        let (first, _, firstEnd) = Self.number(text, at: place)
        if isOne, numbers.count > 1, !lower[firstEnd...].starts(with: Array(" or ".unicodeScalars)),
            !lower[firstEnd...].starts(with: Array(" to ".unicodeScalars)), let only = Int(exactly: first)
        {
            (numbers, end) = ([only], firstEnd)
        }
        let start = at
        at = end
        tokens.append(Token(kind: isGrade ? .grades(numbers) : .questions(numbers), range: start..<end))
        return true
    }

    func englishList(from start: Int) -> (numbers: [Int], end: Int)? {
        var numbers: [Int] = []
        var place = start
        var end = start
        while place < text.count, text[place].isDigit, numbers.count < 50 {
            let (value, decimals, numberEnd) = Self.number(text, at: place)
            guard decimals == 0, let integer = Int(exactly: value), integer < 10_000, !isMeasured(numberEnd) else {
                break
            }
            numbers.append(integer)
            end = numberEnd
            var isRange = false
            guard let next = joint(after: numberEnd, isRange: &isRange) else { break }
            place = next
            if isRange {
                let (last, decimals, lastEnd) = Self.number(text, at: place)
                guard decimals == 0, let to = Int(exactly: last), to < 10_000, !isMeasured(lastEnd) else { break }
                numbers = Array(numbers.dropLast()) + Self.expanded([integer, to], true)
                end = lastEnd
                guard let further = joint(after: lastEnd, isRange: &isRange) else { break }
                place = further
            }
        }
        return numbers.isEmpty ? nil : (numbers, end)
    }

    /// Numbers in a row are questions unless a word before says what else they are.
    var mayBeQuestions: Bool {
        if let last = tokens.last?.term,
            [.from, .between, .score, .highest, .lowest, .average, .to, .of].contains(last)
        {
            return false
        }
        return !tokens.suffix(3).contains { $0.term == .choose || $0.term == .answer }
    }

    /// "questions 3 (87.1%), 20 (80.6%) and 11 (74.2%)": a list with something in brackets after each.
    func continuesQuestions(_ end: Int) -> Bool {
        guard end + 1 < text.count, text[end] == " ", text[end + 1] == "(" else { return false }
        guard let last = tokens.last else { return false }
        if case .mark(",") = last.kind {} else if last.term != .and { return false }
        return tokens.contains { token in
            if case .questions = token.kind { return true }
            return token.term == .question
        }
    }

    /// `25, 30 and 40%`: what follows the list measures it.
    func isMeasuredList(_ end: Int) -> Bool {
        var isRange = false
        return joint(after: end, isRange: &isRange) != nil
    }

    /// Whether a unit, or "of", says that a number is no question's.
    func isMeasured(_ end: Int) -> Bool {
        if end < text.count, text[end] == "%" || text[end].isHangul || text[end].isLatin { return true }
        if end + 1 < text.count, text[end] == " ", text[end + 1] == "%" { return true }
        var cursor = WordCursor(lower, at: end)
        guard let word = cursor.next() else { return false }
        return Units.nouns.match(lower, at: cursor.start, accepts: endsWord) != nil
            || ["out", "percent"].contains(word)
    }

    func joint(after end: Int, isRange: inout Bool) -> Int? {
        for (words, range) in [
            (", and ", false), (", or ", false), (", ", false), (" and ", false), (" or ", false), (" & ", false),
            (" to ", true), (" through ", true), ("–", true), ("-", true), ("~", true), (" – ", true),
        ] {
            let scalars = Array(words.unicodeScalars)
            guard end + scalars.count < text.count, lower[end..<end + scalars.count].elementsEqual(scalars),
                text[end + scalars.count].isDigit
            else { continue }
            isRange = range
            return end + scalars.count
        }
        return nil
    }
}
