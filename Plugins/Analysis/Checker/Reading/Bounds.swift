/// What a number bounds, and how exactly it is said.
extension Phrasing {
    /// `15%에서 45% 사이`: one range, of which the second number speaks.
    static func spans(_ tokens: [Token], _ index: Int, _ quantity: Quantity) -> Bound? {
        guard index > 0, index + 1 < tokens.count, let from = tokens[index - 1].quantity, from.unit == quantity.unit,
            ["에서", "와", "과"].contains(tokens[index - 1].ending), case .text(let text) = tokens[index + 1].kind,
            text.hasPrefix("사이"), from.value <= quantity.value
        else { return nil }
        return Bound(low: from.value, high: quantity.value)
    }

    static func bind(_ tokens: inout [Token], _ index: Int, _ isEnglish: Bool) {
        guard var quantity = tokens[index].quantity, quantity.unit != .other else { return }
        // `3개 유형`, `네 개의 문항`.
        if quantity.unit == .pieces, ["", "의"].contains(tokens[index].ending), index + 1 < tokens.count {
            switch tokens[index + 1].term {
            case .typeNoun: quantity.unit = .typeCount
            case .question: quantity.unit = .questions
            case .gradeNoun: quantity.unit = .gradeCount
            default: break
            }
        }
        // "3 of the 4 types".
        if isEnglish, quantity.unit == .none, index + 2 < tokens.count, tokens[index + 1].term == .of,
            tokens[(index + 2)...].prefix(3).first(where: { $0.quantity != nil })?.quantity?.unit == .typeCount
        {
            quantity.unit = .typeCount
        }
        let value = quantity.value
        let ending = tokens[index].ending
        quantity.hedge = hedge(tokens, index, isEnglish)
        if ending.hasPrefix("대") {
            let (low, high) = (quantity.bound?.low ?? value, quantity.bound?.high ?? value)
            let step = high.truncatingRemainder(dividingBy: 10) == 0 ? 10.0 : 5.0
            quantity.bound = Bound(low: low, high: high + step, includesHigh: false)
        } else if quantity.bound == nil {
            quantity.bound =
                isEnglish
                ? englishBound(tokens, index, value)
                : spans(tokens, index, quantity) ?? koreanBound(tokens, index, value)
        }
        tokens[index].set(quantity)
    }

    /// What stands before or after a number and makes it less exact.
    static func hedge(_ tokens: [Token], _ index: Int, _ isEnglish: Bool) -> Hedge {
        if isEnglish { return englishHedge(tokens, index) }
        var words = [tokens[index].ending]
        if index + 1 < tokens.count, case .text(let text) = tokens[index + 1].kind { words.append(text) }
        if words.contains(where: { $0.hasPrefix("남짓") }) { return .justOver }
        if index > 0, case .text(let text) = tokens[index - 1].kind, ["근", "거진"].contains(text) { return .justUnder }
        if words.contains(where: { $0.hasPrefix("가까") || $0.hasPrefix("에가까") || $0.hasPrefix("육박") }) {
            return .about
        }
        let isBefore = index > 0 && tokens[index - 1].term == .about
        let isAfter = index + 1 < tokens.count && tokens[index + 1].term == .about
        return isBefore || isAfter || words.contains(where: hasAboutEnding) ? .about : .exact
    }

    private static func englishHedge(_ tokens: [Token], _ index: Int) -> Hedge {
        if index + 1 < tokens.count, tokens[index + 1].term == .about { return .about }
        var before = index - 1
        // "just over a third", "a good nine points", "a full".
        while before >= 0, before > index - 3, case .text(let text) = tokens[before].kind,
            ["a", "an", "the"].contains(text)
        {
            before -= 1
        }
        guard before >= 0 else { return .exact }
        if tokens[before].term == .barelyOver { return .justOver }
        if tokens[before].term == .barelyUnder { return .justUnder }
        if tokens[before].term == .strong, before > 0, case .text("a") = tokens[before - 1].kind { return .justOver }
        return tokens[before].term == .about ? .about : .exact
    }

    static func hasAboutEnding(_ text: String) -> Bool {
        ["가량", "정도", "쯤", "안팎", "내외", "즈음", "언저리", "꼴", "선", "수준", "안밖"].contains { text.hasPrefix($0) }
    }

