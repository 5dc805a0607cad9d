/// What follows from the figures of one student: all that feedback may say beyond them. Pure, and the same each time.
public struct StudentFacts: Sendable, Hashable {
    public enum Standing: Sendable, Hashable {
        case above, same, below
    }

    public let figures: StudentFigures
    /// By rate, the weakest first; equal ones by name. Types without questions are left out.
    public let types: [StudentFigures.TypeResult]
    /// By number.
    public let missed: [StudentFigures.Missed]

    public init(_ figures: StudentFigures) {
        self.figures = figures
        types = figures.types.filter { $0.total > 0 }.sorted { ($0.rate, $0.type) < ($1.rate, $1.type) }
        missed = figures.missed.sorted { $0.number < $1.number }
    }

    /// Points above the average; negative below.
    public var difference: Double { figures.score - figures.average }

    /// As it reads with one decimal: a difference that would be written 0.0 is none.
    public var standing: Standing {
        if abs(difference) < 0.05 { return .same }
        return difference > 0 ? .above : .below
    }

    /// Nil when no type says how many there are.
    public var questionCount: Int? { types.isEmpty ? nil : types.reduce(0) { $0 &+ $1.total } }
    public var rightCount: Int? { types.isEmpty ? nil : types.reduce(0) { $0 &+ $1.correct } }
    /// Percent.
    public var overallRate: Double? {
        guard let questionCount, let rightCount, questionCount > 0 else { return nil }
        return Double(rightCount) / Double(questionCount) * 100
    }

    /// Those with the lowest rate; several when they are equal.
    public var weakestTypes: [StudentFigures.TypeResult] { types.filter { $0.rate.asRead == types.first?.rate.asRead } }
    public var strongestTypes: [StudentFigures.TypeResult] {
        types.filter { $0.rate.asRead == types.last?.rate.asRead }
    }
    public var allRightTypes: [StudentFigures.TypeResult] { types.filter { $0.correct == $0.total } }
    public var allWrongTypes: [StudentFigures.TypeResult] { types.filter { $0.correct == 0 } }

    /// Missed questions that at least 60 % of all had right; the easiest first.
    public var easyMissed: [StudentFigures.Missed] {
        missed.filter { Difficulty(correctRate: $0.correctRate) >= .easy }
            .sorted { (-$0.correctRate, $0.number) < (-$1.correctRate, $1.number) }
    }

    /// Missed questions that fewer than 40 % of all had right; the hardest first.
    public var hardMissed: [StudentFigures.Missed] {
        missed.filter { Difficulty(correctRate: $0.correctRate) <= .hard }
            .sorted { ($0.correctRate, $0.number) < ($1.correctRate, $1.number) }
    }

    public var unmarked: [StudentFigures.Missed] { missed.filter(\.isUnmarked) }

    /// How many questions of each type were missed, most first; equal ones by name.
    public var missedByType: [(type: String, count: Int)] {
        Dictionary(grouping: missed, by: \.type).map { (type: $0.key, count: $0.value.count) }
            .sorted { (-$0.count, $0.type) < (-$1.count, $1.type) }
    }

    public var isAllRight: Bool { missed.isEmpty && types.allSatisfy { $0.correct == $0.total } }
    public var isAllWrong: Bool { !types.isEmpty && types.allSatisfy { $0.correct == 0 } }
}
