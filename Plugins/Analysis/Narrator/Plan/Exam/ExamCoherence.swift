import AnalysisFacts

/// Which figures of an exam can be true together. What contradicts itself is not spoken of.
struct ExamCoherence: Sendable {
    /// As far as scores may be off through rounding.
    private static let scoreTolerance = 0.05
    /// As far as percents may be off through rounding.
    private static let rateTolerance = 1.0

    let scoresAgree: Bool
    let questionsAgree: Bool
    let gradesAgree: Bool
    /// The percentages of grades fit their counts.
    let sharesAgree: Bool

    init(_ facts: ExamFacts) {
        let figures = facts.figures
        let scores = Self.scoresAgree(figures)
        scoresAgree = scores
        questionsAgree = Self.questionsAgree(facts, scoresAgree: scores)
        gradesAgree = Self.gradesAgree(figures, isEven: scores && facts.isEven)
        sharesAgree = figures.grades.allSatisfy { grade in
            let share = Double(grade.count) / Double(max(1, figures.participants)) * 100
            return abs(share - grade.percentage) <= Self.rateTolerance
        }
    }

    private static func scoresAgree(_ figures: ExamFigures) -> Bool {
        let scores = [figures.lowest, figures.average, figures.highest]
        guard scores.allSatisfy({ $0.isFinite && $0.magnitude < Figure.limit }) else { return false }
        let spread = figures.highest - figures.lowest
        if spread < 0 || figures.participants == 1 && spread > scoreTolerance { return false }
        return figures.average >= figures.lowest - scoreTolerance && figures.average <= figures.highest + scoreTolerance
    }

    private static func questionsAgree(_ facts: ExamFacts, scoresAgree: Bool) -> Bool {
        let figures = facts.figures
        let isSound = figures.questions.allSatisfy { question in
            question.number > 0 && (0...100).contains(question.correctRate)
                && abs(question.correctRate + question.incorrectRate - 100) <= rateTolerance
                && (0..<Figure.limit).contains(question.points)
                // One student has a question right or not.
                && (figures.participants != 1 || [0, 100].contains(question.correctRate))
        }
        guard isSound, Set(figures.questions.map(\.number)).count == figures.questions.count else { return false }
        // Nobody can be better than another where all have everything right, or have points where all have nothing.
        if scoresAgree, facts.isAllRight, figures.highest - figures.lowest > scoreTolerance { return false }
        if scoresAgree, facts.isAllWrong, figures.highest > scoreTolerance { return false }
        return true
    }

    private static func gradesAgree(_ figures: ExamFigures, isEven: Bool) -> Bool {
        let (sum, overflows) = figures.grades.reduce((0, false)) { total, grade in
            let (sum, overflows) = total.0.addingReportingOverflow(grade.count)
            return (sum, total.1 || overflows)
        }
        return !overflows && sum <= figures.participants
            && figures.grades.allSatisfy { $0.grade > 0 && $0.count >= 0 }
            && Set(figures.grades.map(\.grade)).count == figures.grades.count
            // Equal scores have equal grades.
            && !(isEven && figures.grades.count { $0.count > 0 } > 1)
    }
}
