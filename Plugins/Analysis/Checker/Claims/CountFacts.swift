/// What a number of questions may be where it stands.
extension Check {
    /// How many of a type a bound of the sentence holds for.
    func bounded(type: Int?) -> [Int] {
        bounds().flatMap { bound in
            let chosen = sheet.questions(ofType: type)
            let right = chosen.count { bound.contains($0.rate) }
            return [right]
                + (passage.terms.contains(.incorrectRate) || passage.terms.contains(.wrong)
                    ? [chosen.count { bound.contains($0.wrongRate) }] : [])
        }
    }

    /// Bounds of rates in the sentence, extremes too: `아무도 맞히지 못한`.
    func bounds() -> [Bound] {
        let own = ownBounds()
        return own.isEmpty || passage.terms.contains(.this) ? own + context.bounds : own
    }

    func ownBounds() -> [Bound] {
        var bounds = tokens.compactMap { token -> Bound? in
            guard let quantity = token.quantity, quantity.unit == .percent || quantity.isFraction || quantity.isShare
            else { return nil }
            if quantity.isShare, let whole = quantity.whole, let bound = quantity.bound, whole > 0 {
                return Bound(
                    low: bound.low / whole * 100, high: bound.high / whole * 100, includesLow: bound.includesLow,
                    includesHigh: bound.includesHigh)
            }
            return quantity.bound
        }
        if bounds.count == 2, bounds[0].low < bounds[1].high, bounds[0].low.isFinite, bounds[1].high.isFinite,
            bounds[0].high.isInfinite, bounds[1].low.isInfinite
        {
            bounds.append(
                Bound(
                    low: bounds[0].low, high: bounds[1].high, includesLow: bounds[0].includesLow,
                    includesHigh: bounds[1].includesHigh))
        }
        if passage.terms.contains(.nobody) { bounds.append(.atMost(0)) }
        if passage.terms.contains(.all) || passage.terms.contains(.overall) { bounds.append(.atLeast(100)) }
        return bounds
    }

    func countFacts(_ index: Int, _ polarity: Polarity) -> [Int] {
        var counts: [Int] = []
        switch polarity {
        case .right: counts += [sheet.rightCount, sheet.isStudent ? nil : sheet.questionCount].compactMap(\.self)
        case .wrong: counts += [sheet.wrongCount, sheet.isStudent ? nil : sheet.questionCount].compactMap(\.self)
        case .any: counts += [sheet.questionCount, sheet.rightCount, sheet.wrongCount].compactMap(\.self)
        }
        // Of several types together.
        let together = Set((passage.groups + context.groups).filter { $0.kind == .types }.flatMap(\.elements)).filter {
            sheet.types.indices.contains($0)
        }
        let isTogether =
            tokens.contains { $0.quantity?.unit == .typeCount }
            || tokens.indices.contains { isWord($0, ["together", "combined", "합쳐", "합치면", "합하면", "합해"]) }
        if isTogether, together.count > 1,
            tokens.indices.contains(where: { isTextBeginning($0, ["합치", "합쳐", "합하", "합해"]) })
        {
            let sums = [\FactSheet.TypeSheet.right, \.wrong].map { path in
                together.reduce(0) { $0 &+ (sheet.types[$1][keyPath: path] ?? 0) }
            }
            return sums + [together.reduce(0) { $0 &+ sheet.types[$1].total }] + bounded(type: nil)
        }
        if isTogether {
            counts.append(together.reduce(0) { $0 &+ sheet.types[$1].total })
            counts.append(together.reduce(0) { $0 &+ (sheet.types[$1].right ?? 0) })
            counts.append(together.reduce(0) { $0 &+ (sheet.types[$1].wrong ?? 0) })
        }
        // Those that have a type.
        counts.append(sheet.types.reduce(0) { $0 &+ $1.total })
        let sentenceTypes = passage.groups.filter { $0.kind == .types }
        if passage.isEnglish, sentenceTypes.isEmpty {
            for type in sheet.types.indices { counts += self.counts(ofType: type, polarity) }
        }
        let types = sentenceTypes.isEmpty ? context.groups.filter { $0.kind == .types } : sentenceTypes
        for group in types {
            for type in group.elements { counts += self.counts(ofType: type, polarity) + bounded(type: type) }
        }
        counts += bounded(type: nil)
        counts += sizesByStatedRate
        if passage.terms.contains(.unmarked) { counts.append(sheet.questions.values.count { $0.selected == "무효" }) }
        let lists = passage.groups.filter { $0.kind == .questions }.map(\.elements)
        counts += lists.map(\.count)
        let listed = Set(lists.flatMap(\.self))
        counts.append(listed.count)
        counts += sizesTogether(listed)
        if passage.terms.contains(.this) { counts += context.questionLists.map(\.count) }
        if let last = context.questionLists.last { counts += [last.count, Set(last).union(listed).count] }
        let before = Set(context.groups.filter { $0.kind == .questions }.flatMap(\.elements))
        counts += [before.count, before.union(listed).count]
        if passage.terms.contains(.rest), let total = sheet.questionCount {
            counts += [total - listed.count, total - before.union(listed).count]
            if let wrong = sheet.wrongCount { counts += [wrong - listed.count, wrong - before.union(listed).count] }
        }
        if !Set(passage.terms).isDisjoint(with: [.hard, .easy]) {
            for limit in [20.0, 40, 60, 80] {
                counts += [sheet.ranked.count { $0.rate < limit }, sheet.ranked.count { $0.rate >= limit }]
            }
        }
        if !Set(passage.terms).isDisjoint(with: [.most, .hardest, .easiest]), !listed.isEmpty {
            counts.append(listed.count)
        }
        return counts.filter { $0 > 0 }
    }

    /// `정답률이 14.3%로 가장 낮은 문항이 4개`: how many have a rate that the sentence says.
    var sizesByStatedRate: [Int] {
        statedRates.flatMap { rate in
            [sheet.ranked.count { Agreement.holds(rate, $0.rate) }]
                + sheet.types.indices.map { type in
                    sheet.questions(ofType: type).count { Agreement.holds(rate, $0.rate) }
                }
        }
    }

    var statedRates: [Quantity] {
        Array(
            tokens.compactMap(\.quantity).filter { ($0.unit == .percent || $0.isFraction) && $0.bound == nil }.prefix(
                12))
    }

    /// `이 두 문제`: the questions of the last sentences together.
    private func sizesTogether(_ listed: Set<Int>) -> [Int] {
        guard passage.terms.contains(.this) else { return [] }
        var together = listed
        return context.questionLists.reversed().map { list in
            together.formUnion(list)
            return together.count
        }
    }
}
