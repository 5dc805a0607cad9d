/// Hardest and easiest, weakest and strongest, second and last.
struct Superlative {
    enum Measure { case rate, wrongCount }

    var index: Int
    /// The token that ends it: the adjective.
    var last: Int
    var isLow: Bool
    var rank: Int
    var measure = Measure.rate
    /// What can be it; nil for either.
    var kind: Group.Kind?
    /// `2위`, "ranked 3rd": the place itself is said.
    var isPlace = false
}

extension Check {
    mutating func checkRanks() {
        for superlative in superlatives() {
            guard var group = subject(of: superlative) else { continue }
            group.elements = placed(group, superlative)
            if isInOrder(superlative) && group.elements.count == 1 && passage.groups.count > 1 { continue }
            guard !isRanked(group, superlative) else { continue }
            let range =
                min(group.tokens.lowerBound, superlative.index)..<max(group.tokens.upperBound, superlative.last + 1)
            report(
                .rank, range, "순위가 자료와 다릅니다: ‘\(passage.quote(group.tokens))’.",
                "The data rank “\(passage.quote(group.tokens))” differently.")
        }
        checkComparativesOfTwo()
        checkPlaces()
    }

    /// `9번과 8번은 어려운 순서로 1위와 2위`: the one of the list that the place is of.
    private func placed(_ group: Group, _ superlative: Superlative) -> [Int] {
        guard superlative.isPlace, group.elements.count > 1 else { return group.elements }
        let places = tokens.indices.filter { place in
            guard passage.clause[place] == passage.clause[superlative.index], case .ordinal = tokens[place].kind else {
                return false
            }
            return true
        }
        guard places.count == group.elements.count, let place = places.firstIndex(of: superlative.index) else {
            return group.elements
        }
        return [group.elements[place]]
    }

    /// Whether an ordered list says what the superlative means: one that has ended before its clause does not.
    private func isInOrder(_ superlative: Superlative) -> Bool {
        guard !superlative.isPlace else { return false }
        return tokens.indices.contains {
            tokens[$0].term == .order && passage.clause[$0] >= passage.clause[superlative.index]
        }
    }

    func superlatives() -> [Superlative] {
        tokens.indices.compactMap { index in passage.isEnglish ? englishSuperlative(index) : koreanSuperlative(index) }
    }

    func koreanSuperlative(_ index: Int) -> Superlative? {
        var rank = 1
        switch tokens[index].kind {
        case .term(.most): break
        case .ordinal(let number):
            if let place = koreanPlace(index, number) { return place }
            rank = number
        case .term(.top), .term(.bottom): return listedAtEnd(index)
        default: return nil
        }
        var next = index + 1
        while next < tokens.count, next <= index + 3 {
            guard let term = tokens[next].term else {
                if case .text = tokens[next].kind {
                    next += 1
                    continue
                }
                return nil
            }
            let isInverse = tokens.indices.contains {
                $0 < index && passage.clause[$0] == passage.clause[index] && tokens[$0].term == .incorrectRate
            }
            var found = Superlative(index: index, last: next, isLow: true, rank: rank)
            switch term {
            case .hard: found.kind = next + 1 < tokens.count && tokens[next + 1].term == .typeNoun ? .types : nil
            case .weak: found.kind = .types
            case .lower: found.isLow = !isInverse
            case .easy: found.isLow = false
            case .strong: (found.isLow, found.kind) = (false, .types)
            case .higher: found.isLow = isInverse
            case .more where sheet.isStudent && !Set(passage.terms).isDisjoint(with: [.wrong, .mistake]):
                (found.isLow, found.measure, found.kind) = (false, .wrongCount, .types)
            case .person, .right, .wrong, .typeNoun, .question:
                next += 1
                continue
            default: return nil
            }
            return found
        }
        return nil
    }

