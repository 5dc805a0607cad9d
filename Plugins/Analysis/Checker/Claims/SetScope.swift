/// Of which questions a bound is said.
extension Check {
    var saysWrong: Bool {
        passage.terms.contains(.incorrectRate) || (!sheet.isStudent && passage.terms.contains(.wrong))
    }

    var scopeTypes: [Int] {
        let own = passage.groups.filter { $0.kind == .types }.flatMap(\.elements)
        return own + context.groups.filter { $0.kind == .types }.flatMap(\.elements)
    }

    /// The questions that the bound is said of.
    func listedQuestions(_ index: Int) -> [Int] {
        let clause = passage.clause[index]
        let groups = passage.groups.filter { $0.kind == .questions && !$0.isWeak }
        if let before = groups.last(where: { $0.tokens.upperBound <= index }),
            passage.clause[before.tokens.upperBound - 1] == clause || !speaksOfSet(index) && !blocks(before, index)
        {
            return before.elements
        }
        // `80% 이상인 문항은 4번과 16번`: the list comes after, with no number of its own before it.
        guard let after = groups.first(where: { $0.tokens.lowerBound > index }) else { return [] }
        let between = index + 1..<after.tokens.lowerBound
        let isNear = !between.contains { tokens[$0].quantity.map { $0.unit == .percent } == true }
        let follows =
            passage.clause[after.tokens.lowerBound] == clause
            || (between.count <= 6 && between.contains { isMark($0, ":") || isMark($0, ",") } && speaksOfSet(index)
                && isList(after))
        return isNear && follows ? after.elements : []
    }

    func isList(_ group: Group) -> Bool {
        let end = group.tokens.upperBound
        return end >= tokens.count || isMark(end, ".") || isMark(end, ",") || isMark(end, "—")
            || tokens[end].quantity?.unit == .pieces || tokens[end].quantity?.unit == .questions
    }

    /// Another subject stands between.
    func blocks(_ group: Group, _ index: Int) -> Bool {
        passage.groups.contains {
            $0.tokens.lowerBound >= group.tokens.upperBound && $0.tokens.upperBound <= index && $0.kind == .types
        }
    }

    /// `문항`, "questions" beside the bound: all that it holds for.
    func speaksOfSet(_ index: Int) -> Bool {
        tokens.indices.contains { place in
            passage.clause[place] == passage.clause[index]
                && (tokens[place].term == .question
                    || (place != index
                        && (tokens[place].quantity?.unit == .questions || tokens[place].quantity?.unit == .pieces)))
        }
    }

    func isRest(_ index: Int) -> Bool {
        has(.rest, inClauseOf: index) && (passage.isEnglish || speaksOfSet(index))
    }

    func saysOnly(_ index: Int) -> Bool {
        let clause = tokens.indices.filter { passage.clause[$0] == passage.clause[index] }
        return clause.contains { place in
            (tokens[place].term == .only && passage.isEnglish && place + 1 < tokens.count
                && tokens[place + 1].isSubject)
                || (!passage.isEnglish && tokens[place].isSubject
                    && (tokens[place].ending.hasPrefix("만") || tokens[place].ending.hasPrefix("뿐")))
        }
    }

    func saysNobody(_ index: Int) -> Bool {
        guard has(.nobody, inClauseOf: index) else { return false }
        return passage.isEnglish
            ? contains(preceding(index, most: 12), [.nobody]) : contains(following(index, most: 8), [.nobody])
    }
}
