/// Numbers: each has to be a fact of what it is said of.
extension Check {
    mutating func checkNumbers() {
        for index in tokens.indices where !explained.contains(index) {
            guard let quantity = tokens[index].quantity else { continue }
            if quantity.whole != nil {
                checkPart(index, quantity)
                continue
            }
            switch quantity.unit {
            case .percent, .percentPoints: checkPercent(index, quantity)
            case .points: checkPoints(index, quantity)
            case .people: checkPeople(index, quantity)
            case .questions: checkCount(index, quantity)
            case .pieces: if speaksOfQuestions(index) { checkCount(index, quantity) }
            case .none: checkBare(index, quantity)
            case .typeCount: checkTypeCount(index, quantity)
            case .times: checkRatio(index, quantity)
            case .gradeCount, .other: break
            }
        }
    }

    func speaksOfQuestions(_ index: Int) -> Bool {
        preceding(index).contains { tokens[$0].term == .question || tokens[$0].term == .mistake }
            || contains(following(index, most: 3), [.question, .right, .wrong])
    }

    mutating func checkTypeCount(_ index: Int, _ quantity: Quantity) {
        guard !sheet.types.isEmpty, !isAdvice else { return }
        let lists = passage.groups.filter { $0.kind == .types }.map(\.elements)
        let named = Set(lists.flatMap(\.self))
        let before = Set(context.groups.filter { $0.kind == .types }.flatMap(\.elements))
        var counts = [sheet.types.count, named.count, before.count, before.union(named).count] + lists.map(\.count)
        counts += [sheet.types.count - named.count, sheet.types.count - before.union(named).count]
        counts += bounds().map { bound in sheet.types.count { bound.contains($0.rate) } }
        counts += tokens.compactMap(\.quantity).filter { $0.unit == .questions || $0.unit == .pieces }.prefix(8).flatMap
        {
            count in
            [\FactSheet.TypeSheet.wrong, \.right].map { path in
                sheet.types.count { $0[keyPath: path].map { Double($0) == count.value } ?? false }
            } + [sheet.types.count { Double($0.total) == count.value }]
        }
        counts += statedRates.map { rate in sheet.types.count { Agreement.holds(rate, $0.rate) } }
        counts += [sheet.types.count { $0.wrong == 0 }, sheet.types.count { $0.right == 0 }]
        if quantity.value <= 1 || counts.contains(where: { Agreement.holdsAsCount(quantity, $0) }) { return }
        reportNumber(.count, index)
    }

    mutating func reportNumber(_ kind: ClaimProblem.Kind, _ index: Int) {
        let quote = passage.quote(index..<index + 1)
        report(
            kind, index..<index + 1, "‘\(quote)’은(는) 자료에 없거나 다른 대상의 값입니다. 자료의 값으로 고치거나 빼세요.",
            "“\(quote)” is not in the data, or belongs to something else. Use the value of the data or leave it out.")
    }

    // MARK: Percent

    mutating func checkPercent(_ index: Int, _ quantity: Quantity) {
        if quantity.unit == .percentPoints || isDifference(index) {
            if differences(near: index).contains(where: { Agreement.holdsAsDifference(quantity, $0) }) { return }
            if quantity.unit == .percentPoints { return reportNumber(.number, index) }
        }
        if quantity.isFraction, quantity.bound == nil, !isFractionOfRate(index) { return }
        // `전체 오답의 70%`, "70% of your mistakes".
        if sheet.isStudent, has(.mistake, inClauseOf: index), quantity.unit == .percent,
            fractionReadings(index).contains(where: { Agreement.holds(quantity, $0) })
        {
            return
        }
        if isShareOfMistakes(index) {
            let shares = sheet.types.compactMap { type in
                type.wrong.flatMap { wrong in sheet.wrongCount.map { Double(wrong) / Double(max($0, 1)) * 100 } }
            }
            if (shares + fractionReadings(index)).contains(where: { Agreement.holds(quantity, $0) }) { return }
            return reportNumber(.number, index)
        }
        if isRateOfSome(index, quantity) || isPairedRate(index, quantity) { return }
        if let binding = binding(of: index, kinds: [.questions, .types, .grades]) {
            if agrees(binding, quantity, index) { return }
            if binding.isStrong, !speaksOfWhole(index, after: binding.group) { return reportNumber(.subject, index) }
        }
        if looseRates(index).contains(where: { Agreement.holds(quantity, $0) }) { return }
        reportNumber(quantity.bound == nil ? .number : .range, index)
    }

    /// "12% of the missed questions": no question's rate.
    func isShareOfMistakes(_ index: Int) -> Bool {
        guard passage.isEnglish, sheet.isStudent, index + 2 < tokens.count, tokens[index + 1].term == .of else {
            return false
        }
        var next = index + 2
        while next < tokens.count, Phrasing.isArticle(tokens[next]) { next += 1 }
        guard next < tokens.count else { return false }
        return tokens[next].term == .mistake
            || tokens[next].term == .wrong && next + 1 < tokens.count && tokens[next + 1].term == .question
    }

    /// Half of something that has a rate; other halves state nothing.
    func isFractionOfRate(_ index: Int) -> Bool {
        has(.correctRate, inClauseOf: index) || contains(following(index), [.right])
    }

    func isDifference(_ index: Int) -> Bool {
        contains(following(index, most: 3), [.higher, .lower, .above, .below, .difference])
            || contains(preceding(index, most: 4), [.difference])
    }

