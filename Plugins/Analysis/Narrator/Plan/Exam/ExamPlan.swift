import AnalysisFacts

/// Chooses what commentary on an exam says: scores and grades, then questions, then types and what to look at again.
struct ExamPlan: Sendable {
    private static let mostSentences = 8

    private let facts: ExamFacts
    private let coherence: ExamCoherence

    private init(_ facts: ExamFacts) {
        self.facts = facts
        coherence = ExamCoherence(facts)
    }

    static func paragraphs(_ facts: ExamFacts) -> [[ExamMessage]] { ExamPlan(facts).paragraphs }

    private var paragraphs: [[ExamMessage]] {
        var plan = ContentPlan<ExamMessage>()
        if facts.figures.participants < 1 {
            sayNobody(&plan)
        } else {
            sayScores(&plan)
            sayGrades(&plan)
            plan.startParagraph()
            if !coherence.questionsAgree {
                plan.say(.questionsDisagree, weight: 100)
                plan.say(.checkQuestions, weight: 100)
            } else {
                QuestionPlan(facts).say(in: &plan)
            }
        }
        return plan.paragraphs(most: Self.mostSentences)
    }

    private func sayNobody(_ plan: inout ContentPlan<ExamMessage>) {
        plan.say(.nobody, weight: 100)
        plan.say(.nobodyMeansNothing, weight: 100)
        plan.startParagraph()
        if coherence.questionsAgree, facts.questionCount > 0 {
            let points = facts.totalPoints > 0 ? Figure(facts.totalPoints) : nil
            plan.say(.nobodyQuestions(count: facts.questionCount, points: points), weight: 100)
        }
        plan.say(.nobodyNext, weight: 100)
    }

    private func sayScores(_ plan: inout ContentPlan<ExamMessage>) {
        let figures = facts.figures
        let average = Figure(figures.average)
        if figures.participants == 1 {
            plan.say(.oneStudent(score: coherence.scoresAgree ? average : nil), weight: 100)
            plan.say(.oneStudentCaution, weight: 100)
        } else if !coherence.scoresAgree {
            plan.say(.participants(figures.participants), weight: 100)
            plan.say(.scoresDisagree, weight: 100)
        } else if isEven {
            plan.say(.evenScores(participants: figures.participants, score: average), weight: 100)
            plan.say(.evenMeaning, weight: 80)
        } else {
            plan.say(.scores(participants: figures.participants, average: average), weight: 100)
            plan.say(
                .range(
                    highest: Figure(figures.highest), lowest: Figure(figures.lowest), spread: Figure(facts.spread),
                    average: averagePlace), weight: 90)
        }
    }

    /// As it reads: scores that are written the same are the same.
    private var isEven: Bool { Figure(facts.figures.highest) == Figure(facts.figures.lowest) }

    /// Where there are no grades to speak of.
    private var saysDistances: Bool {
        coherence.scoresAgree && !isEven && !(coherence.gradesAgree && facts.grades.contains { $0.count > 0 })
    }

    private var averagePlace: AveragePlace {
        let above = facts.figures.highest - facts.figures.average
        let below = facts.figures.average - facts.figures.lowest
        if abs(above - below) < 0.1 { return .middle }
        // Off the middle by a tenth of the range: less than that is hardly a side. Distances say it already.
        switch saysDistances ? 0.5 : below / facts.spread {
        case 0.6...: return .nearHighest
        case ...0.4: return .nearLowest
        default: return .between
        }
    }

    private func sayGrades(_ plan: inout ContentPlan<ExamMessage>) {
        let figures = facts.figures
        guard figures.participants > 1 else { return }
        let present = facts.grades.filter { $0.count > 0 }
        if coherence.gradesAgree, let first = present.first {
            if present.count == 1, first.count == figures.participants {
                plan.say(.oneGrade(first.grade), weight: 70)
            } else {
                sayGrades(present, in: &plan)
            }
        } else if saysDistances {
            let toHighest = Figure(figures.highest - figures.average)
            let toLowest = Figure(figures.average - figures.lowest)
            plan.say(.distances(toHighest: toHighest, toLowest: toLowest), weight: 70)
        }
    }

    private func sayGrades(_ present: [ExamFigures.Grade], in plan: inout ContentPlan<ExamMessage>) {
        let most = facts.mostFrequentGrades
        guard most.count <= 2 else { return }
        let shares = present.filter { most.contains($0.grade) }.map {
            GradeShare(grade: $0.grade, count: $0.count, share: coherence.sharesAgree ? Figure($0.percentage) : nil)
        }
        if shares.count == present.count, facts.figures.participants == present.reduce(0, { $0 + $1.count }) {
            plan.say(.onlyGrades(shares), weight: 70)
            return
        }
        // The better third of nine grades, or what there is of it; said only where it is not the same again.
        let better = facts.cumulative.last { $0.grade <= 3 && $0.count > 0 && $0.count < facts.figures.participants }
        let upTo = better.flatMap { better in
            better.grade == 1 && most.contains(1)
                ? nil
                : GradeShare(
                    grade: better.grade, count: better.count,
                    share: coherence.sharesAgree ? Figure(better.percentage) : nil)
        }
        plan.say(.grades(most: shares, upTo: upTo), weight: 70)
    }
}
