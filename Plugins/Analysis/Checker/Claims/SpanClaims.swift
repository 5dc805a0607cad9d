/// Ranges from the lowest to the highest.
extension Check {
    /// `30%대부터 70%대까지`: the lowest and the highest lie there.
    mutating func checkSpans() {
        let bands = tokens.indices.filter { index in
            guard let quantity = tokens[index].quantity else { return false }
            return quantity.unit == .percent && quantity.bound != nil && tokens[index].ending.hasPrefix("대")
        }
        guard bands.count == 2, let low = tokens[bands[0]].quantity?.bound, let high = tokens[bands[1]].quantity?.bound,
            passage.terms.contains(.from) || spans(bands[0], bands[1]), let first = sheet.ranked.first,
            let last = sheet.ranked.last
        else { return }
        explained.formUnion(bands)
        let isTypes = passage.terms.contains(.typeNoun)
        let values = isTypes ? [sheet.types.first?.rate ?? 0, sheet.types.last?.rate ?? 0] : [first.rate, last.rate]
        let ordered = low.low <= high.low ? (low, high) : (high, low)
        guard !(ordered.0.contains(values[0]) && ordered.1.contains(values[1])) else { return }
        report(.range, bands[0]..<bands[1] + 1, "범위가 자료와 맞지 않습니다.", "The range does not hold in the data.")
    }

    /// `15%에서 45%까지`, "from 15% to 45%": the lowest and the highest of those who are spoken of.
    mutating func checkExtremes() {
        for index in tokens.indices.dropLast() {
            guard let low = tokens[index].quantity, low.unit == .percent, low.bound == nil, let place = spanEnd(index),
                let high = tokens[place].quantity
            else { continue }
            explained.formUnion([index, place])
            let (from, to) = low.value <= high.value ? (low, high) : (high, low)
            let limits = Bound(low: from.value, high: to.value)
            let holds = spanScopes.contains { rates in
                guard let least = rates.min(), let most = rates.max() else { return false }
                if Agreement.holds(from, least), high.bound == nil, Agreement.holds(to, most) { return true }
                return high.bound != nil && rates.allSatisfy { limits.contains($0) }
            }
            if holds { continue }
            report(.range, index..<place + 1, "범위가 자료와 맞지 않습니다.", "The range does not hold in the data.")
        }
    }

    func spanEnd(_ index: Int) -> Int? {
        if passage.isEnglish {
            guard index + 2 < tokens.count, tokens[index + 1].term == .to, tokens[index + 2].quantity?.unit == .percent,
                contains(preceding(index, most: 3), [.from]) || index > 0 && tokens[index - 1].term == .from
            else { return nil }
            return index + 2
        }
        guard tokens[index].ending == "에서" || tokens[index].ending == "부터", tokens[index + 1].quantity?.unit == .percent
        else { return nil }
        return index + 1
    }

    var spanScopes: [[Double]] {
        let isOfQuestions = tokens.contains { $0.term == .question || $0.quantity?.unit == .questions }
        var scopes = [sheet.ranked.map(\.rate), sheet.types.map(\.rate)]
        for group in passage.groups + context.groups {
            switch group.kind {
            case .types:
                scopes += group.elements.map { type in sheet.questions(ofType: type).map(\.rate) }
                if group.elements.count > 1 || !isOfQuestions { scopes.append(group.elements.map { rate($0) }) }
            case .questions: scopes.append(group.elements.compactMap { sheet.questions[$0]?.rate })
            case .grades: break
            }
        }
        return scopes
    }

    func spans(_ one: Int, _ other: Int) -> Bool {
        let from = String(
            String.UnicodeScalarView(passage.text[tokens[one].range.lowerBound..<tokens[other].range.lowerBound]))
        return from.contains("부터") || from.contains("에서")
    }
}
