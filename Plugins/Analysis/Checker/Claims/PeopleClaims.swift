/// How many students.
extension Check {
    mutating func checkPeople(_ index: Int, _ quantity: Quantity) {
        guard quantity.unit == .people else { return }
        if isAnsweredPeople(index, quantity) { return reportNumber(.count, index) }
        if quantity.value == 1, quantity.isWord, quantity.bound == nil, isAdvice || sheet.isStudent { return }
        guard let participants = sheet.participants else {
            // Nobody knows how many took the exam.
            if !isAdvice || !quantity.isWord { reportNumber(.count, index) }
            return
        }
        if speaksOfParticipants(index) {
            if Agreement.holdsAsCount(quantity, participants) { return }
            return reportNumber(.count, index)
        }
        if has(.rest, inClauseOf: index)
            || (passage.isEnglish && quantity.isWord && quantity.value == 1 && !passage.terms.contains(.right))
        {
            return
        }
        if isOneAtExtreme(index, quantity) { return }
        if let binding = binding(of: index, kinds: [.questions, .grades]) {
            let matches = binding.elements.map { element in
                people(binding.group.kind, element, index).contains { Agreement.holdsAsCount(quantity, $0) }
            }
            if binding.isEach ? matches.allSatisfy(\.self) : matches.contains(true) { return }
            if binding.group.kind == .grades, binding.elements.count > 1 {
                let sum = binding.elements.reduce(0) { sum, grade in
                    sum + (sheet.grades.first { $0.grade == grade }?.count ?? 0)
                }
                if Agreement.holdsAsCount(quantity, sum) { return }
            }
            let isAnswering =
                binding.group.kind == .questions
                && passage.clause[binding.group.tokens.lowerBound] == passage.clause[index]
                && (has(.right, inClauseOf: index) || has(.wrong, inClauseOf: index))
            if binding.isStrong, isAnswering || !Agreement.holdsAsCount(quantity, participants) {
                return reportNumber(.count, index)
            }
        }
        if Agreement.holdsAsCount(quantity, participants) { return }
        if loosePeople(index).contains(where: { Agreement.holdsAsCount(quantity, $0) }) { return }
        if isAdvice, quantity.value <= 5 { return }
        reportNumber(.count, index)
    }

    /// `네 명을 맞혔으며`: what is answered are questions.
    func isAnsweredPeople(_ index: Int, _ quantity: Quantity) -> Bool {
        quantity.unit == .people && ["을", "를"].contains(tokens[index].ending) && index + 1 < tokens.count
            && (tokens[index + 1].term == .right || tokens[index + 1].term == .wrong)
    }

    func speaksOfParticipants(_ index: Int) -> Bool {
        let next = following(index, most: 3)
        if let first = next.first, tokens[first].term == .participants { return true }
        return passage.groups.isEmpty && contains(next, [.average]) && !contains(next, [.right, .wrong])
            && !passage.terms.contains(.over)
    }

    func people(_ kind: Group.Kind, _ element: Int, _ index: Int) -> [Int] {
        switch kind {
        case .grades:
            let own = sheet.grades.first { $0.grade == element }?.count ?? 0
            let better = sheet.cumulative(from: element, better: true).count
            let worse = sheet.cumulative(from: element, better: false).count
            if isBounded(element, at: index, by: [.atLeast, .top]) { return [better] }
            if isBounded(element, at: index, by: [.atMost, .bottom]) { return [worse] }
            let isWide = passage.groups.contains { $0.kind == .grades && isCumulative($0) }
            return isWide ? [own, better, worse] : [own]
        case .questions:
            guard let question = sheet.questions[element] else { return [] }
            switch answered(at: index) {
            case .right: return headcounts(question.rate)
            case .wrong: return headcounts(question.wrongRate)
            case .any: return headcounts(question.rate) + headcounts(question.wrongRate)
            }
        case .types: return []
        }
    }

    /// `3등급 이내`: the bound stands beside the grade.
    func isBounded(_ grade: Int, at index: Int, by terms: Set<Term>) -> Bool {
        let named = passage.groups.filter { $0.kind == .grades && $0.elements.contains(grade) }
        guard let group = named.last(where: { $0.tokens.upperBound <= index }) ?? named.first,
            tokens[group.tokens.upperBound - 1].ending.isEmpty, group.tokens.upperBound < tokens.count,
            let term = tokens[group.tokens.upperBound].term
        else { return false }
        return terms.contains(term)
    }

    /// `3등급까지`, `5등급부터`, `1·2등급을 합하면`: several grades together.
    func reachesFar(_ group: Group) -> Bool {
        let ending = tokens[group.tokens.upperBound - 1].ending
        if ["까지", "부터", "밖", "안", "보다"].contains(where: { ending.hasPrefix($0) }) { return true }
        return group.tokens.upperBound < tokens.count
            && (tokens[group.tokens.upperBound].term == .lower || tokens[group.tokens.upperBound].term == .higher
                || isTextBeginning(group.tokens.upperBound, ["안", "밖", "아래", "위", "누적", "이내"]))
    }

