/// How many questions.
extension Check {
    mutating func checkCount(_ index: Int, _ quantity: Quantity) {
        let polarity = polarity(of: index)
        if index > 0, case .grades = tokens[index - 1].kind, !tokens[index - 1].ending.isEmpty {
            return reportNumber(.count, index)
        }
        if index + 1 < tokens.count, isAmongWord(index + 1) {
            let wholes =
                [sheet.questionCount, sheet.wrongCount, sheet.rightCount].compactMap(\.self)
                + (passage.groups + context.groups).filter { $0.kind == .types }.flatMap(\.elements).map {
                    sheet.types.indices.contains($0) ? sheet.types[$0].total : 0
                } + [context.questionLists.last?.count ?? 0]
            if wholes.contains(where: { Agreement.holdsAsCount(quantity, $0) }) { return }
        }
        if quantity.value == 0, quantity.bound == nil, let holds = holdsAsNone(index, polarity) {
            if !holds { reportNumber(.count, index) }
            return
        }
        if let type = typeBeside(index) {
            if sheet.isStudent, saysAllRight(index), sheet.types.indices.contains(type), sheet.types[type].wrong != 0 {
                return reportNumber(.count, index)
            }
            let facts = counts(ofType: type, polarity) + bounded(type: type)
            if facts.contains(where: { Agreement.holdsAsCount(quantity, $0) }) { return }
            if !isAdvice || !quantity.isWord { return reportNumber(.count, index) }
        }
        if let type = typeAfter(index) {
            if ofType(type, polarity).contains(where: { Agreement.holdsAsCount(quantity, $0) }) { return }
            return reportNumber(.count, index)
        }
        if countFacts(index, polarity).contains(where: { Agreement.holdsAsCount(quantity, $0) }) { return }
        if isAdvice, !isAnaphor(index), polarity == .any { return }
        if quantity.value <= 1, quantity.isWord { return }
        if isChosenNumber(index, quantity) || isApiece(index, quantity, polarity) { return }
        reportNumber(.count, index)
    }

    /// `틀린 문항은 0문항`: of the types of the clause, of what a bound holds for, or of all; nil when unknown.
    private func holdsAsNone(_ index: Int, _ polarity: Polarity) -> Bool? {
        let types = passage.groups.filter {
            $0.kind == .types && passage.clause[$0.tokens.lowerBound] == passage.clause[index]
        }.flatMap(\.elements).filter { sheet.types.indices.contains($0) }
        if !ownBounds().isEmpty {
            return (types.isEmpty ? bounded(type: nil) : types.flatMap { bounded(type: $0) }).contains(0)
        }
        let (right, wrong) =
            types.isEmpty
            ? ([sheet.rightCount], [sheet.wrongCount])
            : (types.map { sheet.types[$0].right }, types.map { sheet.types[$0].wrong })
        let counts = ((polarity == .wrong ? [] : right) + (polarity == .right ? [] : wrong)).compactMap(\.self)
        return counts.isEmpty ? nil : counts.contains(0)
    }

    /// `가장 어려운 세 문항`, "the three hardest questions": as many as the writer likes.
    func isChosenNumber(_ index: Int, _ quantity: Quantity) -> Bool {
        guard quantity.bound == nil, let total = sheet.isStudent ? sheet.wrongCount : sheet.questionCount,
            quantity.value <= Double(total)
        else { return false }
        let superlatives: Set<Term> = [.hardest, .easiest, .most, .highest, .lowest]
        return contains(preceding(index, most: 4), superlatives)
            || passage.isEnglish && contains(index + 1..<min(index + 3, tokens.count), superlatives)
    }

    /// `각각 두 문항씩`, "two each": of the types that are spoken of.
    func isApiece(_ index: Int, _ quantity: Quantity, _ polarity: Polarity) -> Bool {
        guard tokens[index].ending.hasPrefix("씩") || has(.each, inClauseOf: index) else { return false }
        return sheet.types.indices.contains { type in
            counts(ofType: type, polarity).contains { Agreement.holdsAsCount(quantity, $0) }
        }
    }

