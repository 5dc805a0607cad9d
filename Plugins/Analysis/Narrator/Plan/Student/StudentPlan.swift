import AnalysisFacts

/// Chooses what feedback to a student says: the score, then the types, then what to look at again.
struct StudentPlan: Sendable {
    private static let mostSentences = 7
    /// More than these are too many to begin with.
    private static let mostNamed = 3

    private let facts: StudentFacts
    private let coherence: StudentCoherence

    private init(_ facts: StudentFacts) {
        self.facts = facts
        coherence = StudentCoherence(facts)
    }

    static func paragraphs(_ facts: StudentFacts) -> [[StudentMessage]] {
        var plan = ContentPlan<StudentMessage>()
        StudentPlan(facts).say(in: &plan)
        return plan.paragraphs(most: mostSentences)
    }

    private var isAllWrong: Bool { facts.isAllWrong && coherence.typesAreWhole }

    private func say(in plan: inout ContentPlan<StudentMessage>) {
        sayScore(in: &plan)
        if !coherence.recordsAgree {
            plan.startParagraph()
            plan.say(.recordsDisagree, weight: 100)
            plan.say(.checkRecords, weight: 100)
        } else if facts.missed.isEmpty {
            sayNothingMissed(in: &plan)
        } else if isAllWrong {
            sayAllWrong(in: &plan)
        } else {
            sayCounts(in: &plan)
            plan.startParagraph()
            let types = StudentTypePlan(facts, isWhole: coherence.typesAreWhole)
            types.say(in: &plan)
            plan.startParagraph()
            sayReview(except: types.missedOfWeakest, in: &plan)
        }
    }

    private func sayScore(in plan: inout ContentPlan<StudentMessage>) {
        let figures = facts.figures
        let score = coherence.scoresAgree ? Figure(figures.score) : nil
        plan.say(.result(score: score, grade: figures.grade > 0 ? figures.grade : nil), weight: 100)
        // How far it is to the average is no help to who has nothing right.
        let isFar = coherence.recordsAgree && isAllWrong && easiestMissed.contains { !$0.isNobodys }
        if coherence.scoresAgree, !isFar {
            plan.say(
                .average(
                    facts.standing, difference: Figure(facts.difference.magnitude), average: Figure(figures.average)),
                weight: 95)
        }
    }

    private func sayCounts(in plan: inout ContentPlan<StudentMessage>) {
        if coherence.typesAreWhole, let right = facts.rightCount, let count = facts.questionCount {
            plan.say(.counts(right: right, count: count), weight: 85)
        } else {
            plan.say(.wrongCount(facts.missed.count), weight: 85)
        }
    }

    private func sayNothingMissed(in plan: inout ContentPlan<StudentMessage>) {
        if let count = facts.questionCount {
            plan.say(.allRight(count: count), weight: 100)
            plan.say(.allRightPraise, weight: 90)
            plan.startParagraph()
            plan.say(.nothingToRepeat, weight: 80)
            plan.say(.allRightNext, weight: 80)
        } else {
            plan.startParagraph()
            plan.say(.nothingMissedRecorded, weight: 100)
            plan.say(.noTypesRecorded, weight: 100)
        }
    }

    private func sayAllWrong(in plan: inout ContentPlan<StudentMessage>) {
        plan.say(.allWrong(count: facts.missed.count), weight: 100)
        plan.startParagraph()
        let start = easiestMissed.filter { !$0.isNobodys }.prefix(Self.mostNamed)
        if facts.unmarked.count == facts.missed.count {
            plan.say(.nothingMarked, weight: 100)
        } else if !start.isEmpty {
            plan.say(.allWrongEncouragement, weight: 90)
        }
        plan.say(start.isEmpty ? .nobodyRight : .allWrongStart(Array(start)), weight: 90)
        if facts.unmarked.count < facts.missed.count { sayUnmarked(in: &plan) }
    }

    /// - Parameter named: what the text sends the reader to already.
    private func sayReview(except named: [Int], in plan: inout ContentPlan<StudentMessage>) {
        let (easy, hard) = (facts.easyMissed, facts.hardMissed)
        if facts.missed.count == 1, let only = easiestMissed.first {
            plan.say(.startWith([only], whose: .only), weight: 90)
        } else if !easy.isEmpty {
            if easy.count == facts.missed.count { plan.say(.onlyEasy(count: easy.count), weight: 60) }
            plan.say(.startWith(easy.prefix(Self.mostNamed).map(Self.rated), whose: .easy), weight: 90)
            if let hardest = hard.first(where: { !named.contains($0.number) }) {
                plan.say(.hardCanWait(Self.rated(hardest)), weight: 55)
            }
        } else if let easiest = easiestMissed.first {
            if hard.count == facts.missed.count { plan.say(.onlyHard(count: hard.count), weight: 60) }
            if easiest.isNobodys {
                plan.say(.nobodyRight, weight: 90)
            } else {
                let equal = easiestMissed.prefix(Self.mostNamed).filter { $0.rate == easiest.rate }
                plan.say(.startWith(equal, whose: .easiest), weight: 90)
            }
        }
        sayUnmarked(in: &plan)
    }

    private func sayUnmarked(in plan: inout ContentPlan<StudentMessage>) {
        let unmarked = facts.unmarked.map(\.number)
        if !unmarked.isEmpty {
            plan.say(.unmarked(unmarked.count <= 4 ? unmarked : [], count: unmarked.count), weight: 75)
        }
    }

    /// Those that most of all had right first.
    private var easiestMissed: [RatedQuestion] {
        facts.missed.sorted { (-$0.correctRate, $0.number) < (-$1.correctRate, $1.number) }.map(Self.rated)
    }

    private static func rated(_ missed: StudentFigures.Missed) -> RatedQuestion {
        RatedQuestion(
            number: missed.number, rate: Figure(missed.correctRate), isNobodys: missed.correctRate <= 1e-9)
    }
}
