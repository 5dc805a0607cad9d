/// Parts of a whole.
extension Check {
    /// `4명 중 3명`: of all, of a type, or as a rate.
    mutating func checkPart(_ index: Int, _ quantity: Quantity) {
        guard let whole = quantity.whole, whole > 0 else { return }
        if isAnsweredPeople(index, quantity) { return reportNumber(.count, index) }
        if passage.isEnglish, quantity.unit == .none || quantity.unit == .other, isAdvice { return }
        let polarity = polarity(of: index)
        var pairs: [(part: Int, whole: Int)] = []
        let share = quantity.value / whole * 100
        let near = binding(of: index, kinds: [.questions, .types, .grades])
        if quantity.unit != .people { pairs += questionPairs(near, polarity, index) }
        if quantity.unit != .questions { pairs += peoplePairs(near, index) }
        if pairs.contains(where: { Double($0.whole) == whole && Agreement.holdsAsCount(quantity, $0.part) }) { return }
        // A share of all: seven in ten of those who took it.
        if quantity.unit != .questions || quantity.isShare {
            var rates =
                near.map { binding in
                    binding.elements.flatMap { element -> [Double] in
                        switch binding.group.kind {
                        case .questions: sheet.questions[element].map { [$0.rate, $0.wrongRate] } ?? []
                        case .types: sheet.types.indices.contains(element) ? [sheet.types[element].rate] : []
                        case .grades: gradeShares(element, index)
                        }
                    }
                }
                ?? (context.groups.last.map { group in
                    group.kind == .questions ? group.elements.compactMap { sheet.questions[$0]?.rate } : []
                } ?? [])
            if near == nil {
                rates += passage.groups.filter { $0.kind == .types }.flatMap(\.elements)
                    .filter { sheet.types.indices.contains($0) }.map { sheet.types[$0].rate }
            }
            if quantity.isShare, near?.group.kind != .questions {
                rates += (near == nil || !(near?.isStrong ?? false) ? sheet.overall : []) + fractionReadings(index)
            }
            let slack = quantity.hedge != .exact || quantity.isShare || sheet.isStudent ? min(6, 50 / whole) : 0.5
            if let bound = quantity.bound {
                if rates.contains(where: { bound.contains($0 / 100 * whole) }) { return }
            } else if rates.contains(where: { abs($0 - share) <= slack }),
                !(sheet.isStudent == false && quantity.unit == .people
                    && sheet.participants.map { Double($0) == whole } == true)
            {
                return
            }
        }
        reportNumber(.count, index)
    }

    func questionPairs(_ near: Binding?, _ polarity: Polarity, _ index: Int) -> [(Int, Int)] {
        var pairs: [(Int, Int)] = []
        func add(_ right: Int?, _ wrong: Int?, _ total: Int?) {
            guard let total else { return }
            if polarity != .wrong, let right { pairs.append((right, total)) }
            if polarity != .right, let wrong { pairs.append((wrong, total)) }
        }
        let isTyped = near?.group.kind == .types && near?.isStrong == true
        if let near, near.group.kind == .types {
            for element in near.elements where sheet.types.indices.contains(element) {
                let type = sheet.types[element]
                add(type.right, type.wrong, type.total)
                pairs += bounded(type: element).map { ($0, type.total) }
                // `스무 문항 중 여덟 문항이 문법`: the type's part of all.
                if let all = sheet.questionCount { pairs.append((type.total, all)) }
                if let wrong = type.wrong, let all = sheet.wrongCount { pairs.append((wrong, all)) }
                if let right = type.right, let all = sheet.rightCount { pairs.append((right, all)) }
            }
        } else if near == nil, passage.isEnglish || !context.groups.isEmpty {
            for type in sheet.types { add(type.right, type.wrong, type.total) }
        }
        if !isTyped { add(sheet.rightCount, sheet.wrongCount, sheet.questionCount) }
        if let total = sheet.questionCount { pairs += bounded(type: nil).map { ($0, total) } }
        if let wrong = sheet.wrongCount {
            pairs += bounded(type: nil).map { ($0, wrong) }
            if passage.terms.contains(.unmarked) {
                pairs.append((sheet.questions.values.count { $0.selected == "무효" }, wrong))
            }
            if !isTyped { pairs += passage.groups.filter { $0.kind == .questions }.map { ($0.elements.count, wrong) } }
            for group in passage.groups + context.groups where group.kind == .types {
                pairs.append(
                    (
                        group.elements.reduce(0) {
                            $0 + (sheet.types.indices.contains($1) ? sheet.types[$1].wrong ?? 0 : 0)
                        }, wrong
                    ))
            }
        }
        for list in passage.groups.filter({ $0.kind == .questions }).map(\.elements) + context.questionLists.suffix(1) {
            pairs += (1...max(1, list.count)).map { ($0, list.count) }
        }
        for group in passage.groups where group.kind == .types && (near == nil || !isTyped) {
            for type in group.elements where sheet.types.indices.contains(type) {
                let known = sheet.types[type]
                if polarity != .wrong, let right = known.right, let all = sheet.rightCount {
                    pairs.append((right, all))
                }
                if let all = sheet.questionCount { pairs.append((known.total, all)) }
            }
        }
        for type in sheet.types.indices
        where passage.groups.contains(where: { $0.kind == .types && $0.elements.contains(type) }) {
            pairs += bounded(type: type).map { ($0, sheet.types[type].total) }
        }
        return pairs
    }

    func peoplePairs(_ near: Binding?, _ index: Int) -> [(Int, Int)] {
        guard let participants = sheet.participants else { return [] }
        guard let near, near.group.kind != .types else { return loosePeople(index).map { ($0, participants) } }
        var counts = near.elements.flatMap { people(near.group.kind, $0, index) }
        if near.group.kind == .grades {
            counts.append(
                near.elements.reduce(0) { sum, grade in sum + (sheet.grades.first { $0.grade == grade }?.count ?? 0) })
        }
        return counts.map { ($0, participants) }
    }
}