    /// `세 문항은 어휘에서`, "three were in reading", "five of them in vocabulary".
    func typeAfter(_ index: Int) -> Int? {
        guard let group = passage.group(after: index, kinds: [.types]), !group.isWeak, group.elements.count == 1 else {
            return nil
        }
        let between = index + 1..<group.tokens.lowerBound
        if passage.isEnglish {
            guard between.count >= 1, between.count <= 4,
                between.contains(where: {
                    tokens[$0].term == .in_ || isWord($0, ["from", "to", "in"]) || tokens[$0].term == .from
                        || tokens[$0].term == .to
                })
            else { return nil }
            return between.allSatisfy {
                [.is_, .in_, .of, .this, .from, .to, .question, .wrong].contains(tokens[$0].term)
                    || isWord($0, ["come", "came", "belong", "them", "from", "in", "to"])
            } ? group.elements.first : nil
        }
        guard between.isEmpty, ["은", "는", "이", "가"].contains(tokens[index].ending) else { return nil }
        let ending = tokens[group.tokens.upperBound - 1].ending
        return ending.hasPrefix("에서") || ending.hasPrefix("입니") || ending.hasPrefix("이었") || ending.hasPrefix("예요")
            ? group.elements.first : nil
    }

    func ofType(_ type: Int, _ polarity: Polarity) -> [Int] {
        guard sheet.types.indices.contains(type) else { return [] }
        let lists = passage.groups.filter { $0.kind == .questions }.map(\.elements) + context.questionLists.suffix(2)
        var facts = lists.map { list in list.count { sheet.questions[$0]?.type == type } } + bounded(type: type)
        let terms = Set(passage.terms)
        let isWrong =
            polarity == .wrong
            || (polarity == .any && terms.contains(.mistake) || terms.contains(.wrong)) && !terms.contains(.right)
        facts +=
            isWrong && sheet.isStudent ? [sheet.types[type].wrong].compactMap(\.self) : counts(ofType: type, polarity)
        return facts
    }

    func isAmongWord(_ index: Int) -> Bool {
        guard tokens.indices.contains(index) else { return false }
        if case .text(let text) = tokens[index].kind { return text == "중" || text.hasPrefix("가운데") || text == "중에서" }
        return false
    }

    /// `네 문항과 여섯 문항을 전부 맞혔습니다`.
    func saysAllRight(_ index: Int) -> Bool {
        let after = tokens.indices.filter { $0 > index && passage.clause[$0] == passage.clause[index] }
        return after.contains { place in
            tokens[place].term == .all && place + 1 < tokens.count && tokens[place + 1].term == .right
        }
    }

    enum Polarity { case any, right, wrong }

    /// Whether right or wrong answers are counted.
    func polarity(of index: Int) -> Polarity {
        let near = Array(following(index, most: 5)) + (preceding(index, most: 2))
        let saysRight = near.contains { tokens[$0].term == .right }
        let saysWrong = near.contains { [.wrong, .mistake].contains(tokens[$0].term) }
        if saysRight == saysWrong { return .any }
        return saysRight ? .right : .wrong
    }

    /// `빈칸 추론 네 문항`, `어휘는 12문항`, "its four questions".
    func typeBeside(_ index: Int) -> Int? {
        guard let group = passage.groups.last(where: { $0.tokens.upperBound <= index && $0.kind == .types }),
            group.elements.count == 1, !group.isWeak,
            passage.clause[group.tokens.upperBound - 1] == passage.clause[index]
        else { return nil }
        let between = group.tokens.upperBound..<index
        let allowed = between.allSatisfy {
            isMark($0, "(") || isMark($0, ":") || tokens[$0].term == .only || tokens[$0].term == .all
                || tokens[$0].term == .typeNoun || tokens[$0].term == .wrong || tokens[$0].term == .right
        }
        return allowed && between.count <= 2 ? group.elements.first : nil
    }

    func isAnaphor(_ index: Int) -> Bool { index > 0 && tokens[index - 1].term == .this }

    func counts(ofType type: Int, _ polarity: Polarity) -> [Int] {
        guard sheet.types.indices.contains(type) else { return [] }
        let sheetType = sheet.types[type]
        switch polarity {
        case .right:
            return [
                sheetType.right, sheetType.wrong == 0 ? sheetType.total : nil, sheet.isStudent ? nil : sheetType.total,
            ].compactMap(\.self)
        case .wrong:
            return [
                sheetType.wrong, sheetType.right == 0 ? sheetType.total : nil, sheet.isStudent ? nil : sheetType.total,
            ].compactMap(\.self)
        case .any: return [sheetType.total, sheetType.right, sheetType.wrong].compactMap(\.self)
        }
    }
}
