/// Bounds and ranges: `정답률 80% 이상인 문항은 4번과 16번`, "six questions stayed below 30%", `30~40%대`.
extension Check {
    mutating func checkSets() {
        checkSpans()
        checkExtremes()
        for index in tokens.indices where !explained.contains(index) {
            guard let quantity = tokens[index].quantity, let bound = rateBound(quantity) else { continue }
            explained.insert(index)
            if isReferenceOnly(index) || isOfAnother(index) { continue }
            if !holds(bound, at: index) {
                report(
                    .range, index..<index + 1, "‘\(passage.quote(index..<index + 1))’의 범위가 자료와 맞지 않습니다.",
                    "The range “\(passage.quote(index..<index + 1))” does not hold in the data.")
            }
        }
    }

    /// The bound of a rate, in percent.
    func rateBound(_ quantity: Quantity) -> Bound? {
        guard let bound = quantity.bound else { return nil }
        if quantity.unit == .percent || quantity.isFraction { return bound }
        if let whole = quantity.whole, whole > 0, quantity.isShare || quantity.unit == .people {
            return scaled(bound, 100 / whole)
        }
        return quantity.unit == .none && quantity.decimals > 0 && quantity.value <= 1 ? scaled(bound, 100) : nil
    }

    func scaled(_ bound: Bound, _ factor: Double) -> Bound {
        Bound(
            low: bound.low * factor, high: bound.high * factor, includesLow: bound.includesLow,
            includesHigh: bound.includesHigh)
    }

    /// A goal: `70%대도 노려볼 만해요`.
    func isReferenceOnly(_ index: Int) -> Bool { contains(following(index, most: 4), [.aspiration]) }

    /// `문법의 절반`: a part of another figure.
    func isOfAnother(_ index: Int) -> Bool {
        guard tokens[index].quantity?.isFraction == true, index > 0 else { return false }
        if passage.isEnglish {
            let end = min(index + 4, tokens.count)
            let next = (index + 1..<end).first {
                !isWord($0, ["the", "that"]) && tokens[$0].term != .of && tokens[$0].term != .this
            }
            return next.map { tokens[$0].isSubject && isWord($0 + 1, ["figure", "level", "value"]) } ?? false
        }
        return tokens[index - 1].isSubject && tokens[index - 1].ending == "의"
    }

    /// `전체 정답률이 60% 이상인데`, "the overall rate is above 60%": of no question.
    private func isOfWhole(_ index: Int) -> Bool {
        let before = preceding(index, most: 5)
        guard let place = before.last(where: { tokens[$0].term == .correctRate }), place > before.lowerBound,
            tokens[place - 1].term == .overall
                || tokens[place - 1].term == .average && place - 1 > before.lowerBound
                    && tokens[place - 2].term == .overall
        else { return false }
        let clause = passage.clause[index]
        return !tokens.indices.contains {
            passage.clause[$0] == clause
                && (tokens[$0].isSubject || tokens[$0].term == .question
                    || tokens[$0].quantity.map { [.questions, .pieces].contains($0.unit) } ?? false)
        }
    }

    // MARK: Whether it holds