    /// `만점자 한 명`, `최고점을 받은 학생은 한 명`: somebody has the highest score and the lowest.
    func isOneAtExtreme(_ index: Int, _ quantity: Quantity) -> Bool {
        guard quantity.value == 1 else { return false }
        if let place = preceding(index, most: 5).last(where: { [.total, .highest, .lowest].contains(tokens[$0].term) })
        {
            guard tokens[place].term == .total else { return true }
            return sheet.highest != nil && (sheet.highest == sheet.total || sheet.highest == 100)
        }
        return false
    }

    /// `26명이 맞히고`, "missed by 14 students": what the number of people did.
    private func answered(at index: Int) -> Polarity {
        func said(_ place: Int) -> Bool { tokens[place].term == .right || tokens[place].term == .wrong }
        let after = following(index, most: 4)
        guard
            let place = after.first(where: said)
                ?? (passage.isEnglish ? preceding(index, most: 4).last(where: said) : nil)
        else { return .any }
        let isMixed = Set(after.compactMap { tokens[$0].term }).isSuperset(of: [.right, .wrong])
        let isExcluded = (index + 1..<min(index + 3, tokens.count)).contains {
            isTextBeginning($0, ["제외", "빼", "except", "but"])
        }
        if isMixed || isExcluded { return .any }
        // `맞히지 못한`, "did not solve".
        let isDenied =
            (place + 1..<min(place + 3, tokens.count)).contains {
                tokens[$0].term == .notReaching || isTextBeginning($0, ["않", "못"])
            }
            || (max(0, place - 3)..<place).contains {
                tokens[$0].term == .not || isTextBeginning($0, ["did", "could", "fail"])
            }
        if isDenied { return .any }
        return tokens[place].term == .right ? .right : .wrong
    }

    /// "grade 3 or above", "up to grade 3", `3등급 안쪽`: one grade and all on one side of it.
    func isCumulative(_ group: Group) -> Bool {
        if reachesFar(group) { return true }
        // "this grade or better".
        let saysSide = tokens.indices.dropLast().contains {
            tokens[$0].term == .gradeNoun && [.atLeast, .atMost].contains(tokens[$0 + 1].term)
        }
        if saysSide { return true }
        let (first, end) = (group.tokens.lowerBound, group.tokens.upperBound)
        let sides: Set<Term> = [
            .over, .under, .atLeast, .atMost, .above, .below, .higher, .lower, .top, .bottom, .rest,
        ]
        return contains(end..<min(end + 3, tokens.count), sides)
            || passage.isEnglish && contains(max(0, first - 1)..<first, sides)
            || (max(0, first - 3)..<first).contains { isWord($0, ["within", "through", "reached", "reach"]) }
            || tokens.contains { $0.term == .top || $0.term == .bottom || $0.quantity?.unit == .gradeCount }
    }

    func isTextBeginning(_ index: Int, _ stems: [String]) -> Bool {
        guard tokens.indices.contains(index), case .text(let text) = tokens[index].kind else { return false }
        return stems.contains { text.hasPrefix($0) }
    }

    func headcounts(_ rate: Double) -> [Int] {
        guard let participants = sheet.participants else { return [] }
        let exact = rate / 100 * Double(participants)
        return exact.isFinite && abs(exact) < 1e9 ? [Int(exact.rounded())] : []
    }

    func loosePeople(_ index: Int) -> [Int] {
        var counts: [Int] = []
        for group in passage.groups + context.groups {
            for element in group.elements { counts += people(group.kind, element, index) }
            if group.kind == .grades, group.elements.count > 1 {
                counts.append(
                    group.elements.reduce(0) { sum, grade in
                        sum + (sheet.grades.first { $0.grade == grade }?.count ?? 0)
                    })
            }
        }
        for question in [sheet.ranked.first, sheet.ranked.last].compactMap(\.self)
        where !Set(passage.terms).isDisjoint(with: [.most, .hardest, .easiest]) {
            counts += headcounts(question.rate) + headcounts(question.wrongRate)
        }
        if passage.terms.contains(.top) || passage.terms.contains(.bottom)
            || tokens.contains(where: { $0.quantity?.unit == .gradeCount })
        {
            for grade in sheet.grades {
                counts += [
                    sheet.cumulative(from: grade.grade, better: true).count,
                    sheet.cumulative(from: grade.grade, better: false).count,
                ]
            }
        }
        if !Set(passage.terms).isDisjoint(with: [.largest, .smallest, .more, .fewer, .gradeNoun]) {
            counts += sheet.grades.map(\.count)
        }
        return counts
    }
}