    static func koreanBound(_ tokens: [Token], _ index: Int, _ value: Double) -> Bound? {
        let ending = tokens[index].ending
        var next = index + 1
        // `열 명 중 두 명도 맞히지 못한`.
        if ending == "도", tokens[next...].prefix(4).contains(where: { isNegation($0) }) { return .under(value) }
        // `50%에 조금 못 미친`, `10%가 채 되지 않는`.
        while next < tokens.count, next < index + 5 {
            switch tokens[next].kind {
            case .term(.atLeast): return .atLeast(value)
            case .term(.atMost): return .atMost(value)
            case .term(.over):
                return tokens[next...].dropFirst().prefix(2).contains { isNegation($0) }
                    ? .atMost(value) : .over(value)
            case .term(.under): return .under(value)
            case .term(.justUnder): next += 1
            // `57점에 17점 못 미치는`: how far, when the number has no particle.
            case .term(.notReaching) where !ending.isEmpty && !ending.hasPrefix("밖에"): return .under(value)
            case .term(.lower) where ["를", "을", "보다", "에"].contains(ending): return .under(value)
            case .term(.lower)
            where ending.isEmpty && tokens[next].range.count - tokens[next].ending.unicodeScalars.count == 3:
                // `절반 아래에`; the other words say how far.
                return .under(value)
            case .term(.higher) where ["를", "을", "보다"].contains(ending): return .over(value)
            case .text(let text) where ["조금", "살짝", "약간", "크게", "한참", "훨씬"].contains(text): next += 1
            case .text(let text) where text.hasPrefix("되지") || text.hasPrefix("안") && !text.hasPrefix("안팎"):
                return .under(value)
            case .text(let text) where text.hasPrefix("아래") && (ending.isEmpty || ending == "보다"): return .under(value)
            case .text(let text) where text.hasPrefix("위") && ending.isEmpty: return .over(value)
            default: return nil
            }
        }
        return nil
    }

    static func isNegation(_ token: Token) -> Bool {
        if case .text(let text) = token.kind { return text.hasPrefix("못") || text.hasPrefix("않") }
        return token.term == .notReaching
    }

    static func englishBound(_ tokens: [Token], _ index: Int, _ value: Double) -> Bound? {
        let isBoundBefore = index > 0 && [.above, .below, .over, .under].contains(tokens[index - 1].term)
        if index + 1 < tokens.count, !isBoundBefore {
            if tokens[index + 1].term == .atLeast { return .atLeast(value) }
            if tokens[index + 1].term == .atMost { return .atMost(value) }
        }
        var before = index - 1
        while before >= 0, before > index - 4 {
            switch tokens[before].kind {
            // "below 21 or above 96".
            case .term(.atLeast):
                return before > 0 && tokens[before - 1].quantity != nil ? .over(value) : .atLeast(value)
            case .term(.atMost):
                return before > 0 && tokens[before - 1].quantity != nil ? .under(value) : .atMost(value)
            case .term(.over), .term(.above): return isDifference(tokens, before) ? nil : .over(value)
            case .term(.under), .term(.below): return isDifference(tokens, before) ? nil : .under(value)
            case .term(.between):
                guard index + 2 < tokens.count, tokens[index + 1].term == .and, let other = tokens[index + 2].quantity
                else { return nil }
                return Bound(low: value, high: other.value)
            case .term(.and):
                guard before >= 2, tokens[before - 2].term == .between, let other = tokens[before - 1].quantity else {
                    return nil
                }
                return Bound(low: other.value, high: value)
            // "no question reached 50%".
            case .text("reached"), .text("reach"), .term(.aspiration):
                return tokens[..<before].suffix(4).contains { $0.term == .nobody } ? .atLeast(value) : nil
            case .text("a"), .text("the"), .text("an"), .term(.only), .term(.all): before -= 1
            default: return nil
            }
        }
        return nil
    }

    /// "9.7 points below 72": how far, not a bound.
    static func isDifference(_ tokens: [Token], _ index: Int) -> Bool {
        index > 0 && tokens[index - 1].quantity.map { $0.unit == .points || $0.unit == .percentPoints } == true
    }
}