    /// `어려운 순서로 2위`, `정답률이 낮은 순으로 두 번째`, `오답률 1위`: the measure stands before the place.
    private func koreanPlace(_ index: Int, _ rank: Int) -> Superlative? {
        let before = preceding(index, most: 5)
        let isInverse = before.contains { tokens[$0].term == .incorrectRate }
        var found = Superlative(index: index, last: index, isLow: true, rank: rank, isPlace: true)
        if let order = before.last(where: { tokens[$0].term == .order }), order > before.lowerBound {
            switch tokens[order - 1].term {
            case .hard: break
            case .lower: found.isLow = !isInverse
            case .weak: found.kind = .types
            case .easy: found.isLow = false
            case .strong: (found.isLow, found.kind) = (false, .types)
            case .higher: found.isLow = isInverse
            default: return nil
            }
            return found
        }
        // `난이도 1위`, `어려운 문항 1위`.
        if isTextBeginning(index - 1, ["난이도", "난도"]) { return found }
        if index > 1, tokens[index - 1].term == .question, tokens[index - 1].ending.isEmpty,
            tokens[index - 2].term == .hard || tokens[index - 2].term == .easy
        {
            (found.isLow, found.kind) = (tokens[index - 2].term == .hard, .questions)
            return found
        }
        guard index > 0, tokens[index].range.count >= 2, passage.quote(index..<index + 1).contains("위"),
            tokens[index - 1].term == .correctRate || tokens[index - 1].term == .incorrectRate
        else { return nil }
        found.isLow = isInverse
        return found
    }

    /// `정답률 상위 세 문항은 10번, 1번, 4번`.
    private func listedAtEnd(_ index: Int) -> Superlative? {
        let next = index + 1..<min(index + 3, tokens.count)
        guard
            let last = next.last(where: {
                tokens[$0].term == .question && ["은", "는"].contains(tokens[$0].ending)
                    || tokens[$0].quantity.map { $0.unit == .questions || $0.unit == .pieces } ?? false
            }), last + 1 < tokens.count, tokens[last + 1].isSubject
        else { return nil }
        return Superlative(
            index: index, last: last, isLow: tokens[index].term == .bottom, rank: 1, kind: .questions)
    }

    func englishSuperlative(_ index: Int) -> Superlative? {
        // "hardest rank 2": the place is said, not the first.
        if isWord(index + 1, ["rank"]) { return nil }
        var found = Superlative(index: index, last: index, isLow: true, rank: 1)
        if case .ordinal(let rank) = tokens[index].kind, index > 0,
            isWord(index - 1, ["ranked", "ranks", "rank", "came", "comes", "placed"]),
            isWord(index + 1, ["in", "by"]) || index + 1 < tokens.count && tokens[index + 1].term == .in_
        {
            let isHard = following(index, most: 2).contains { isWord($0, ["difficulty"]) }
            if isHard || contains(following(index, most: 3), [.correctRate]) {
                return Superlative(index: index, last: index, isLow: isHard, rank: rank, isPlace: true)
            }
        }
        switch tokens[index].term {
        case .hardest: found.isLow = true
        case .easiest: found.isLow = false
        case .weakest: found.kind = .types
        case .strongest: (found.isLow, found.kind) = (false, .types)
        case .highest, .lowest:
            let next = following(index, most: 2)
            guard
                contains(next, [.correctRate, .typeNoun])
                    || (index > 0 && tokens[index - 1].term == .is_
                        && passage.groups.contains {
                            $0.tokens.upperBound <= index && $0.kind != .grades
                                && passage.clause[$0.tokens.lowerBound] == passage.clause[index]
                        })
            else { return nil }
            found.isLow = tokens[index].term == .lowest
            if contains(next, [.incorrectRate]) { found.isLow.toggle() }
        default: return nil
        }
        if index > 0, case .ordinal(let rank) = tokens[index - 1].kind { (found.rank, found.index) = (rank, index - 1) }
        if contains(following(index, most: 2), [.typeNoun]) { found.kind = .types }
        if contains(following(index, most: 2), [.question]) { found.kind = .questions }
        return found
    }

    // MARK: Whose rank it is

