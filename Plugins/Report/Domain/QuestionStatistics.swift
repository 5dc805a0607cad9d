/// What all who took the exam did with one question.
public struct QuestionStatistics: Sendable, Hashable {
    public var type: String?
    public var correct: String?
    /// Percent.
    public var correctRate: Double
    /// The wrong answer that most gave, and the percent of all who gave it. Marks that are no answer are none.
    public var topWrong: String?
    public var topWrongRate: Double?

    public init(
        type: String? = nil, correct: String? = nil, correctRate: Double, topWrong: String? = nil,
        topWrongRate: Double? = nil
    ) {
        self.type = type
        self.correct = correct
        self.correctRate = correctRate
        self.topWrong = topWrong
        self.topWrongRate = topWrongRate
    }

    /// Most questions that a report shows as missed.
    static let mostMissedCount = 10

    /// Of each question that was answered at all, by number.
    static func all(of results: [StudentResult], _ facts: ExamFacts) -> [Int: QuestionStatistics] {
        struct Tally {
            var all = 0
            var right = 0
            var wrong: [String: Int] = [:]
            var type: String?
            var correct: String?
        }
        var tallies: [Int: Tally] = [:]
        for answer in results.lazy.flatMap(\.answers) {
            var tally = tallies[answer.number] ?? Tally()
            tally.all += 1
            tally.type = tally.type ?? answer.type
            tally.correct = tally.correct ?? answer.correct
            if answer.isCorrect {
                tally.right += 1
            } else if let chosen = answer.chosen, chosen != StudentAnswer.invalid {
                tally.wrong[chosen, default: 0] += 1
            }
            tallies[answer.number] = tally
        }
        let keys = facts.keysByNumber
        return tallies.reduce(into: [:]) { statistics, entry in
            let (number, tally) = entry
            let top = topWrong(tally.wrong)
            statistics[number] = QuestionStatistics(
                type: facts.types.name(of: number, own: tally.type), correct: tally.correct ?? keys[number]?.answer,
                correctRate: .percentage(tally.right, of: tally.all), topWrong: top?.choice,
                topWrongRate: top.map { .percentage($0.count, of: tally.all) })
        }
    }

    /// The choice that most gave; of two that as many gave, the one that is written first.
    static func topWrong(_ counts: [String: Int]) -> (choice: String, count: Int)? {
        counts.max { ($0.value, $1.key) < ($1.value, $0.key) }.map { ($0.key, $0.value) }
    }

    /// What most got wrong, worst first; of two that are as hard, the first in the exam.
    static func mostMissed(_ questions: [Int: QuestionStatistics]) -> [Int] {
        questions.filter { $0.value.correctRate < 100 }
            .sorted { ($0.value.correctRate, $0.key) < ($1.value.correctRate, $1.key) }
            .prefix(mostMissedCount).map(\.key)
    }
}
