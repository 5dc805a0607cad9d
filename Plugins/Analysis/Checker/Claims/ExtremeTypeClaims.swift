/// Of what type the hardest or the easiest questions are said to be, and whether questions give the same points.
extension Check {
    /// "the three hardest questions come from reading", `가장 어려운 세 문항은 모두 독서 문항`.
    mutating func checkExtremeTypes() {
        checkEqualPoints()
        checkLargestTypes()
        guard !passage.groups.contains(where: { $0.kind == .questions }) else { return }
        for superlative in superlatives() where superlative.kind != .types && superlative.rank == 1 {
            guard let count = chosenNumber(superlative), let group = originOf(superlative),
                let type = group.elements.first
            else { continue }
            let ranked = superlative.isLow ? sheet.ranked : sheet.ranked.reversed()
            guard count > 0, count <= ranked.count else { continue }
            let limit = ranked[count - 1].rate
            let own = ranked.filter { $0.type == type }
            // Equal rates at the end may be counted or left out.
            let within = own.count { superlative.isLow ? $0.rate <= limit + 1e-9 : $0.rate >= limit - 1e-9 }
            if within >= count { continue }
            report(
                .question, group.tokens, "가장 어렵거나 쉬운 문항들의 유형이 자료와 다릅니다.",
                "The hardest or easiest questions are not all of that type.")
        }
    }

    /// `문항 수가 가장 많은 독서`, "the type with the most questions": how many questions it has.
    private mutating func checkLargestTypes() {
        for index in tokens.indices {
            guard let (isMost, last) = sizeSuperlative(index) else { continue }
            let near = passage.groups.filter {
                $0.kind == .types && !$0.isWeak && passage.clause[$0.tokens.lowerBound] == passage.clause[index]
            }
            let before = near.last { $0.tokens.upperBound <= index }
            let after = near.first { $0.tokens.lowerBound > last }
            let group = passage.isEnglish || !isAdnominal(last) ? before ?? after : after ?? before
            let totals = sheet.types.map(\.total)
            guard let group, group.elements.count == 1, let type = group.elements.first,
                sheet.types.indices.contains(type), let extreme = isMost ? totals.max() : totals.min(),
                sheet.types[type].total != extreme
            else { continue }
            report(
                .rank, min(group.tokens.lowerBound, index)..<max(group.tokens.upperBound, last + 1),
                "문항 수가 가장 많거나 적은 유형이 자료와 다릅니다.", "Another type has the most or the fewest questions.")
        }
    }

    private func sizeSuperlative(_ index: Int) -> (isMost: Bool, last: Int)? {
        guard index + 1 < tokens.count else { return nil }
        if passage.isEnglish {
            let isMost = tokens[index].term == .most
            guard isMost || isWord(index, ["fewest"]) || passage.quote(index..<index + 1).lowercased() == "fewest",
                tokens[index + 1].term == .question, index > 0, isWord(index - 1, ["the"]),
                index > 1, isWord(index - 2, ["with", "has", "had", "contains"])
            else { return nil }
            return (isMost, index + 1)
        }
        guard tokens[index].term == .most, index > 0,
            passage.quote(max(0, index - 2)..<index).replacing(" ", with: "").hasSuffix("문항수가"),
            tokens[index + 1].term == .more || tokens[index + 1].term == .fewer
        else { return nil }
        return (tokens[index + 1].term == .more, index + 1)
    }

    private func chosenNumber(_ superlative: Superlative) -> Int? {
        let near = max(0, superlative.index - 2)..<min(superlative.last + 3, tokens.count)
        return near.compactMap { tokens[$0].quantity }.first {
            $0.bound == nil && $0.decimals == 0 && $0.whole == nil
                && [.questions, .pieces, .none, .other].contains($0.unit)
        }.flatMap { Int(exactly: $0.value) }
    }

    private func originOf(_ superlative: Superlative) -> Group? {
        guard let group = passage.groups.first(where: { $0.tokens.lowerBound > superlative.last }),
            group.kind == .types, group.elements.count == 1, !group.isWeak,
            passage.clause[group.tokens.lowerBound] == passage.clause[superlative.last]
        else { return nil }
        let end = group.tokens.upperBound
        if passage.isEnglish {
            let before = group.tokens.lowerBound - 1
            return tokens[before].term == .from || isWord(before, ["from"])
                || tokens[before].term == .in_ && tokens[before - 1].term == .is_ ? group : nil
        }
        let ending = tokens[end - 1].ending
        return ending == "에서" && isTextBeginning(end, ["나왔", "나온", "출제"])
            || ending.isEmpty && end < tokens.count && tokens[end].term == .question
                && Passage.isPredicate(tokens[end].ending)
            ? group : nil
    }

    /// `배점은 문항마다 다릅니다`, "all questions are worth the same".
    private mutating func checkEqualPoints() {
        guard !sheet.isStudent, passage.groups.isEmpty,
            let place = tokens.indices.first(where: {
                tokens[$0].term == .total && passage.quote($0..<$0 + 1).hasPrefix("배점") || isWord($0, ["worth"])
            })
        else { return }
        let points = Set(sheet.ranked.compactMap(\.points))
        guard !points.isEmpty else { return }
        let saysSame = passage.terms.contains(.same)
        let saysOther = tokens.indices.contains {
            isTextBeginning($0, ["다르", "다릅", "달라", "차등"]) || isWord($0, ["differ", "vary", "different"])
        }
        guard saysSame != saysOther, saysSame != (points.count == 1), !isAdvice else { return }
        report(
            .number, place..<place + 1, points.count == 1 ? "문항의 배점이 모두 같습니다." : "문항의 배점이 서로 다릅니다.",
            points.count == 1 ? "All questions give the same points." : "Questions give different points.")
    }
}
