/// Everything that one report says, as templates read it. What is not known is nil, or an empty list; in JSON it is
/// null, and never left out.
///
/// Scores are points of the exam. Rates, shares and percentiles are percent, 0 to 100, rounded to one decimal.
public struct ReportData: Sendable, Hashable {
    public var locale: ReportLocale
    /// `2026-11-21`.
    public var generatedOn: String
    public var academy: Academy
    public var student: Student
    public var exam: Exam
    public var result: Result
    /// By number.
    public var questions: [Question]
    /// In the order in which the exam first asks for them.
    public var types: [TypeAchievement]
    /// From the highest range to the lowest.
    public var distribution: [ScoreRange]
    /// From the best grade to the worst; empty for an exam that is passed or failed.
    public var grades: [GradeShare]
    /// What most got wrong comes first; at most ten.
    public var mostMissed: [MissedQuestion]
    /// Oldest first, at most eight; the last one is this exam.
    public var history: [PastExam]
    /// On the exam, for all who took it.
    public var commentary: String?
    /// For this student alone.
    public var feedback: String?
    public var options: Options

    public init(
        locale: ReportLocale = .korean, generatedOn: String, academy: Academy, student: Student, exam: Exam,
        result: Result, questions: [Question] = [], types: [TypeAchievement] = [], distribution: [ScoreRange] = [],
        grades: [GradeShare] = [], mostMissed: [MissedQuestion] = [], history: [PastExam] = [],
        commentary: String? = nil, feedback: String? = nil, options: Options = Options()
    ) {
        self.locale = locale
        self.generatedOn = generatedOn
        self.academy = academy
        self.student = student
        self.exam = exam
        self.result = result
        self.questions = questions
        self.types = types
        self.distribution = distribution
        self.grades = grades
        self.mostMissed = mostMissed
        self.history = history
        self.commentary = commentary
        self.feedback = feedback
        self.options = options
    }
}

/// The language of a report's own words.
public enum ReportLocale: String, Sendable, Hashable, CaseIterable {
    case korean = "ko"
    case english = "en"
}

extension ReportData {
    public struct Academy: Sendable, Hashable {
        public var name: String?
        /// Name of an image in the template's assets.
        public var logo: String?

        public init(name: String?, logo: String? = nil) {
            self.name = name
            self.logo = logo
        }
    }

    public struct Student: Sendable, Hashable {
        public var id: Int
        public var name: String
        public var school: String?

        public init(id: Int, name: String, school: String? = nil) {
            self.id = id
            self.name = name
            self.school = school
        }
    }

    public struct Exam: Sendable, Hashable {
        public var id: Int
        public var name: String
        /// `2026-11-14`.
        public var date: String?
        public var category: ExamCategory
        public var gradingType: GradingType
        public var gradeScale: GradeScale
        public var totalQuestions: Int
        public var totalPossibleScore: Double
        /// Of an exam that is passed or failed.
        public var passScore: Double?

        public init(
            id: Int, name: String, date: String? = nil, category: ExamCategory = .graded,
            gradingType: GradingType = .absolute, gradeScale: GradeScale = .nine, totalQuestions: Int,
            totalPossibleScore: Double, passScore: Double? = nil
        ) {
            self.id = id
            self.name = name
            self.date = date
            self.category = category
            self.gradingType = gradingType
            self.gradeScale = gradeScale
            self.totalQuestions = totalQuestions
            self.totalPossibleScore = totalPossibleScore
            self.passScore = passScore
        }
    }

    /// The student's own result, and where it stands among all.
    public struct Result: Sendable, Hashable {
        public var score: Double
        /// 1 is the best; nil for an exam that is passed or failed.
        public var grade: Int?
        /// Nil for an exam that has grades.
        public var passed: Bool?
        public var correctCount: Int
        public var incorrectCount: Int
        public var rank: Int?
        public var participants: Int?
        /// Share of all who scored less.
        public var percentile: Double?
        public var average: Double?
        /// The score less the average.
        public var difference: Double?
        public var highest: Double?
        public var lowest: Double?
        /// Of the population.
        public var standardDeviation: Double?

        public init(
            score: Double, grade: Int? = nil, passed: Bool? = nil, correctCount: Int, incorrectCount: Int,
            rank: Int? = nil, participants: Int? = nil, percentile: Double? = nil, average: Double? = nil,
            difference: Double? = nil, highest: Double? = nil, lowest: Double? = nil, standardDeviation: Double? = nil
        ) {
            self.score = score
            self.grade = grade
            self.passed = passed
            self.correctCount = correctCount
            self.incorrectCount = incorrectCount
            self.rank = rank
            self.participants = participants
            self.percentile = percentile
            self.average = average
            self.difference = difference
            self.highest = highest
            self.lowest = lowest
            self.standardDeviation = standardDeviation
        }
    }

    /// The words on the second page and the colours are the template's; what it may choose is said here.
    public struct Options: Sendable, Hashable {
        public var secondPage: Bool
        public var inkSaving: Bool

        public init(secondPage: Bool = false, inkSaving: Bool = false) {
            self.secondPage = secondPage
            self.inkSaving = inkSaving
        }
    }
}

/// How an exam ends: with a grade, or passed and failed.
public enum ExamCategory: String, Sendable, Hashable, CaseIterable {
    case graded = "GRADED"
    case passFail = "PASS_FAIL"
}

/// What a grade is made of: the score alone, or the rank.
public enum GradingType: String, Sendable, Hashable, CaseIterable {
    case absolute = "ABSOLUTE"
    case relative = "RELATIVE"
}

public enum GradeScale: String, Sendable, Hashable, CaseIterable {
    case nine = "NINE_GRADE"
    case five = "FIVE_GRADE"
}
