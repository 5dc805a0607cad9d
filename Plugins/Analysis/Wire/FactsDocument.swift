import AnalysisFacts

/// What follows from a class's figures, for dashboards and for who wants to know what texts are made of. Rates are
/// percent, numbers are not rounded.
public struct FactsDocument: Codable, Sendable {
    public struct Question: Codable, Sendable {
        public var questionNumber: Int
        public var correctRate: Double
        /// `veryHard`, `hard`, `medium`, `easy`, `veryEasy`: bands of twenty percent.
        public var difficulty: String
        /// Best 27 % less least 27 % of the class, -1 to 1; missing with fewer than 10 students.
        public var discrimination: Double?
    }

    public struct Boundary: Codable, Sendable {
        public var grade: Int
        public var lowest: Double
        public var highest: Double
        public var count: Int
    }

    public struct Student: Codable, Sendable {
        public var index: Int
        public var studentId: Int?
        public var aboveAverage: Double
        public var rightCount: Int?
        public var questionCount: Int?
        public var weakestTypes: [String]
        public var strongestTypes: [String]
        /// Missed though at least 60 % of all were right; the easiest first.
        public var easyMissed: [Int]
        public var betterGrade: Int?
        /// Missing to the lowest score of the next better grade in this class.
        public var pointsToBetterGrade: Double?
    }

    public var studentCount: Int
    public var average: Double?
    public var standardDeviation: Double?
    /// Those that somebody of the class missed.
    public var questions: [Question]
    public var grades: [Boundary]
    public var students: [Student]

    init(_ request: ClassFeedbackRequest) {
        let facts = ClassFacts(request.students.map(\.figures))
        studentCount = facts.studentCount
        average = facts.average
        standardDeviation = facts.standardDeviation
        questions = facts.questions.map {
            Question(
                questionNumber: $0.number, correctRate: $0.correctRate,
                difficulty: "\(Difficulty(correctRate: $0.correctRate))", discrimination: $0.discrimination)
        }
        grades = facts.boundaries.map {
            Boundary(grade: $0.grade, lowest: $0.lowest, highest: $0.highest, count: $0.count)
        }
        students = request.students.enumerated().map { index, student in
            let own = StudentFacts(student.figures)
            let better = facts.distanceToBetterGrade(student.figures)
            return Student(
                index: index, studentId: student.id, aboveAverage: own.difference, rightCount: own.rightCount,
                questionCount: own.questionCount, weakestTypes: own.weakestTypes.map(\.type),
                strongestTypes: own.strongestTypes.map(\.type), easyMissed: own.easyMissed.map(\.number),
                betterGrade: better?.grade, pointsToBetterGrade: better?.points)
        }
    }
}
