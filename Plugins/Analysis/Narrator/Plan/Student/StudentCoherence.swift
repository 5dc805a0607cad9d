import AnalysisFacts

/// Which figures of a student can be true together. What contradicts itself is not spoken of.
struct StudentCoherence: Sendable {
    /// As far as scores may be off through rounding.
    private static let scoreTolerance = 0.05
    /// As far as percents may be off through rounding.
    private static let rateTolerance = 1.0
    private static let mostQuestions = 1_000_000

    let scoresAgree: Bool
    /// The missed questions and the types tell the same.
    let recordsAgree: Bool
    /// The types hold every missed question, so that their sums are those of the exam.
    let typesAreWhole: Bool

    init(_ facts: StudentFacts) {
        let figures = facts.figures
        scoresAgree = [figures.score, figures.average].allSatisfy { $0.isFinite && $0.magnitude < Figure.limit }
        let missedOfType = Dictionary(grouping: facts.missed, by: \.type).mapValues(\.count)
        let missed = facts.missed.allSatisfy { question in
            // Nobody missed what all had right.
            question.number > 0 && question.correctRate >= 0 && question.correctRate < 100
        }
        let types = facts.types.allSatisfy { type in
            type.total <= Self.mostQuestions && (0...type.total).contains(type.correct)
                && abs(Double(type.correct) / Double(type.total) * 100 - type.rate) <= Self.rateTolerance
                && missedOfType[type.type, default: 0] == type.missed
        }
        let areUnique =
            Set(facts.missed.map(\.number)).count == facts.missed.count
            && Set(facts.types.map(\.type)).count == facts.types.count
        recordsAgree = missed && types && areUnique && Self.scoreFits(facts)
        typesAreWhole = !facts.types.isEmpty && facts.types.reduce(0) { $0 &+ $1.missed } == facts.missed.count
    }

    /// Who has everything right is not below the average, and who has nothing right has no points.
    private static func scoreFits(_ facts: StudentFacts) -> Bool {
        if facts.types.isEmpty { return true }
        if facts.isAllRight { return facts.difference >= -scoreTolerance }
        if facts.isAllWrong { return facts.figures.score <= scoreTolerance }
        return true
    }
}
