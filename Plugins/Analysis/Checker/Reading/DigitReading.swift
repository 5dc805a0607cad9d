/// Numbers in digits, with what is written after them.
extension Tokenizer {
    /// `-5.5점`, `마이너스 5.5점`, "minus 5.5 points": the sign belongs to the number; `17-20` has none.
    mutating func readSigned(_ digits: Int) {
        at = digits
        let count = tokens.count
        readDigits()
        guard tokens.count == count + 1, var quantity = tokens[count].quantity,
            [.none, .points, .percent, .percentPoints].contains(quantity.unit)
        else { return }
        quantity.value = -quantity.value
        tokens[count].set(quantity)
    }

    /// Where the digits begin, when a sign stands here; a dash at the beginning of a line is a list's.
    var signedDigits: Int? {
        guard ["-", "−", "－"].contains(text[at]), !tokens.isEmpty, at + 1 < text.count, text[at + 1].isDigit,
            at > 0, text[at - 1] == " " || text[at - 1] == "("
        else { return nil }
        return at + 1
    }

    var isAfterMinus: Bool {
        guard case .text(let word)? = tokens.last?.kind else { return false }
        return ["마이너스", "minus", "negative"].contains(word)
    }

    mutating func readDigits() {
        let start = at
        let (value, decimals, end) = Self.number(text, at: at)
        // Lists and ranges of Korean numbers get what stands after the last: `3, 7번`, `17~20번`, `30~40%대`.
        if let (numbers, isRange, listEnd) = koreanList(from: at), let (counter, unitEnd) = counter(at: listEnd) {
            switch counter {
            case .question:
                append(.questions(Self.expanded(numbers, isRange)), end: unitEnd)
                return
            case .grade:
                append(.grades(Self.expanded(numbers, isRange)), end: unitEnd)
                return
            case .unit(.percent), .unit(.points):
                if isRange, numbers.count == 2, case .unit(let unit) = counter {
                    var quantity = Quantity(value: Double(numbers[0]), decimals: 0, unit: unit)
                    quantity.bound = Bound(low: Double(numbers[0]), high: Double(numbers[1]))
                    append(.quantity(quantity), end: unitEnd)
                    return
                }
            default: break
            }
        }
        if isEnglish, decimals == 0, let integer = Int(exactly: value), end + 2 <= text.count, endsWord(end + 2),
            ["st", "nd", "rd", "th"].contains(String(String.UnicodeScalarView(lower[end..<end + 2])))
        {
            append(.ordinal(integer), end: end + 2)
            return
        }
        if isEnglish, decimals == 0, let (numbers, listEnd) = englishList(from: at), numbers.count > 1, mayBeQuestions,
            !isMeasuredList(listEnd)
        {
            tokens.append(Token(kind: .questions(numbers), range: start..<listEnd))
            at = listEnd
            return
        }
        if isEnglish, decimals == 0, continuesQuestions(end), let number = Int(exactly: value) {
            tokens.append(Token(kind: .questions([number]), range: start..<end))
            at = end
            return
        }
        guard let (counter, unitEnd) = counter(at: end) else {
            var quantity = Quantity(value: value, decimals: decimals, unit: .none)
            (quantity.unit, at) = isEnglish ? englishUnit(after: end) : (.none, end)
            // "an average of 68.3 sits": no noun of the number's own.
            if quantity.unit == .other,
                decimals > 0
                    || tokens.suffix(2).contains(where: {
                        [.average, .highest, .lowest, .score, .total].contains($0.term)
                    })
            {
                quantity.unit = .none
            }
            if end < text.count, text[end].isHangul { quantity.unit = .other }
            let unitEnd = at
            at = start
            append(.quantity(quantity), end: max(end, unitEnd))
            return
        }
        let integer = decimals == 0 ? Int(exactly: value) : nil
        switch counter {
        case .question where integer != nil: append(.questions([integer ?? 0]), end: unitEnd)
        case .grade where integer != nil: append(.grades([integer ?? 0]), end: unitEnd)
        case .ordinal where integer != nil: append(.ordinal(integer ?? 0), end: unitEnd)
        case .unit(let unit): append(.quantity(Quantity(value: value, decimals: decimals, unit: unit)), end: unitEnd)
        default: append(.quantity(Quantity(value: value, decimals: decimals, unit: .other)), end: unitEnd)
        }
    }

    func counter(at end: Int) -> (Units.Counter, Int)? {
        guard end < text.count else { return nil }
        var next = end
        if text[next] == " " { next += 1 }
        guard let (counter, unitEnd) = Units.counters.match(text, at: next) else { return nil }
        // After a blank a word may begin like a counter.
        if next > end, case .unit(let unit) = counter, unit != .percent, unit != .percentPoints, !text[next].isHangul {
            return nil
        }
        return (counter, unitEnd)
    }

    /// `3, 7`, `3·7`, `17~20`, `17-20` before Hangul or a percent sign.
    func koreanList(from start: Int) -> (numbers: [Int], isRange: Bool, end: Int)? {
        var numbers: [Int] = []
        var isRange = false
        var place = start
        while place < text.count, text[place].isDigit, numbers.count < 50 {
            let (value, decimals, end) = Self.number(text, at: place)
            guard decimals == 0, let integer = Int(exactly: value), integer < 10_000 else { return nil }
            numbers.append(integer)
            place = end
            guard place < text.count else { break }
            var next = place
            if text[next] == " " { next += 1 }
            guard next < text.count, [",", "·", "~", "∼", "～", "-", "–"].contains(text[next]) else { break }
            if ["~", "∼", "～", "-", "–"].contains(text[next]) { isRange = true }
            next += 1
            if next < text.count, text[next] == " " { next += 1 }
            guard next < text.count, text[next].isDigit else { break }
            place = next
        }
        return numbers.count > 1 ? (numbers, isRange && numbers.count == 2, place) : nil
    }

    static func expanded(_ numbers: [Int], _ isRange: Bool) -> [Int] {
        guard isRange, numbers.count == 2, numbers[0] <= numbers[1], numbers[1] - numbers[0] < 200 else {
            return numbers
        }
        return Array(numbers[0]...numbers[1])
    }

    /// Digits with a point or thousands' commas.
    static func number(_ text: [Unicode.Scalar], at start: Int) -> (value: Double, decimals: Int, end: Int) {
        var end = start
        var value = 0.0
        var decimals = 0
        while end < text.count, text[end].isDigit {
            value = value * 10 + Double(text[end].value &- 48)
            end += 1
            if end + 3 < text.count, text[end] == ",", text[(end + 1)...(end + 3)].allSatisfy(\.isDigit),
                end + 4 >= text.count || !text[end + 4].isDigit, end - start <= 3
            {
                end += 1
            }
        }
        if end + 1 < text.count, text[end] == ".", text[end + 1].isDigit {
            end += 1
            var scale = 0.1
            while end < text.count, text[end].isDigit {
                value += Double(text[end].value &- 48) * scale
                scale /= 10
                decimals += 1
                end += 1
            }
        }
        return (value, decimals, end)
    }
}
