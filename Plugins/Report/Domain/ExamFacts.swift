/// An exam as reports need it.
public struct ExamFacts: Sendable, Hashable {
    public var exam: ReportData.Exam
    /// By number.
    public var keys: [QuestionKey]
    public var types: QuestionTypes

    /// The key of each question.
    var keysByNumber: [Int: QuestionKey] { Dictionary(keys.map { ($0.number, $0) }) { first, _ in first } }

    /// - Parameters:
    ///   - keys: in any order.
    ///   - whenNone: kinds of the questions of an exam that says none.
    public init(exam: ReportData.Exam, keys: [QuestionKey], whenNone: FallbackTypes = .koreanEnglish) {
        self.exam = exam
        self.keys = keys.sorted { $0.number < $1.number }
        let named = keys.compactMap { key in key.type.map { (key.number, $0) } }
        types = QuestionTypes(named: Dictionary(named) { first, _ in first }, fallback: whenNone)
    }
}

/// The right answer to one question, and what it is worth.
public struct QuestionKey: Sendable, Hashable {
    public var number: Int
    public var answer: String?
    /// Points.
    public var score: Double
    public var type: String?

    public init(number: Int, answer: String?, score: Double, type: String? = nil) {
        self.number = number
        self.answer = answer
        self.score = score
        self.type = type
    }
}

/// What one student did with one question. What is nil, the exam says.
public struct StudentAnswer: Sendable, Hashable {
    /// What grading says of a question with marks that are no answer.
    static let invalid = "무효"

    public var number: Int
    /// `invalid` where nothing valid was read; nil: not answered.
    public var chosen: String?
    public var correct: String?
    public var isCorrect: Bool
    public var score: Double?
    public var earned: Double?
    public var type: String?

    public init(
        number: Int, chosen: String?, correct: String? = nil, isCorrect: Bool, score: Double? = nil,
        earned: Double? = nil, type: String? = nil
    ) {
        self.number = number
        self.chosen = chosen
        self.correct = correct
        self.isCorrect = isCorrect
        self.score = score
        self.earned = earned
        self.type = type
    }
}

/// One student's result of the exam.
public struct StudentResult: Sendable, Hashable {
    public var score: Double
    /// As the backend keeps it: of an exam that is passed or failed 0 means passed, and -1 failed.
    public var grade: Int?
    public var correctCount: Int?
    public var incorrectCount: Int?
    /// In any order.
    public var answers: [StudentAnswer]

    public init(
        score: Double, grade: Int? = nil, correctCount: Int? = nil, incorrectCount: Int? = nil,
        answers: [StudentAnswer] = []
    ) {
        self.score = score
        self.grade = grade
        self.correctCount = correctCount
        self.incorrectCount = incorrectCount
        self.answers = answers
    }
}
