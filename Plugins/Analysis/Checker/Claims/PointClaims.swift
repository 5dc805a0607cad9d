/// Points: average, highest, lowest, the student's, and differences between them.
extension Check {
    mutating func checkPoints(_ index: Int, _ quantity: Quantity) {
        if let score = sheet.score, quantity.value < 0, has(.average, inClauseOf: index), score > sheet.average,
            Agreement.holdsAsDifference(quantity, score - sheet.average), !Agreement.holds(quantity, sheet.average)
        {
            return report(
                .direction, index..<index + 1, "높고 낮음이 자료와 다릅니다.",
                "The direction of the difference is not that of the data.")
        }
        if let holds = boundOfEverybody(index, quantity) {
            if !holds { reportNumber(.range, index) }
            return
        }
        if pointFacts(index).contains(where: { Agreement.holds(quantity, $0) }) { return }
        if isPointDifference(index) || allowsDifference(index),
            pointDifferences.contains(where: { Agreement.holdsAsDifference(quantity, $0) })
        {
            return
        }
        if derived(index, quantity).contains(where: { Agreement.holdsAsDifference(quantity, $0) }) { return }
        // Points of questions' rates are percentage points in loose English.
        if passage.isEnglish, isPointDifference(index),
            differences(near: index).contains(where: { Agreement.holdsAsDifference(quantity, $0) })
        {
            return
        }
        reportNumber(.number, index)
    }

    /// Differences of other numbers of the sentence, each of which is checked itself: `최고 78점과 최저 14점 사이가 64점`.
    func derived(_ index: Int, _ quantity: Quantity) -> [Double] {
        let others = tokens.indices.filter { $0 != index }.compactMap { tokens[$0].quantity }.filter {
            $0.unit == quantity.unit && $0.bound == nil && $0.whole == nil
        }.prefix(12).map(\.value)
        return others.indices.flatMap { one in others.indices.filter { $0 > one }.map { others[one] - others[$0] } }
    }

    func isPointDifference(_ index: Int) -> Bool {
        firstAfter(index).map {
            [.higher, .lower, .above, .below, .difference, .notReaching, .over, .under, .more, .fewer, .than].contains(
                $0)
        } == true
            || contains(preceding(index, most: 3), [.difference, .than])
            || preceding(index, most: 4).contains { tokens[$0].ending.hasPrefix("보다") }
            || precedingComparison(index)
            || preceding(index, most: 3).contains { isTextBeginning($0, ["대비"]) }
    }

    /// The first word after a number that is no adverb.
    func firstAfter(_ index: Int) -> Term? {
        for next in following(index, most: 3) {
            if let term = tokens[next].term, term != .about { return term }
            if !isWord(next, ["더", "정도", "조금", "가량", "쯤", "남짓", "a", "or", "so"]) { return nil }
        }
        return nil
    }

    func precedingComparison(_ index: Int) -> Bool {
        index > 0 && tokens[index - 1].quantity != nil
            && (tokens[index - 1].ending.hasPrefix("보다") || ["에", "을", "를"].contains(tokens[index - 1].ending))
    }

    /// Nothing says what the points are.
    func allowsDifference(_ index: Int) -> Bool {
        Set(passage.terms).isDisjoint(with: [.average, .highest, .lowest, .total, .score])
            || passage.terms.contains(.difference)
            || passage.terms.contains(.higher) || passage.terms.contains(.lower)
    }

    var pointDifferences: [Double] {
        let values = [sheet.average, sheet.highest, sheet.lowest, sheet.total, sheet.score].compactMap(\.self)
        return values.indices.flatMap { one in values.indices.filter { $0 > one }.map { values[one] - values[$0] } }
    }

