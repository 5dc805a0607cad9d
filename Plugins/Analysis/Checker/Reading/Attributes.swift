/// Types that are named to say what kind of question is spoken of, or among which.
extension Passage {
    static func described(_ groups: [Group], _ tokens: [Token]) -> [Group] {
        var groups = groups
        for index in groups.indices where groups[index].kind == .types {
            let previous = index > 0 ? groups[index - 1] : nil
            groups[index].isAttribute =
                isScope(groups[index], tokens)
                || previous.map { isDescribed($0, groups[index], tokens) } ?? false
        }
        return groups
    }

    /// `독해 문항 중`, `문법 영역 가운데`.
    private static func isScope(_ group: Group, _ tokens: [Token]) -> Bool {
        var next = group.tokens.upperBound
        while next < tokens.count, next < group.tokens.upperBound + 2, isQuestionNoun(tokens[next]) { next += 1 }
        guard next < tokens.count, case .text(let text) = tokens[next].kind else { return false }
        return text == "중" || text.hasPrefix("중에") || text.hasPrefix("가운데")
    }

    /// "question 15 in non-fiction reading", "question 24, a literature item (문학)", `24번은 같은 근현대인데도`.
    private static func isDescribed(_ one: Group, _ other: Group, _ tokens: [Token]) -> Bool {
        let between = one.tokens.upperBound..<other.tokens.lowerBound
        if one.kind == .types {
            return one.isAttribute && one.elements.last == other.elements.first && between.count <= 3
                && between.last.map { isBracket(tokens[$0]) } == true
        }
        guard one.kind == .questions, between.count <= 4 else { return false }
        let end = other.tokens.upperBound - 1
        if isPredicate(tokens[end].ending) { return between.allSatisfy { isLink(tokens[$0]) } }
        let isOfQuestions = end + 1 < tokens.count && isQuestionNoun(tokens[end + 1])
        let isDirect = !between.isEmpty && between.allSatisfy { isLink(tokens[$0]) && !isComma(tokens[$0]) }
        // "question 9, from reading, had".
        let isInserted =
            between.count == 2 && isComma(tokens[between.lowerBound]) && end + 1 < tokens.count
            && isComma(tokens[end + 1]) && [.from, .in_, .of].contains(tokens[between.lowerBound + 1].term)
        return isDirect || isInserted
            || isOfQuestions && between.allSatisfy { isLink(tokens[$0]) } && tokens[end].ending.isEmpty
    }

    /// `문법인데도`, `듣기이고`.
    static func isPredicate(_ ending: String) -> Bool {
        ["인데", "이고", "이며", "이지", "이라", "였", "이었", "입니", "예요", "이에", "이어서", "여서"].contains { ending.hasPrefix($0) }
    }

    static func isQuestionNoun(_ token: Token) -> Bool { token.term == .question || token.term == .typeNoun }

    private static func isBracket(_ token: Token) -> Bool {
        if case .mark("(") = token.kind { true } else { false }
    }

    private static func isComma(_ token: Token) -> Bool {
        if case .mark(",") = token.kind { true } else { false }
    }

    private static func isLink(_ token: Token) -> Bool {
        switch token.kind {
        case .mark("("), .mark(","), .mark(":"), .term(.typeNoun), .term(.in_), .term(.of), .term(.from), .term(.to),
            .term(.same), .term(.both),
            .term(.all):
            true
        case .text(let text):
            [
                "a", "an", "the", "in", "from", "of", "which", "is", "another", "belongs", "belong", "to", "comes",
                "come", "역시", "또한",
            ].contains(text)
        default: false
        }
    }
}