    func subject(of superlative: Superlative) -> Group? {
        guard let kind = superlative.kind else {
            var named = superlative
            named.kind = .questions
            if let group = subject(of: named) { return group }
            named.kind = .types
            return subject(of: named)
        }
        if isOfUnnamed(superlative) { return nil }
        let kinds: Set<Group.Kind> = [kind]
        let before = groupNear(before: superlative.index, kinds: kinds, sameClause: true)
        let after = groupNear(after: superlative.last, kinds: kinds)
        if passage.isEnglish {
            if let before { return before }
            return after ?? groupNear(before: superlative.index, kinds: kinds, sameClause: false)
        }
        if [.top, .bottom].contains(tokens[superlative.index].term) { return after }
        guard isAdnominal(superlative.last) else {
            return before ?? groupNear(before: superlative.index, kinds: kinds, sameClause: false)
        }
        // `가장 약한 유형으로` is said of what was before, `가장 약한 유형은` of what comes.
        let next = superlative.last + 1
        if next < tokens.count, !tokens[next].isSubject {
            let ending = genericEnding(next)
            let isTopic = ["은", "는", "이", "가", "인", "도"].contains(ending)
            if !isTopic, let before { return before }
        }
        return after ?? before ?? groupNear(before: superlative.index, kinds: kinds, sameClause: false)
    }

    /// `가장 높은 유형이 3개`, "3 types share the lowest rate": how many, and no name.
    private func isOfUnnamed(_ superlative: Superlative) -> Bool {
        func counts(_ place: Int) -> Bool {
            tokens[place].quantity.map { [.typeCount, .questions, .pieces].contains($0.unit) && $0.bound == nil }
                ?? false
        }
        if passage.isEnglish {
            let near = max(0, superlative.index - 4)..<superlative.index
            guard near.contains(where: { isWord($0, ["have", "had", "reached", "tie"]) || tokens[$0].term == .share })
            else {
                return false
            }
            return near.last { tokens[$0].isSubject || counts($0) }.map { counts($0) } ?? false
        }
        guard isAdnominal(superlative.last) else { return false }
        let next = superlative.last + 1..<min(superlative.last + 4, tokens.count)
        return next.first { tokens[$0].isSubject || tokens[$0].quantity != nil }.map { counts($0) } ?? false
            && next.first.map { Passage.isQuestionNoun(tokens[$0]) && !tokens[$0].ending.isEmpty } == true
    }

    func genericEnding(_ index: Int) -> String {
        if case .text(let text) = tokens[index].kind { return text.unicodeScalars.last.map { String($0) } ?? "" }
        return tokens[index].ending
    }

    func isAdnominal(_ index: Int) -> Bool {
        let word = String(String.UnicodeScalarView(passage.text[tokens[index].range]))
        return Particles.isAdnominal(word)
    }

    func groupNear(before index: Int, kinds: Set<Group.Kind>, sameClause: Bool) -> Group? {
        let group = passage.groups.last { group in
            // `문법에서 가장`: among whom, not who.
            group.tokens.upperBound <= index && kinds.contains(group.kind) && !group.isWeak
                && !tokens[group.tokens.upperBound - 1].ending.hasPrefix("에서")
                && (!sameClause || passage.clause[group.tokens.upperBound - 1] == passage.clause[index])
        }
        return group
    }

    func groupNear(after index: Int, kinds: Set<Group.Kind>) -> Group? {
        let limit = superlativeLimit(after: index)
        return passage.groups.first {
            $0.tokens.lowerBound > index && $0.tokens.lowerBound < limit && kinds.contains($0.kind) && !$0.isWeak
        }
    }

    func superlativeLimit(after index: Int) -> Int {
        for next in (index + 1)..<max(index + 1, tokens.count) {
            if tokens[next].term == .most || (passage.clause[next] != passage.clause[index]) { return next }
        }
        return tokens.count
    }

    // MARK: Whether it is

    func isRanked(_ group: Group, _ superlative: Superlative) -> Bool {
        scopes(of: group, superlative).contains { scope in
            let known = group.elements.compactMap { scope[$0] }
            guard known.count == group.elements.count else { return false }
            return known.allSatisfy { value in
                let better = scope.values.count { superlative.isLow ? $0 < value - 1e-9 : $0 > value + 1e-9 }
                let same = scope.values.count { abs($0 - value) <= 1e-9 }
                return better <= superlative.rank + known.count - 2 && better + same >= superlative.rank
            }
        }
    }
}
