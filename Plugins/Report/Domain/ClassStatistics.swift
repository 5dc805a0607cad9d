/// What a report says about all who took the exam. Each part may be unknown on its own: nil, or empty.
public struct ClassStatistics: Sendable {
    /// How many have a score, and the share of all that they are.
    public struct RangeCount: Sendable, Hashable {
        public var label: String
        /// Points, both included.
        public var from: Double
        public var to: Double
        public var count: Int
        public var percentage: Double

        public init(label: String, from: Double, to: Double, count: Int, percentage: Double) {
            self.label = label
            self.from = from
            self.to = to
            self.count = count
            self.percentage = percentage
        }
    }

    public struct GradeCount: Sendable, Hashable {
        public var count: Int
        public var percentage: Double

        public init(count: Int, percentage: Double) {
            self.count = count
            self.percentage = percentage
        }
    }

    public var participants: Int?
    public var average: Double?
    public var highest: Double?
    public var lowest: Double?
    public var standardDeviation: Double?
    /// From the highest to the lowest.
    public var ranges: [RangeCount] = []
    public var grades: [Int: GradeCount] = [:]
    public var questions: [Int: QuestionStatistics] = [:]
    /// Numbers of the questions that most got wrong, worst first.
    public var mostMissed: [Int] = []
    /// Percent of a kind's answers that are right.
    public var typeAccuracy: [String: Double] = [:]
    /// Of ranks and percentiles; nil: they are not computed here.
    public var scores: ScoreStatistics?
    /// How many questions of a kind each student had right.
    private var typeScores: [String: ScoreStatistics] = [:]

    /// What is known of an exam about which nothing is known.
    public init() {}

    /// Computed from all results, those that have no answers included.
    public init(_ results: [StudentResult], of facts: ExamFacts) {
        scores = ScoreStatistics(results.map(\.score))
        guard let scores else { return }
        participants = scores.participants
        average = scores.average
        highest = scores.highest
        lowest = scores.lowest
        standardDeviation = scores.standardDeviation
        ranges = Self.ranges(of: scores, possible: facts.exam.totalPossibleScore)
        if facts.exam.category == .graded { grades = Self.grades(of: scores, GradeRules(facts.exam)) }
        let answered = results.filter { !$0.answers.isEmpty }
        questions = QuestionStatistics.all(of: answered, facts)
        mostMissed = QuestionStatistics.mostMissed(questions)
        typeScores = Self.types(of: answered, facts)
        typeAccuracy = Self.accuracy(of: answered, facts)
    }

    /// Percent of all who had fewer questions of this kind right; nil where the answers of all are not known.
    public func percentile(ofType name: String, correct: Int) -> Double? {
        typeScores[name]?.percentile(of: Double(correct))
    }

    /// Fewest possible points that are shown in ranges: of less there are not so many whole points as ranges.
    private static let leastPossible = 10.0

    /// Tenths of what is possible: 90 and more, and so on; what is below 60 of 100 is one range. The labels are points.
    static func ranges(of scores: ScoreStatistics, possible: Double) -> [RangeCount] {
        let whole = possible > 0 && possible.isFinite ? possible : 100
        guard whole >= leastPossible else { return [] }
        let limits = [0.9, 0.8, 0.7, 0.6].map { (whole * $0).rounded(.up) }
        return zip(limits + [0], [whole + 1] + limits).map { from, above in
            let isTop = above > whole
            let isLast = from == 0
            // Whatever lies outside of 0 to the possible points belongs to the ends.
            let count = scores.count(from: isLast ? -.infinity : from, below: isTop ? .infinity : above)
            let to = isTop ? whole : max(from, above - 1)
            return RangeCount(
                label: "\(Self.label(from))-\(Self.label(to))", from: from, to: to, count: count,
                percentage: .percentage(count, of: scores.participants))
        }
    }

    private static func label(_ points: Double) -> String { Int(exactly: points).map(String.init) ?? "\(points)" }

    private static func grades(of scores: ScoreStatistics, _ rules: GradeRules) -> [Int: GradeCount] {
        var counts: [Int: Int] = [:]
        for (score, rank) in scores.ranked {
            guard let grade = rules.grade(score: score, rank: rank, participants: scores.participants) else { continue }
            counts[grade, default: 0] += 1
        }
        return counts.mapValues { GradeCount(count: $0, percentage: .percentage($0, of: scores.participants)) }
    }

    private static func types(of results: [StudentResult], _ facts: ExamFacts) -> [String: ScoreStatistics] {
        var counts: [String: [Double]] = [:]
        for result in results {
            var own: [String: Double] = [:]
            for answer in result.answers {
                own[facts.types.name(of: answer.number, own: answer.type), default: 0] += answer.isCorrect ? 1 : 0
            }
            for (name, count) in own { counts[name, default: []].append(count) }
        }
        return counts.compactMapValues { ScoreStatistics($0) }
    }

    private static func accuracy(of results: [StudentResult], _ facts: ExamFacts) -> [String: Double] {
        var counts: [String: (correct: Int, all: Int)] = [:]
        for answer in results.lazy.flatMap(\.answers) {
            let name = facts.types.name(of: answer.number, own: answer.type)
            counts[name, default: (0, 0)].all += 1
            if answer.isCorrect { counts[name]?.correct += 1 }
        }
        return counts.mapValues { .percentage($0.correct, of: $0.all) }
    }
}