    func pointFacts(_ index: Int) -> [Double] {
        // A word directly before or after decides.
        if let named = adjacentMeasure(index) { return named }
        if isPointDifference(index), !passage.terms.contains(.total) { return [] }
        var facts: [Double] = []
        let terms = Set(passage.terms)
        if terms.contains(.average) { facts.append(sheet.average) }
        if terms.contains(.highest), let highest = sheet.highest { facts.append(highest) }
        if terms.contains(.lowest), let lowest = sheet.lowest { facts.append(lowest) }
        if let total = sheet.total { facts.append(total) }
        if let score = sheet.score { facts.append(score) }
        let named = Set(passage.terms(inClauseOf: index)).intersection([.average, .highest, .lowest])
        if facts.count <= 1 || named.count != 1 {
            facts += [sheet.average, sheet.highest, sheet.lowest].compactMap(\.self)
        }
        facts += questionPoints(index)
        if tokens.indices.contains(where: {
            tokens[$0].term == .total && passage.quote($0..<$0 + 1).hasPrefix("배점") || isWord($0, ["worth"])
        }) {
            facts += Set(sheet.ranked.compactMap(\.points))
        }
        return facts
    }

    func questionPoints(_ index: Int) -> [Double] {
        passage.groups.flatMap { group -> [Double] in
            switch group.kind {
            case .questions: group.elements.compactMap { sheet.questions[$0]?.points }
            case .types: group.elements.compactMap { sheet.types.indices.contains($0) ? sheet.types[$0].points : nil }
            case .grades: []
            }
        }
    }

    /// `평균 58.8점`, `최고점은 90점`, `50점 만점`, "a top score of 97".
    func adjacentMeasure(_ index: Int) -> [Double]? {
        let next = index + 1 < tokens.count ? passage.quote(index + 1..<index + 2) : ""
        if next.hasPrefix("배점") || isTextBeginning(index + 1, ["짜리"]) || tokens[index].ending.hasPrefix("짜리")
            || tokens[index].ending.hasPrefix("씩")
        {
            return sheet.ranked.compactMap(\.points) + sheet.types.compactMap(\.points)
        }
        if !passage.isEnglish, index + 1 < tokens.count, tokens[index + 1].term == .total, tokens[index].ending.isEmpty
        {
            return [sheet.total, sheet.score == nil ? nil : 100, sheet.highest].compactMap(\.self)
        }
        var before = index - 1
        var steps = 0
        while before >= 0, steps < 4 {
            let token = tokens[before]
            if let term = token.term {
                switch term {
                case .average: return isCompared(token) ? nil : [sheet.average]
                case .highest: return isRateWord(before) ? nil : [sheet.highest].compactMap(\.self)
                case .lowest: return isRateWord(before) ? nil : [sheet.lowest].compactMap(\.self)
                case .score where sheet.score != nil && !isOfAll(before): return [sheet.score].compactMap(\.self)
                case .about, .barelyOver, .barelyUnder, .is_, .of, .in_, .only, .score, .to: break
                case .total where passage.isEnglish: return [sheet.total, 100].compactMap(\.self)
                default: return nil
                }
            } else if case .text(let text) = token.kind {
                guard
                    [
                        "인", "a", "the", "to", "an", "came", "score", "scored", "for", "perfect", "class", "full",
                        "whole",
                    ].contains(text)
                else { return nil }
            } else if case .student = token.kind {
            } else {
                return nil
            }
            before -= 1
            steps += 1
        }
        return nil
    }

    /// `평균을 7점 넘게 웃돕니다`, `평균보다 7점`: what follows is a distance.
    private func isCompared(_ token: Token) -> Bool {
        ["보다", "을", "를", "에", "과", "와"].contains { token.ending.hasPrefix($0) } && !token.ending.hasPrefix("은")
    }

    /// `평균 점수`: of all, and no student's.
    func isOfAll(_ score: Int) -> Bool {
        guard score > 0, let measure = tokens[score - 1].term else { return false }
        return [.average, .highest, .lowest].contains(measure) && !tokens[score - 1].ending.hasPrefix("보다")
    }

    func isRateWord(_ index: Int) -> Bool { index + 1 < tokens.count && tokens[index + 1].term == .correctRate }
}
