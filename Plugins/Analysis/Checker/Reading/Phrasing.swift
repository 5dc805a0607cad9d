/// Joins what belongs to one number: its bound, its hedge, and what it is a part of.
enum Phrasing {
    static func joined(_ tokens: [Token], isEnglish: Bool) -> [Token] {
        var tokens = paired(tokens)
        for index in tokens.indices { bind(&tokens, index, isEnglish) }
        return tokens
    }

    // MARK: Parts of a whole

    /// `4명 중 3명`, "three of the four questions": one number with a whole.
    static func paired(_ tokens: [Token]) -> [Token] {
        var result: [Token] = []
        var index = 0
        while index < tokens.count {
            if let (token, next) = nonePair(tokens, index) ?? koreanPair(tokens, index) ?? englishPair(tokens, index) {
                result.append(token)
                index = next
            } else {
                result.append(tokens[index])
                index += 1
            }
        }
        return result
    }

    static func koreanPair(_ tokens: [Token], _ index: Int) -> (Token, Int)? {
        guard let whole = tokens[index].quantity, counts(whole.unit), whole.decimals == 0, index + 1 < tokens.count
        else {
            return nil
        }
        let isJoined = ["에서", "중", "중에서", "중에"].contains(tokens[index].ending)
        // `네 명에 한 명꼴`: a share.
        let isRatio = tokens[index].ending == "에" && tokens[index + 1].quantity?.unit == whole.unit && whole.value > 1
        guard isJoined || isRatio || isAmong(tokens[index + 1]) else { return nil }
        var next = index + (isJoined || isRatio ? 1 : 2)
        while next < tokens.count, next < index + 4, isHedge(tokens[next]) { next += 1 }
        guard next < tokens.count, var part = tokens[next].quantity, counts(part.unit) || part.unit == .none,
            part.decimals == 0
        else { return nil }
        part.whole = whole.value
        part.isShare = isRatio || tokens[next].ending.hasPrefix("꼴")
        if part.unit == .pieces || part.unit == .none { part.unit = whole.unit }
        // `열 명 중 일곱 명`: of ten in general, when ten are not all.
        return (
            Token(
                kind: .quantity(part), range: tokens[index].range.lowerBound..<tokens[next].range.upperBound,
                ending: tokens[next].ending), next + 1
        )
    }

    /// "none of 6 questions".
    static func nonePair(_ tokens: [Token], _ index: Int) -> (Token, Int)? {
        guard tokens[index].term == .nobody, tokens[index].range.count == 4, index + 2 < tokens.count,
            tokens[index + 1].term == .of
        else { return nil }
        var next = index + 2
        while next < tokens.count, next < index + 5, isArticle(tokens[next]) { next += 1 }
        guard next < tokens.count, let whole = tokens[next].quantity, counts(whole.unit), whole.decimals == 0,
            whole.value > 0
        else { return nil }
        let quantity = Quantity(value: 0, decimals: 0, unit: whole.unit, isWord: true, whole: whole.value)
        return (
            Token(kind: .quantity(quantity), range: tokens[index].range.lowerBound..<tokens[next].range.upperBound),
            next + 1
        )
    }

    static func isAmong(_ token: Token) -> Bool {
        if case .text(let text) = token.kind { return text == "중" || text.hasPrefix("가운데") || text.hasPrefix("중에") }
        return false
    }

    static func isHedge(_ token: Token) -> Bool {
        token.term == .about || token.term == .only || token.term == .all
    }

    static func counts(_ unit: Unit) -> Bool { unit == .people || unit == .questions || unit == .pieces }

    static func englishPair(_ tokens: [Token], _ index: Int) -> (Token, Int)? {
        guard let part = tokens[index].quantity, part.decimals == 0, !part.isFraction,
            counts(part.unit) || part.unit == .none || part.unit == .other, index + 2 < tokens.count
        else { return nil }
        var next = index + 1
        // "two correct answers out of five".
        while next < index + 4, next < tokens.count, isCountedNoun(tokens[next]) { next += 1 }
        guard next < tokens.count else { return nil }
        let joint = tokens[next]
        let isShare = joint.term == .in_ || isWord(joint, "in")
        guard joint.term == .of || joint.term == .total || isShare else { return nil }
        if isShare, !part.isWord { return nil }
        next += 1
        while next < tokens.count, next < index + 6, isArticle(tokens[next]) { next += 1 }
        guard next < tokens.count, let whole = tokens[next].quantity, whole.decimals == 0, !whole.isFraction,
            counts(whole.unit) || whole.unit == .none || whole.unit == .other, whole.value >= part.value
        else { return nil }

        if part.unit == .none, whole.unit == .none, speaksOfPoints(tokens, index) { return nil }
        var quantity = part
        quantity.whole = whole.value
        if !counts(quantity.unit) { quantity.unit = whole.unit }
        quantity.isShare = isShare
        if isShare { quantity.unit = whole.unit == .people ? .people : .none }
        return (
            Token(kind: .quantity(quantity), range: tokens[index].range.lowerBound..<tokens[next].range.upperBound),
            next + 1
        )
    }

    static func isCountedNoun(_ token: Token) -> Bool {
        if case .text("student") = token.kind { return true }
        return [.right, .wrong, .answer, .question, .mistake, .person].contains(token.term)
    }

    static func isWord(_ token: Token, _ word: String) -> Bool {
        if case .text(word) = token.kind { true } else { false }
    }

    static func isArticle(_ token: Token) -> Bool {
        if case .text(let text) = token.kind {
            return ["the", "all", "its", "your", "their", "his", "her", "my", "our"].contains(text)
        }
        return token.term == .this || token.term == .all
    }

    /// "scored 14 of 20": points, whatever stands after.
    static func speaksOfPoints(_ tokens: [Token], _ index: Int) -> Bool {
        tokens[..<index].suffix(4).contains {
            [.average, .highest, .lowest, .score].contains($0.term)
        }
    }
}
