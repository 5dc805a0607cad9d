/// Which of two is harder or easier where nothing stands after `보다` or "than".
extension Check {
    mutating func checkComparatives() {
        for index in tokens.indices {
            guard let isHarder = difficulty(at: index), let group = comparedGroup(index) else { continue }
            if isAmongAllMissed(index) {
                checkAgainstMiddle(group, isHarder, index)
                continue
            }
            guard let other = other(than: group) else { continue }
            let values = group.elements.compactMap { orderValue(group.kind, $0) }
            let others = other.compactMap { orderValue(group.kind, $0) }
            guard let low = values.min(), let high = values.max(), let least = others.min(), let most = others.max()
            else { continue }
            let holds = isHarder ? low < most + 1e-9 : high > least - 1e-9
            if holds { continue }
            report(
                .rank, min(group.tokens.lowerBound, index)..<max(group.tokens.upperBound, index + 1),
                "어느 쪽이 더 어려운지가 자료와 다릅니다.", "The data rank the two the other way round.")
        }
    }

    /// `더 어려웠고`, `상대적으로 쉬웠습니다`, "the harder one": whether it is said to be the harder.
    private func difficulty(at index: Int) -> Bool? {
        if passage.isEnglish {
            guard tokens[index].term == .higher || tokens[index].term == .lower, !passage.terms.contains(.than) else {
                return nil
            }
            switch Names.lowercased(passage.quote(index..<index + 1)) {
            case "harder", "tougher", "more difficult": return true
            case "easier": return false
            default: return nil
            }
        }
        guard tokens[index].term == .hard || tokens[index].term == .easy,
            (index - 2..<index).contains(where: { isTextBeginning($0, ["더", "상대적", "비교적", "덜"]) }),
            !contains(preceding(index, most: 6), [.than]),
            !preceding(index, most: 6).contains(where: { tokens[$0].ending.hasPrefix("보다") })
        else { return nil }
        let isLess = (index - 2..<index).contains { isTextBeginning($0, ["덜"]) }
        return (tokens[index].term == .hard) != isLess
    }

    /// `틀린 문항 중에서는 비교적 쉬운`: compared with all of those.
    private func isAmongAllMissed(_ index: Int) -> Bool {
        preceding(index, most: 4).contains { isAmongMissed($0) }
    }

    private mutating func checkAgainstMiddle(_ group: Group, _ isHarder: Bool, _ index: Int) {
        let values = group.elements.compactMap { orderValue(group.kind, $0) }
        guard sheet.ranked.count > 1, let low = values.min(), let high = values.max() else { return }
        // Of an even number of questions, the two in the middle are neither.
        let count = sheet.ranked.count
        let holds =
            isHarder ? low <= sheet.ranked[count / 2].rate + 1e-9 : high >= sheet.ranked[(count - 1) / 2].rate - 1e-9
        if holds { return }
        report(
            .rank, min(group.tokens.lowerBound, index)..<max(group.tokens.upperBound, index + 1),
            "틀린 문항 가운데 쉬운 쪽인지 어려운 쪽인지가 자료와 다릅니다.", "Among the missed questions it is on the other side.")
    }

    private func isAmongMissed(_ index: Int) -> Bool {
        guard case .text(let text) = tokens[index].kind, text.hasPrefix("중에") || text.hasPrefix("가운데") || text == "중"
        else { return false }
        return contains(preceding(index, most: 2), [.wrong, .mistake])
    }

    private func comparedGroup(_ index: Int) -> Group? {
        func isFit(_ group: Group) -> Bool {
            group.kind == .questions && !group.isWeak
                && passage.clause[group.tokens.lowerBound] == passage.clause[index]
        }
        let before = passage.groups.last { $0.tokens.upperBound <= index && isFit($0) }
        let after = passage.groups.first { $0.tokens.lowerBound > index && isFit($0) }
        if passage.isEnglish { return before ?? after }
        return isAdnominal(index) ? after ?? before : before
    }

    /// Those beside it in the sentence, or the one of the list before that is left.
    private func other(than group: Group) -> [Int]? {
        let others = passage.groups.filter { $0.kind == group.kind && $0.tokens != group.tokens }.flatMap(\.elements)
            .filter { !group.elements.contains($0) }
        if !others.isEmpty { return others }
        guard let list = context.questionLists.last, Set(list).isSuperset(of: group.elements) else { return nil }
        let rest = list.filter { !group.elements.contains($0) }
        return rest.isEmpty ? nil : rest
    }
}
