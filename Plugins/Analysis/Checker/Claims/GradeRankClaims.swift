/// The most and the least frequent grade.
extension Check {
    mutating func checkGradeRanks() {
        guard !sheet.isStudent, !sheet.grades.isEmpty else { return }
        for index in tokens.indices {
            guard let (isMost, last) = frequency(at: index) else { continue }
            let counts = sheet.grades.filter { $0.count > 0 }
            guard let extreme = isMost ? counts.map(\.count).max() : counts.map(\.count).min() else { continue }
            let grades = Set(counts.filter { $0.count == extreme }.map(\.grade))
            if let group = rankedGrades(index, last) {
                // An order is checked by itself; `9등급까지 포함해` reaches over several.
                if grades.isSuperset(of: group.elements) || passage.terms.contains(.order) { continue }
                report(
                    .rank, group.tokens, isMost ? "가장 많은 등급이 아닙니다." : "가장 적은 등급이 아닙니다.",
                    "This is not the \(isMost ? "most" : "least") frequent grade.")
            }
            checkFrequencyCount(index, last, extreme)
        }
    }

    /// `가장 많은`, "the most common": which end, and the last token of the phrase.
    private func frequency(at index: Int) -> (isMost: Bool, last: Int)? {
        if passage.isEnglish {
            guard tokens[index].term == .largest || tokens[index].term == .smallest,
                speaksOfGrades(index)
            else { return nil }
            return (tokens[index].term == .largest, index)
        }
        guard tokens[index].term == .most, speaksOfGrades(index) else { return nil }
        for last in index + 1..<min(index + 3, tokens.count) {
            if tokens[last].term == .more { return (true, last) }
            if tokens[last].term == .fewer { return (false, last) }
            if tokens[last].term != .person { return nil }
        }
        return nil
    }

    private func speaksOfGrades(_ index: Int) -> Bool {
        let clause = tokens.indices.filter { passage.clause[$0] == passage.clause[index] }
        return clause.contains { place in
            if case .grades = tokens[place].kind { return true }
            return tokens[place].term == .gradeNoun
        } && !clause.contains { [.mistake, .wrong].contains(tokens[$0].term) }
    }

    private func rankedGrades(_ index: Int, _ last: Int) -> Group? {
        let clause = passage.clause[index]
        let near = passage.groups.filter { $0.kind == .grades && passage.clause[$0.tokens.lowerBound] == clause }
        if near.count == 1 { return near.first }
        let before = near.last { $0.tokens.upperBound <= index }
        let after = near.first { $0.tokens.lowerBound > last }
        if passage.isEnglish { return before ?? after }
        // `가장 많은 가운데`: while they are.
        return isAdnominal(last) && !isTextBeginning(last + 1, ["가운데"]) ? after ?? before : before
    }

    /// `가장 많은 등급은 42명이 받은`: how many, where the phrase comes first.
    private mutating func checkFrequencyCount(_ index: Int, _ last: Int, _ extreme: Int) {
        guard !passage.isEnglish, isAdnominal(last), last + 2 < tokens.count, tokens[last + 1].term == .gradeNoun,
            let count = tokens[last + 2].quantity, count.unit == .people, count.whole == nil
        else { return }
        if !Agreement.holdsAsCount(count, extreme) { reportNumber(.count, last + 2) }
    }
}
