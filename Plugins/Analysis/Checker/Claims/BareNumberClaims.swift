/// Numbers without a unit.
extension Check {
    /// "0.62", "an average of 61.4", "scored 72": what the number is, its place says.
    mutating func checkBare(_ index: Int, _ quantity: Quantity) {
        if quantity.isFraction {
            // `열 개 중 절반`: of those, not of a rate.
            if isAmongWord(index - 1) || (index > 0 && tokens[index - 1].isSubject && tokens[index - 1].ending == "의") {
                return
            }
            let readings = fractionReadings(index)
            if readings.contains(where: { Agreement.holds(quantity, $0) }) { return }
            let isOfQuestion = passage.groups.contains { $0.kind == .questions && $0.tokens.upperBound <= index }
            if !readings.isEmpty, !isOfQuestion,
                passage.groups.contains(where: { $0.kind == .grades }) || sheet.isStudent
            {
                return reportNumber(.number, index)
            }
            if quantity.bound != nil || isNearRate(index) || contains(following(index, most: 5), [.right]) {
                checkPercent(index, quantity)
            }
            return
        }
        if passage.isEnglish, quantity.isWord, let type = typeAfter(index) {
            if !ofType(type, polarity(of: index)).contains(where: { Agreement.holdsAsCount(quantity, $0) }) {
                reportNumber(.count, index)
            }
            return
        }
        if quantity.decimals > 0, quantity.value <= 1, quantity.value > 0 {
            var scaled = quantity
            scaled.value *= 100
            scaled.decimals = max(0, scaled.decimals - 2)
            scaled.bound = quantity.bound.map {
                Bound(
                    low: $0.low * 100, high: $0.high * 100, includesLow: $0.includesLow, includesHigh: $0.includesHigh)
            }
            checkPercent(index, scaled)
            return
        }
        if passage.isEnglish, quantity.decimals == 0,
            passage.group(after: index, kinds: [.grades]) != nil
                || context.groups.isEmpty
                    && passage.groups.contains(where: {
                        $0.kind == .grades && passage.clause[$0.tokens.lowerBound] == passage.clause[index]
                    })
        {
            var people = quantity
            people.unit = .people
            return checkPeople(index, people)
        }
        if let holds = boundOfEverybody(index, quantity) {
            if !holds { reportNumber(.range, index) }
            return
        }
        if passage.isEnglish, quantity.decimals == 0, quantity.bound == nil,
            passage.terms.contains(.gradeNoun) || tokens.contains(where: { $0.quantity?.unit == .gradeCount }),
            sheet.grades.contains(where: { grade in
                [true, false].contains {
                    Double(sheet.cumulative(from: grade.grade, better: $0).count) == quantity.value
                }
            })
        {
            return
        }
        if speaksOfScore(index) { return checkPoints(index, quantity) }
        if let group = passage.group(before: index, kinds: [.questions], sameClause: true),
            let question = group.elements.last.flatMap({ sheet.questions[$0] }),
            passage.terms.contains(.right) || passage.terms.contains(.wrong),
            (headcounts(question.rate) + headcounts(question.wrongRate)).contains(where: {
                Agreement.holdsAsCount(quantity, $0)
            })
        {
            return
        }
        var facts = [sheet.average, sheet.highest, sheet.lowest, sheet.total, sheet.score].compactMap(\.self)
        facts += [sheet.participants, sheet.questionCount, sheet.rightCount, sheet.wrongCount].compactMap {
            $0.map(Double.init)
        }
        facts += sheet.grades.map { Double($0.count) }
        if passage.terms.contains(.top) || passage.terms.contains(.bottom) {
            facts += sheet.grades.flatMap { grade in
                [true, false].map { Double(sheet.cumulative(from: grade.grade, better: $0).count) }
            }
        }
        facts += sheet.types.flatMap { [$0.total, $0.right, $0.wrong].compactMap { $0.map(Double.init) } }
        facts += bounds().map { bound in Double(sheet.ranked.count { bound.contains($0.rate) }) }
        if facts.contains(where: { Agreement.holds(quantity, $0) }) { return }
        if quantity.decimals == 0, let number = Int(exactly: quantity.value), sheet.questions[number] != nil { return }
        if pointDifferences.contains(where: { Agreement.holdsAsDifference(quantity, $0) }) { return }
        if isAdvice, quantity.decimals == 0 { return }
        if quantity.isWord, quantity.value <= 3 { return }
        if context.questionLists.contains(where: { Double($0.count) == quantity.value })
            || passage.groups.contains(where: { Double($0.elements.count) == quantity.value })
        {
            return
        }
        reportNumber(.number, index)
    }

    func isNearRate(_ index: Int) -> Bool { has(.correctRate, inClauseOf: index) }

    func speaksOfScore(_ index: Int) -> Bool {
        guard tokens.indices.contains(index) else { return false }
        return contains(preceding(index, most: 4), [.average, .highest, .lowest, .score, .total])
            || (index + 1 < tokens.count && tokens[index + 1].term == .total)
            || contains(following(index, most: 2), [.above, .below, .higher, .lower])
    }
}
