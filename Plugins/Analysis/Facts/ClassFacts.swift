/// What only the students of a class together tell: how questions separate them, and where grades begin.
public struct ClassFacts: Sendable, Hashable {
    public struct Question: Sendable, Hashable {
        public var number: Int
        /// Percent of the class.
        public var correctRate: Double
        /// Correct rate of the best 27 % less that of the least 27 % of the class, -1 to 1 (Kelley, 1939). Nil with
        /// fewer than 10 students: the groups say nothing then.
        public var discrimination: Double?
    }

    public struct GradeBoundary: Sendable, Hashable {
        public var grade: Int
        /// Of those of the class who have it.
        public var lowest: Double
        public var highest: Double
        public var count: Int
    }

    public let studentCount: Int
    public let average: Double?
    /// Of all students of the class, as of a population.
    public let standardDeviation: Double?
    /// By number: those that somebody missed.
    public let questions: [Question]
    /// By grade, the best first.
    public let boundaries: [GradeBoundary]

    public init(_ students: [StudentFigures]) {
        studentCount = students.count
        let count = Double(students.count)
        let mean = students.isEmpty ? nil : students.reduce(0) { $0 + $1.score } / count
        average = mean
        standardDeviation = mean.map { mean in
            (students.reduce(0) { $0 + ($1.score - mean) * ($1.score - mean) } / count).squareRoot()
        }
        boundaries = Dictionary(grouping: students.filter { $0.grade > 0 }, by: \.grade).map { grade, students in
            let scores = students.map(\.score)
            return GradeBoundary(
                grade: grade, lowest: scores.min() ?? 0, highest: scores.max() ?? 0, count: scores.count)
        }.sorted { $0.grade < $1.grade }
        questions = Self.questions(of: students)
    }

    private static func questions(of students: [StudentFigures]) -> [Question] {
        // Equal scores keep the order in which they came, so that the groups are the same each time.
        let ranked = students.enumerated().sorted { ($0.element.score, $1.offset) > ($1.element.score, $0.offset) }
            .map { Set($0.element.missed.map(\.number)) }
        let group = students.count < 10 ? nil : max(1, Int((Double(students.count) * 0.27).rounded()))
        return ranked.reduce(into: Set<Int>()) { $0.formUnion($1) }.sorted().map { number in
            let wrong = ranked.count { $0.contains(number) }
            let discrimination = group.map { size in
                let best = ranked.prefix(size).count { !$0.contains(number) }
                let least = ranked.suffix(size).count { !$0.contains(number) }
                return Double(best - least) / Double(size)
            }
            return Question(
                number: number, correctRate: Double(students.count - wrong) / Double(students.count) * 100,
                discrimination: discrimination)
        }
    }

    /// Points that are missing to the lowest score of the next better grade of the class; nil for the best one,
    /// and where grades do not follow scores.
    public func distanceToBetterGrade(_ student: StudentFigures) -> (grade: Int, points: Double)? {
        guard let better = boundaries.last(where: { $0.grade < student.grade }) else { return nil }
        let points = better.lowest - student.score
        return points > 0 ? (better.grade, points) : nil
    }
}
