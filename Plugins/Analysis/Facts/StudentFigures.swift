/// What a request for feedback says of a student: contracts 4.3. Rates are percent, 0 to 100.
public struct StudentFigures: Sendable, Hashable {
    /// A question that was not answered rightly.
    public struct Missed: Sendable, Hashable {
        public var number: Int
        public var type: String
        /// What was marked: `3`, `무효` when nothing was.
        public var selected: String
        /// What is right; `N/A` when nobody knows.
        public var correct: String
        /// Percent of all who took the exam.
        public var correctRate: Double

        public init(number: Int, type: String, selected: String, correct: String, correctRate: Double) {
            self.number = number
            self.type = type
            self.selected = selected
            self.correct = correct
            self.correctRate = correctRate
        }

        public var isUnmarked: Bool { selected == "무효" }
        public var hasKnownAnswer: Bool { correct != "N/A" }
    }

    public struct TypeResult: Sendable, Hashable {
        public var type: String
        public var correct: Int
        public var total: Int
        /// Percent.
        public var rate: Double

        public init(type: String, correct: Int, total: Int, rate: Double) {
            self.type = type
            self.correct = correct
            self.total = total
            self.rate = rate
        }

        public var missed: Int { max(0, total &- correct) }
    }

    public var examName: String
    public var studentName: String
    public var score: Double
    /// 1 is the best; 0 passed and -1 failed, where an exam has no grades (contracts 2.9).
    public var grade: Int
    public var average: Double
    public var missed: [Missed]
    public var types: [TypeResult]

    public init(
        examName: String, studentName: String, score: Double, grade: Int, average: Double, missed: [Missed],
        types: [TypeResult]
    ) {
        self.examName = examName
        self.studentName = studentName
        self.score = score
        self.grade = grade
        self.average = average
        self.missed = missed
        self.types = types
    }

    /// The contract's default name, which names nobody.
    public static let nobody = "학생"
    public var isNamed: Bool { studentName != Self.nobody }
}
