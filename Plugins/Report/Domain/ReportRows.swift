// The elements of the lists in a report's data.

extension ReportData {
    public struct Question: Sendable, Hashable {
        public var number: Int
        public var type: String
        /// As it was read, "무효" included; nil: not answered.
        public var chosen: String?
        public var correct: String?
        public var isCorrect: Bool
        public var score: Double
        public var earned: Double
        /// Share of all who had it right.
        public var correctRate: Double?

        public init(
            number: Int, type: String, chosen: String?, correct: String?, isCorrect: Bool, score: Double,
            earned: Double, correctRate: Double? = nil
        ) {
            self.number = number
            self.type = type
            self.chosen = chosen
            self.correct = correct
            self.isCorrect = isCorrect
            self.score = score
            self.earned = earned
            self.correctRate = correctRate
        }
    }

    /// How well the student did in one kind of question.
    public struct TypeAchievement: Sendable, Hashable {
        public var name: String
        public var questions: Int
        public var correctCount: Int
        public var possible: Double
        public var earned: Double
        /// Share of the questions that are right.
        public var accuracy: Double
        public var classAccuracy: Double?
        /// Share of all who had fewer of them right.
        public var percentile: Double?

        public init(
            name: String, questions: Int, correctCount: Int, possible: Double, earned: Double, accuracy: Double,
            classAccuracy: Double? = nil, percentile: Double? = nil
        ) {
            self.name = name
            self.questions = questions
            self.correctCount = correctCount
            self.possible = possible
            self.earned = earned
            self.accuracy = accuracy
            self.classAccuracy = classAccuracy
            self.percentile = percentile
        }
    }

    /// How many scored between two scores, both included.
    public struct ScoreRange: Sendable, Hashable {
        public var label: String
        public var from: Double
        public var to: Double
        public var count: Int
        public var percentage: Double
        /// The student is one of them.
        public var isHere: Bool

        public init(label: String, from: Double, to: Double, count: Int, percentage: Double, isHere: Bool) {
            self.label = label
            self.from = from
            self.to = to
            self.count = count
            self.percentage = percentage
            self.isHere = isHere
        }
    }

    public struct GradeShare: Sendable, Hashable {
        public var grade: Int
        public var count: Int
        public var percentage: Double
        /// The student is one of them.
        public var isHere: Bool

        public init(grade: Int, count: Int, percentage: Double, isHere: Bool) {
            self.grade = grade
            self.count = count
            self.percentage = percentage
            self.isHere = isHere
        }
    }

    /// A question that many got wrong, and what the student did with it.
    public struct MissedQuestion: Sendable, Hashable {
        public var number: Int
        public var type: String
        public var correct: String?
        public var chosen: String?
        public var isCorrect: Bool
        public var correctRate: Double
        /// The wrong answer that most gave.
        public var topWrong: String?
        /// Share of all who gave it.
        public var topWrongRate: Double?

        public init(
            number: Int, type: String, correct: String?, chosen: String?, isCorrect: Bool, correctRate: Double,
            topWrong: String? = nil, topWrongRate: Double? = nil
        ) {
            self.number = number
            self.type = type
            self.correct = correct
            self.chosen = chosen
            self.isCorrect = isCorrect
            self.correctRate = correctRate
            self.topWrong = topWrong
            self.topWrongRate = topWrongRate
        }
    }

    public struct PastExam: Sendable, Hashable {
        public var name: String
        /// `2026-11-14`.
        public var date: String?
        public var score: Double
        public var grade: Int?
        /// It is the one that the report is about.
        public var isThis: Bool

        public init(name: String, date: String? = nil, score: Double, grade: Int? = nil, isThis: Bool) {
            self.name = name
            self.date = date
            self.score = score
            self.grade = grade
            self.isThis = isThis
        }
    }
}
