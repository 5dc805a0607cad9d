/// Of what a share may be: those who took the exam, the questions, the mistakes, the points.
extension Check {
    /// Percent, for every reading of the clause that the data can answer; none when they cannot.
    func fractionReadings(_ index: Int) -> [Double] {
        let clause = passage.clause[index]
        let places = tokens.indices.filter { passage.clause[$0] == clause }
        let terms = Set(places.compactMap { tokens[$0].term })
        let groups = passage.groups.filter { passage.clause[$0.tokens.lowerBound] == clause }
        let measures = pointShares(terms, places)
        if !measures.isEmpty { return measures }
        let grades = groups.filter { $0.kind == .grades }
        if !grades.isEmpty { return grades.flatMap { shares(ofGrades: $0) } }
        let named = groups.filter { $0.kind == .types }.flatMap(\.elements)
        let spoken =
            named.isEmpty ? (passage.groups + context.groups).filter { $0.kind == .types }.flatMap(\.elements) : named
        let saysAnswers = !terms.isDisjoint(with: [.right, .wrong, .mistake])
        guard saysAnswers || terms.contains(.correctRate) else { return [] }
        let types = spoken.filter { sheet.types.indices.contains($0) }
        let questions = groups.filter { $0.kind == .questions }.flatMap(\.elements).compactMap { sheet.questions[$0] }
        let saysRight = terms.contains(.right) || terms.contains(.correctRate)
        let saysWrong = terms.contains(.wrong) || terms.contains(.mistake)
        func asked(_ right: Double) -> [Double] { (saysRight ? [right] : []) + (saysWrong ? [100 - right] : []) }
        var readings = questions.flatMap { asked($0.rate) }
        let together = Self.share(types.reduce(0) { $0 + (sheet.types[$1].wrong ?? 0) }, sheet.wrongCount)
        // "half of your mistakes were in grammar".
        if sheet.isStudent, terms.contains(.mistake), !named.isEmpty {
            return together
                + named.flatMap {
                    Self.share(sheet.types.indices.contains($0) ? sheet.types[$0].wrong : nil, sheet.wrongCount)
                }
        }
        if questions.isEmpty, named.isEmpty { readings += sheet.overall.flatMap { asked($0) } }
        for type in types {
            readings += asked(sheet.types[type].rate)
            readings += Self.share(sheet.types[type].wrong, sheet.wrongCount)
            readings += Self.share(sheet.types[type].right, sheet.rightCount)
        }
        return readings + (types.count > 1 ? together : [])
            + (readings.isEmpty || tokens[index].quantity?.bound != nil ? [] : setShares())
    }

    /// `만점의 5분의 1`, "half of the total": of all points.
    private func pointShares(_ terms: Set<Term>, _ places: [Int]) -> [Double] {
        let isOfAll = places.contains { place in
            tokens[place].term == .total && (tokens[place].ending == "의" || passage.isEnglish)
        }
        guard isOfAll, let total = sheet.total ?? (sheet.score == nil ? nil : 100), total > 0 else { return [] }
        var points: [Double?] = []
        if terms.contains(.average) { points.append(sheet.average) }
        if terms.contains(.highest) { points.append(sheet.highest) }
        if terms.contains(.lowest) { points.append(sheet.lowest) }
        if points.isEmpty { points = [sheet.average, sheet.score, sheet.lowest, sheet.highest] }
        return points.compactMap { $0.map { $0 / total * 100 } }
    }

    private func shares(ofGrades group: Group) -> [Double] {
        let own = group.elements.map { grade in sheet.grades.first { $0.grade == grade }?.share ?? 0 }
        let cumulative = group.elements.flatMap { grade in
            [sheet.cumulative(from: grade, better: true).share, sheet.cumulative(from: grade, better: false).share]
        }
        return own + [own.reduce(0, +)] + (isCumulative(group) ? cumulative : [])
    }

    /// How large a part of the questions is what the sentence's bounds hold for.
    private func setShares() -> [Double] {
        guard let total = sheet.questionCount, total > 0 else { return [] }
        return bounds().map { bound in Double(sheet.ranked.count { bound.contains($0.rate) }) / Double(total) * 100 }
    }

    private static func share(_ part: Int?, _ whole: Int?) -> [Double] {
        guard let part, let whole, whole > 0 else { return [] }
        return [Double(part) / Double(whole) * 100]
    }
}