    /// All, or the average, is spoken of after a group that the number could be of.
    func speaksOfWhole(_ index: Int, after group: Group) -> Bool {
        let range = preceding(index, most: 6)
        return contains(range, [.overall, .total])
            || range.contains { tokens[$0].term == .average && !isWord($0 - 1, ["a", "an", "its", "their"]) }
                && !range.contains { group.tokens.contains($0) }
            || contains(following(index, most: 3), [.total])
    }

    func agrees(_ binding: Binding, _ quantity: Quantity, _ index: Int) -> Bool {
        let clause = passage.terms(inClauseOf: index)
        let measure = tokens[..<index].last { $0.term == .correctRate || $0.term == .incorrectRate }?.term
        let saysWrong = clause.contains(.wrong) || tokens[..<index].contains { $0.term == .incorrectRate }
        func rates(_ element: Int) -> [Double] {
            switch binding.group.kind {
            case .questions:
                guard let question = sheet.questions[element] else { return [] }
                if measure == .incorrectRate { return [question.wrongRate] }
                return saysWrong && measure != .correctRate ? [question.rate, question.wrongRate] : [question.rate]
            case .types:
                guard sheet.types.indices.contains(element) else { return [] }
                let type = sheet.types[element]
                if measure == .incorrectRate { return [100 - type.rate] }
                return saysWrong && measure != .correctRate ? [type.rate, 100 - type.rate] : [type.rate]
            case .grades: return gradeShares(element, index)
            }
        }
        if binding.group.kind == .grades, binding.elements.count > 1 {
            let sum = binding.elements.reduce(0.0) { sum, grade in
                sum + (sheet.grades.first { $0.grade == grade }?.share ?? 0)
            }
            if Agreement.holds(quantity, sum) { return true }
        }
        // `독서 세 문항은 45%, 25%, 15%`: of a type's questions.
        if binding.group.kind == .types, binding.elements.count == 1, percents(after: binding.group).count > 1 {
            let questions = sheet.questions(ofType: binding.elements.first)
            if questions.contains(where: { Agreement.holds(quantity, $0.rate) }) { return true }
        }
        let matches = binding.elements.map { element in rates(element).contains { Agreement.holds(quantity, $0) } }
        return binding.isEach ? matches.allSatisfy(\.self) : matches.contains(true)
    }

    /// Percents one after another up to the next name.
    func percents(after group: Group) -> [Int] {
        let end =
            passage.groups.first { $0.tokens.lowerBound >= group.tokens.upperBound }?.tokens.lowerBound ?? tokens.count
        return (group.tokens.upperBound..<max(end, group.tokens.upperBound)).filter {
            tokens[$0].quantity.map { $0.unit == .percent && $0.bound == nil } == true
        }
    }

    func gradeShares(_ grade: Int, _ index: Int) -> [Double] {
        let own = sheet.grades.first { $0.grade == grade }?.share ?? 0
        return [
            own, sheet.cumulative(from: grade, better: true).share, sheet.cumulative(from: grade, better: false).share,
        ]
    }

    /// What a rate may be when nobody is named beside it.
    func looseRates(_ index: Int) -> [Double] {
        var rates = sheet.overall
        for group in passage.groups + context.groups {
            for element in group.elements {
                switch group.kind {
                case .questions: rates += sheet.questions[element].map { [$0.rate, $0.wrongRate] } ?? []
                case .types: if sheet.types.indices.contains(element) { rates.append(sheet.types[element].rate) }
                case .grades: rates += gradeShares(element, index)
                }
            }
        }
        if passage.isEnglish, passage.groups.isEmpty { rates += sheet.types.map(\.rate) }
        let terms = passage.terms
        if terms.contains(.top) || terms.contains(.bottom) || terms.contains(.gradeNoun)
            || terms.contains(.participants)
            || tokens.contains(where: { $0.quantity?.unit == .gradeCount })
        {
            for grade in sheet.grades { rates += gradeShares(grade.grade, index) }
        }
        if !Set(terms).isDisjoint(with: [.most, .hardest, .easiest, .highest, .lowest, .strongest, .weakest]) {
            rates += [
                sheet.ranked.first?.rate, sheet.ranked.last?.rate, sheet.types.first?.rate, sheet.types.last?.rate,
            ].compactMap(\.self)
        }
        if sheet.isStudent, let right = sheet.overall.first { rates.append(100 - right) }
        return rates
    }

    /// Differences of rates of those named in the sentence or just before.
    func differences(near index: Int) -> [Double] {
        var rates = sheet.overall
        for group in passage.groups + context.groups {
            for element in group.elements {
                switch group.kind {
                case .questions: if let question = sheet.questions[element] { rates.append(question.rate) }
                case .types: if sheet.types.indices.contains(element) { rates.append(sheet.types[element].rate) }
                case .grades: break
                }
            }
        }
        let terms = Set(passage.terms)
        if passage.groups.isEmpty
            || !terms.isDisjoint(with: [.most, .strongest, .weakest, .typeNoun, .highest, .lowest])
        {
            rates += [
                sheet.types.first?.rate, sheet.types.last?.rate, sheet.ranked.first?.rate, sheet.ranked.last?.rate,
            ].compactMap(\.self)
        }
        if passage.isEnglish, passage.groups.filter({ $0.kind == .types }).count < 2 {
            rates += sheet.types.map(\.rate)
        }
        rates = Array(rates.prefix(40))
        return rates.indices.flatMap { one in rates.indices.filter { $0 > one }.map { rates[one] - rates[$0] } }
    }
}
