/// Which of two, which place, what order.
extension Check {
    /// "the stronger part" where there are two.
    mutating func checkComparativesOfTwo() {
        guard sheet.types.count == 2, passage.isEnglish, !passage.terms.contains(.than) else { return }
        for index in tokens.indices where tokens[index].term == .higher || tokens[index].term == .lower {
            guard index > 0, let group = passage.group(before: index, kinds: [.types], sameClause: true),
                group.elements.count == 1, let type = group.elements.first,
                !contains(following(index, most: 2), [.above, .below, .average])
            else { continue }
            let other = sheet.types[1 - type].rate
            let holds = tokens[index].term == .higher ? sheet.types[type].rate > other : sheet.types[type].rate < other
            if !holds {
                report(
                    .rank, group.tokens.lowerBound..<index + 1, "순위가 자료와 다릅니다.", "The data rank the two differently.")
            }
        }
    }

    /// "Reading came second, Grammar last".
    mutating func checkPlaces() {
        guard passage.isEnglish else { return }
        for index in tokens.indices {
            var superlative: Superlative?
            if isWord(index, ["last"]), index > 0, tokens[index - 1].isSubject {
                superlative = Superlative(index: index, last: index, isLow: true, rank: 1)
            }
            if tokens[index].term == .next, Names.lowercased(passage.quote(index..<index + 1)) == "came second" {
                superlative = Superlative(index: index, last: index, isLow: false, rank: 2)
            }
            guard let superlative, let group = passage.group(before: index, kinds: [.types], sameClause: true),
                group.elements.count == 1
            else { continue }
            if !isRanked(group, superlative) {
                report(
                    .rank, group.tokens.lowerBound..<index + 1, "순위가 자료와 다릅니다.",
                    "The data rank “\(passage.quote(group.tokens))” differently.")
            }
        }
    }

    /// "X, followed by Y", `X, 그다음으로 Y`: Y is not before X, and nothing of its kind stands between.
    mutating func checkFollowers() {
        guard let superlative = superlatives().first else { return }
        for index in tokens.indices where tokens[index].term == .next && index > superlative.last {
            let before = passage.groups.last { $0.tokens.upperBound <= index && $0.kind != .grades }
            let after = passage.groups.first { $0.tokens.lowerBound > index && $0.kind != .grades }
            let said = Names.lowercased(passage.quote(index..<index + 1))
            let isBackwards = said.hasPrefix("뒤를") || said == "followed"
            let earlier =
                isBackwards
                ? before.flatMap { last in
                    passage.groups.last { $0.tokens.upperBound <= last.tokens.lowerBound && $0.kind == last.kind }
                } : before
            let later = isBackwards ? before : after
            guard let earlier, let later, earlier.kind == later.kind, !earlier.isWeak, !later.isWeak else { continue }
            let one = earlier.elements.compactMap { orderValue(earlier.kind, $0) }
            let other = later.elements.compactMap { orderValue(later.kind, $0) }
            guard let highest = one.max(), let lowest = one.min(), let top = other.max(), let bottom = other.min()
            else { continue }
            if superlative.isLow ? bottom < highest - 1e-9 : top > lowest + 1e-9 {
                report(
                    .rank, earlier.tokens.lowerBound..<later.tokens.upperBound, "순서가 자료와 다릅니다.",
                    "The data give another order.")
            }
        }
    }

    /// `19번, 16번, 18번 순`, `어려운 순서로 늘어놓으면 21번, 17번`, "40, 33 and 27, in that order".
    mutating func checkOrders() {
        for index in tokens.indices where isOrderWord(index) {
            guard let groups = orderedGroups(index), let kind = groups.first?.kind else { continue }
            let elements = groups.flatMap(\.elements)
            let values = elements.compactMap { orderValue(kind, $0) }
            guard values.count == elements.count, values.count > 1 else { continue }
            let (low, high) = orderDirection(index)
            let rises = zip(values, values.dropFirst()).allSatisfy { $0 <= $1 + 1e-9 }
            let falls = zip(values, values.dropFirst()).allSatisfy { $0 >= $1 - 1e-9 }
            let isByNumber = zip(elements, elements.dropFirst()).allSatisfy { $0 < $1 } && kind == .questions
            let holds = low == high ? rises || falls || isAdvice || isByNumber : (low ? rises : falls)
            if !holds {
                report(
                    .rank,
                    (groups.first?.tokens.lowerBound ?? index)..<max(index, groups.last?.tokens.upperBound ?? 0) + 1,
                    "순서가 자료와 다릅니다.", "The data give another order.")
            }
        }
    }

    private func isOrderWord(_ index: Int) -> Bool {
        if index + 1 < tokens.count, case .ordinal = tokens[index + 1].kind { return false }
        if tokens[index].term == .order {
            return !passage.isEnglish || Names.lowercased(passage.quote(index..<index + 1)) == "in that order"
                || contains(following(index, most: 3), [.hard, .easy])
                || index + 1 < tokens.count && tokens[index + 1].term == .of
        }
        return passage.isEnglish && isWord(index, ["order"])
            || isTextBeginning(index, ["차례로", "차례대로", "내림차순", "오름차순"])
    }

    /// The list that is in order: before the word, or after it when nothing is.
    private func orderedGroups(_ index: Int) -> [Group]? {
        func list(_ groups: [Group]) -> [Group]? {
            guard let kind = groups.last?.kind else { return nil }
            let same = groups.filter { $0.kind == kind }
            return same.flatMap(\.elements).count > 1 ? same : nil
        }
        let known = passage.groups.filter { !$0.isWeak && !$0.isAttribute }
        if let before = list(known.filter { $0.tokens.upperBound <= index }) { return before }
        let after = known.filter { $0.tokens.lowerBound > index }
        guard let kind = after.first?.kind else { return nil }
        return list(Array(after.prefix { $0.kind == kind }))
    }

    /// Whether the order begins with the lowest rates, or with the highest.
    private func orderDirection(_ index: Int) -> (low: Bool, high: Bool) {
        if isTextBeginning(index, ["내림차순"]) || isWord(index - 1, ["descending"]) { return (false, true) }
        if isTextBeginning(index, ["오름차순"]) || isWord(index - 1, ["ascending"]) { return (true, false) }
        let near = tokens.indices.filter { $0 < index && $0 >= index - 3 }.compactMap { tokens[$0].term }
        let lows: Set<Term> = [.hard, .lower, .weak, .hardest, .weakest, .lowest, .fewer]
        let highs: Set<Term> = [.easy, .higher, .strong, .more, .easiest, .strongest, .highest]
        // What the clauses up to the order say, not what is said of it afterwards.
        let said = tokens.indices.filter { passage.clause[$0] <= passage.clause[index] }.compactMap { tokens[$0].term }
        for terms in [Set(near), Set(said)] {
            var (low, high) = (!terms.isDisjoint(with: lows), !terms.isDisjoint(with: highs))
            if passage.terms.contains(.incorrectRate), terms.isDisjoint(with: [.hard, .easy, .hardest, .easiest]) {
                swap(&low, &high)
            }
            if low != high { return (low, high) }
        }
        return (false, false)
    }

    func orderValue(_ kind: Group.Kind, _ element: Int) -> Double? {
        switch kind {
        case .questions: sheet.questions[element]?.rate
        case .types:
            sheet.types.indices.contains(element)
                ? (passage.terms.contains(.wrong) || passage.terms.contains(.mistake)
                    ? sheet.types[element].wrong.map(Double.init) : sheet.types[element].rate) : nil
        case .grades: sheet.grades.first { $0.grade == element }.map { Double($0.count) } ?? 0
        }
    }
}