    func holds(_ bound: Bound, at index: Int) -> Bool {
        if isOfWhole(index) { return sheet.overall.contains { bound.contains($0) } }
        let scope = scopeTypes
        func fits(_ number: Int) -> Bool {
            guard let question = sheet.questions[number] else { return true }
            return bound.contains(question.rate) || (saysWrong && bound.contains(question.wrongRate))
        }
        func sizes(_ type: Int?) -> [Int] {
            let questions = sheet.questions(ofType: type)
            return [questions.count { bound.contains($0.rate) }]
                + (saysWrong ? [questions.count { bound.contains($0.wrongRate) }] : [])
        }
        let anySizes = sizes(nil) + scope.flatMap { sizes($0) }

        let listed = listedQuestions(index)
        let rest = isRest(index)
        if rest {
            let named = Set(passage.groups.filter { $0.kind == .questions }.flatMap(\.elements)).union(
                context.groups.filter { $0.kind == .questions }.flatMap(\.elements))
            return sheet.ranked.allSatisfy { named.contains($0.number) || fits($0.number) }
        }
        if !listed.isEmpty {
            guard listed.allSatisfy(fits) else { return false }
            if saysOnly(index), speaksOfSet(index) || listed.count > 1 {
                return anySizes.contains(listed.count)
            }
            return countHolds(index, anySizes + [listed.count])
        }
        if saysNobody(index), speaksOfSet(index) || passage.isEnglish {
            return anySizes.contains(0)
        }
        let group = passage.groups.last { $0.kind == .types && $0.tokens.upperBound <= index && !$0.isWeak }
        if !passage.isEnglish, group == nil, speaksOfSet(index), countPlace(index) != nil, countHolds(index, anySizes) {
            return true
        }
        if has(.all, inClauseOf: index), let group {
            if passage.isEnglish, countPlace(index) != nil, countHolds(index, anySizes) {
                return true
            }
            let isOfQuestions = !sheet.isStudent && speaksOfSet(index)
            return group.elements.allSatisfy { type in
                (!isOfQuestions && bound.contains(rate(type)))
                    || sheet.questions(ofType: type).allSatisfy { fits($0.number) }
            }
        }
        // `40%보다 높은 유형은 문법뿐`: the types that it holds for.
        if has(.typeNoun, inClauseOf: index), !passage.isEnglish,
            let types = passage.groups.first(where: {
                $0.kind == .types && $0.tokens.lowerBound > index
                    && passage.clause[$0.tokens.lowerBound] == passage.clause[index]
            })
        {
            guard types.elements.allSatisfy({ bound.contains(rate($0)) }) else { return false }
            let ending = tokens[types.tokens.upperBound - 1].ending
            return !(ending.hasPrefix("뿐") || ending.hasPrefix("만"))
                || sheet.types.count { bound.contains($0.rate) } == types.elements.count
        }
        // "between 15% and 45% of the students solved the three reading items".
        if bound.low.isFinite, bound.high.isFinite,
            let types = passage.groups.last(where: {
                $0.kind == .types && passage.clause[$0.tokens.lowerBound] == passage.clause[index]
            })
        {
            return types.elements.allSatisfy {
                bound.contains(rate($0)) && sheet.questions(ofType: $0).allSatisfy { fits($0.number) }
                    || sheet.isStudent && bound.contains(rate($0))
            }
        }
        // `여섯 개로 절반을 넘어`: of the questions.
        if isShareOfQuestions(index) {
            let isOfMistakes = sheet.isStudent && has(.mistake, inClauseOf: index)
            let shares = isOfMistakes ? fractionReadings(index) : []
            return shares.isEmpty ? shareHolds(bound, index) : shares.contains { bound.contains($0) }
        }
        if speaksOfSet(index) {
            if has(.all, inClauseOf: index) {
                let last = context.questionLists.last ?? []
                return sheet.ranked.allSatisfy { fits($0.number) } || (!last.isEmpty && last.allSatisfy(fits))
            }
            return countHolds(index, anySizes)
        }
        if let binding = binding(of: index, kinds: [.types]), binding.isStrong {
            let shares = tokens[index].quantity?.isFraction == true ? fractionReadings(index) : []
            if shares.contains(where: { bound.contains($0) }) { return true }
            return binding.elements.allSatisfy { type in
                bound.contains(rate(type))
                    || (sheet.isStudent == false && sheet.questions(ofType: type).allSatisfy { fits($0.number) })
                    || (saysWrong && bound.contains(100 - rate(type)))
            }
        }
        if passage.groups.contains(where: { $0.kind == .grades }) || passage.terms.contains(.gradeNoun) {
            let shares = fractionReadings(index)
            return shares.isEmpty || shares.contains { bound.contains($0) }
        }
        if let last = context.questionLists.last,
            passage.terms.contains(.right) || passage.terms.contains(.this) || has(.all, inClauseOf: index)
        {
            return has(.all, inClauseOf: index)
                ? last.allSatisfy(fits) || sheet.ranked.allSatisfy { fits($0.number) } : last.contains(where: fits)
        }
        if has(.all, inClauseOf: index) {
            return sheet.ranked.allSatisfy { fits($0.number) } || sheet.types.allSatisfy { bound.contains($0.rate) }
        }
        if contains(preceding(index), [.average, .overall]) || passage.terms.contains(.average) {
            return sheet.overall.isEmpty || sheet.overall.contains { bound.contains($0) }
        }
        let isShare = tokens[index].quantity.map { $0.isFraction || $0.isShare } ?? false
        let readings = isShare ? fractionReadings(index) : []
        return readings.isEmpty || readings.contains { bound.contains($0) }
    }

    func rate(_ type: Int) -> Double { sheet.types.indices.contains(type) ? sheet.types[type].rate : 0 }

    /// The number of questions that is said with the bound, if any.
    func countHolds(_ index: Int, _ sizes: [Int]) -> Bool {
        guard let place = countPlace(index), let count = tokens[place].quantity else { return true }
        if sizes.contains(where: { Agreement.holdsAsCount(count, $0) }) { return true }
        return false
    }

    /// Half of the questions, not half of those who took the exam.
    func isShareOfQuestions(_ index: Int) -> Bool {
        guard let quantity = tokens[index].quantity, quantity.isFraction else { return false }
        if passage.isEnglish {
            let next = Array(following(index, most: 5)) + [following(index, most: 5).upperBound]
            return next.first.map { tokens.indices.contains($0) && tokens[$0].term == .of } == true
                && next.contains {
                    tokens.indices.contains($0)
                        && (tokens[$0].term == .question || tokens[$0].term == .mistake
                            || tokens[$0].quantity?.unit == .questions)
                }
        }
        return index > 0 && tokens[index - 1].quantity.map { $0.unit == .pieces || $0.unit == .questions } == true
            && !speaksOfPeople(after: index)
    }

    /// `절반이 넘는 학생이 틀렸습니다`.
    func speaksOfPeople(after index: Int) -> Bool {
        contains(following(index, most: 5), [.person, .participants])
    }

    func shareHolds(_ bound: Bound, _ index: Int) -> Bool {
        guard let total = sheet.questionCount, total > 0 else { return true }
        if !passage.isEnglish, index > 0, let count = tokens[index - 1].quantity {
            return bound.contains(count.value / Double(total) * 100)
        }
        let others = bounds().filter { $0 != bound }
        return others.isEmpty
            || others.contains { other in
                bound.contains(Double(sheet.ranked.count { other.contains($0.rate) }) / Double(total) * 100)
            }
    }

    func countPlace(_ index: Int) -> Int? {
        func isCount(_ place: Int) -> Bool {
            guard let quantity = tokens[place].quantity, quantity.decimals == 0, !quantity.isFraction,
                !quantity.isShare, !isAmongWord(place + 1)
            else {
                return false
            }
            return quantity.unit == .questions || quantity.unit == .pieces
                || (passage.isEnglish && quantity.unit == .none && quantity.isWord)
        }
        let clause = passage.clause[index]
        let after = tokens.indices.first { $0 > index && passage.clause[$0] == clause && isCount($0) }
        let before = tokens.indices.last { $0 < index && passage.clause[$0] == clause && isCount($0) }
        return passage.isEnglish ? before ?? after : after ?? before
    }
}
