import AnalysisFacts

/// Chooses what commentary says of the questions. Their figures agree, and somebody took part.
struct QuestionPlan: Sendable {
    /// More than these are counted, not named.
    private static let mostNamed = 3

    private let facts: ExamFacts

    init(_ facts: ExamFacts) { self.facts = facts }

    func say(in plan: inout ContentPlan<ExamMessage>) {
        let count = facts.questionCount
        guard let hardest = facts.ranked.first, let easiest = facts.ranked.last else {
            plan.say(.noQuestions, weight: 100)
            return
        }
        if facts.figures.participants == 1 {
            sayOwn(in: &plan)
        } else if facts.isAllRight {
            plan.say(.allRight(count: count), weight: 100)
            plan.say(.allRightMeaning, weight: 90)
            plan.say(.allRightNext, weight: 90)
        } else if facts.isAllWrong {
            plan.say(.allWrong(count: count), weight: 100)
            plan.say(.allWrongCheck, weight: 100)
            plan.say(.allWrongNext, weight: 90)
        } else if Figure(hardest.correctRate) == Figure(easiest.correctRate) {
            let rate = Figure(hardest.correctRate)
            plan.say(count == 1 ? .oneQuestion(rate: rate) : .sameRate(count: count, rate: rate), weight: 100)
            plan.say(.sameRateMeaning, weight: 80)
        } else {
            sayRates(in: &plan)
            TypePlan(facts).say(in: &plan)
        }
    }

    /// One student: what was right and what was not.
    private func sayOwn(in plan: inout ContentPlan<ExamMessage>) {
        let missed = facts.figures.questions.filter { $0.correctRate < 100 }.map(\.number).sorted()
        plan.say(.ownCounts(right: facts.questionCount - missed.count, count: facts.questionCount), weight: 95)
        if missed.isEmpty {
            plan.say(.allRightMeaning, weight: 90)
        } else if missed.count == facts.questionCount {
            plan.say(.allWrongCheck, weight: 90)
        } else {
            if missed.count <= 6 { plan.say(.ownMissed(missed), weight: 85) }
            TypePlan(facts).say(in: &plan)
        }
    }

    private func sayRates(in plan: inout ContentPlan<ExamMessage>) {
        if let rate = facts.meanCorrectRate {
            plan.say(
                .overall(
                    count: facts.questionCount, rate: Figure(rate), difficulty: Difficulty(correctRate: rate)),
                weight: 75)
        }
        let bands = Set(facts.ranked.map { Difficulty(correctRate: $0.correctRate) })
        if let band = bands.first, bands.count == 1 { plan.say(.oneBand(band), weight: 85) }
        plan.say(.hardest(rated(facts.hardest), next: next), weight: 95)
        plan.say(.easiest(rated(facts.easiest)), weight: 60)
        if bands.count > 1 { sayBands(in: &plan) }
    }

    private func sayBands(in plan: inout ContentPlan<ExamMessage>) {
        let hard = facts.ranked.count { Difficulty(correctRate: $0.correctRate) <= .hard }
        let veryEasy = facts.questions(.veryEasy).count
        // Worth more the more of the exam it describes.
        plan.say(.bands(hard: hard, veryEasy: veryEasy), weight: (hard + veryEasy) * 2 > facts.questionCount ? 65 : 50)
    }

    private func rated(_ questions: [ExamFigures.Question]) -> RatedQuestions {
        RatedQuestions(
            numbers: questions.count <= Self.mostNamed ? questions.map(\.number) : [], count: questions.count,
            rate: Figure(questions.first?.correctRate ?? 0), isNobodys: questions.allSatisfy { $0.correctRate <= 1e-9 },
            isEverybodys: questions.allSatisfy { $0.correctRate >= 100 - 1e-9 })
    }

    /// The next hardest after a single hardest one: up to two, none of them easy, none that is equal to one left out.
    private var next: [RatedQuestions] {
        guard facts.hardest.count == 1 else { return [] }
        let others = facts.ranked.dropFirst().filter { $0.correctRate < 60 }
        guard let second = others.first else { return [] }
        let seconds = others.prefix { Figure($0.correctRate) == Figure(second.correctRate) }
        guard seconds.count == 1, others.count > 1 else { return seconds.count <= 2 ? [rated(Array(seconds))] : [] }
        let thirds = others.dropFirst().prefix { Figure($0.correctRate) == Figure(others[1].correctRate) }
        return [rated([second])] + (thirds.count == 1 ? [rated(Array(thirds))] : [])
    }
}
