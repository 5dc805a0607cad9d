/// What follows from the figures of an exam: all that commentary may say beyond them. Pure, and the same each time.
public struct ExamFacts: Sendable, Hashable {
    /// The questions of one type.
    public struct TypeFacts: Sendable, Hashable {
        public var name: String
        /// In ascending order.
        public var numbers: [Int]
        /// Percent: the mean of the questions' correct rates.
        public var correctRate: Double
        public var points: Double
    }

    /// One grade and all better ones; grade 1 is the best.
    public struct CumulativeGrade: Sendable, Hashable {
        public var grade: Int
        public var count: Int
        /// Percent of the participants.
        public var percentage: Double
    }

    public let figures: ExamFigures
    /// By correct rate, the hardest first; equal ones by number.
    public let ranked: [ExamFigures.Question]
    /// By correct rate, the weakest first; equal ones by name.
    public let types: [TypeFacts]
    /// By grade, the best first. An exam that is passed or failed has none: contracts 2.9 say 0 and -1 then.
    public let grades: [ExamFigures.Grade]
    public let cumulative: [CumulativeGrade]
    /// Sum of the questions' points.
    public let totalPoints: Double
    /// Percent: the mean of all correct rates. Nil without questions.
    public let meanCorrectRate: Double?
    /// Percent: the average of the total points. Nil where it does not lie between none and all.
    public let averageShare: Double?

    public init(_ figures: ExamFigures) {
        self.figures = figures
        ranked = figures.questions.sorted { ($0.correctRate, $0.number) < ($1.correctRate, $1.number) }
        types = Self.types(of: figures.questions)
        grades = figures.grades.filter { $0.grade > 0 }.sorted { $0.grade < $1.grade }
        var count = 0
        var percentage = 0.0
        cumulative = grades.map { grade in
            count &+= grade.count
            percentage += grade.percentage
            return CumulativeGrade(grade: grade.grade, count: count, percentage: percentage)
        }
        let points = figures.questions.reduce(0) { $0 + $1.points }
        totalPoints = points
        meanCorrectRate =
            figures.questions.isEmpty
            ? nil : figures.questions.reduce(0) { $0 + $1.correctRate } / Double(figures.questions.count)
        averageShare = points > 0 && (0...points).contains(figures.average) ? figures.average / points * 100 : nil
    }

    private static func types(of questions: [ExamFigures.Question]) -> [TypeFacts] {
        let named = Dictionary(grouping: questions.filter { $0.type != nil }) { $0.type ?? "" }
        let facts = named.map { name, questions -> TypeFacts in
            let rates = questions.reduce(0) { $0 + $1.correctRate }
            return TypeFacts(
                name: name, numbers: questions.map(\.number).sorted(), correctRate: rates / Double(questions.count),
                points: questions.reduce(0) { $0 + $1.points })
        }
        return facts.sorted { ($0.correctRate, $0.name) < ($1.correctRate, $1.name) }
    }

    public var questionCount: Int { figures.questions.count }

    /// Points between the best and the least.
    public var spread: Double { figures.highest - figures.lowest }

    public func questions(_ difficulty: Difficulty) -> [ExamFigures.Question] {
        ranked.filter { Difficulty(correctRate: $0.correctRate) == difficulty }
    }

    /// Those with the lowest correct rate; several when they are equal.
    public var hardest: [ExamFigures.Question] {
        ranked.filter { $0.correctRate.asRead == ranked.first?.correctRate.asRead }
    }
    public var easiest: [ExamFigures.Question] {
        ranked.filter { $0.correctRate.asRead == ranked.last?.correctRate.asRead }
    }

    /// Those with the lowest rate; several when they are equal.
    public var weakestTypes: [TypeFacts] { types.filter { $0.correctRate.asRead == types.first?.correctRate.asRead } }
    public var strongestTypes: [TypeFacts] { types.filter { $0.correctRate.asRead == types.last?.correctRate.asRead } }

    /// The grades that most have.
    public var mostFrequentGrades: [Int] {
        let most = grades.map(\.count).max() ?? 0
        return most > 0 ? grades.filter { $0.count == most }.map(\.grade) : []
    }

    /// About how many answered a question rightly.
    public func rightCount(_ question: ExamFigures.Question) -> Double {
        question.correctRate / 100 * Double(figures.participants)
    }

    /// Questions that cost the class most: by points lost a head, most first.
    public var costliest: [ExamFigures.Question] {
        figures.questions.sorted { one, other in
            let (first, second) = (one.points * one.incorrectRate, other.points * other.incorrectRate)
            return first == second ? one.number < other.number : first > second
        }
    }

    /// How far a question can tell students apart at all: the variance of its marks, 4p(1-p), 0 to 1. How far it does
    /// needs every student's answers: `ClassFacts`.
    public static func separation(_ question: ExamFigures.Question) -> Double {
        let share = question.correctRate / 100
        return 4 * share * (1 - share)
    }

    /// Questions that can tell most students apart, with a correct rate of 40 to 60 %.
    public var separating: [ExamFigures.Question] {
        ranked.filter { (40...60).contains($0.correctRate) }.sorted {
            (-Self.separation($0), $0.number) < (-Self.separation($1), $1.number)
        }
    }

    public var isAllRight: Bool { !ranked.isEmpty && ranked.allSatisfy { $0.correctRate >= 100 } }
    public var isAllWrong: Bool { !ranked.isEmpty && ranked.allSatisfy { $0.correctRate <= 0 } }
    /// All have the same score.
    public var isEven: Bool { figures.highest == figures.lowest }
}
