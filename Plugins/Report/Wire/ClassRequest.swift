import PluginSDK

/// The request of `report.class`, `report.class_pdf` and `report.class_stream`: a class that was just graded, or one that the backend
/// knows.
struct ClassRequest: Codable, Sendable {
    enum Package: String, Codable, Sendable, CaseIterable {
        /// A file for each student, and `report.json`.
        case zip
        /// All reports in one document, with an entry in its outline for each student.
        case pdf
    }

    enum Format: String, Codable, Sendable, CaseIterable { case jpeg, png, png8, pdf }
    enum Locale: String, Codable, Sendable, CaseIterable { case ko, en }

    struct Options: Codable, Sendable {
        var secondPage: Bool?
        var inkSaving: Bool?
        var logo: String?
    }

    /// The exam, where it is not the backend's to say.
    var exam: ClassExam?
    /// Of all who took the exam; they make the class's statistics.
    var results: [ClassResult]?
    /// Who gets a report, in this order.
    var roster: [RosterEntry]?
    /// In place of `exam` and `results`: what the backend knows of this exam ...
    var examId: Int?
    /// ... and of these students.
    var studentIds: [Int]?
    var academy: String?
    var template: String?
    var theme: String?
    var options: Options?
    var locale: Locale?
    /// Of each file in a ZIP.
    var format: Format?
    /// Of `report.class_stream`; the other two say it by their name.
    var package: Package?
    /// On the exam, for all.
    var commentary: String?
    /// For one student, by the number of the student as a text.
    var feedback: [String: String]?
}

/// The exam of contracts 2.7.
struct ClassExam: Codable, Sendable {
    enum Category: String, Codable, Sendable, CaseIterable {
        case graded = "GRADED"
        case passFail = "PASS_FAIL"
    }

    enum Grading: String, Codable, Sendable, CaseIterable {
        case absolute = "ABSOLUTE"
        case relative = "RELATIVE"
    }

    enum Scale: String, Codable, Sendable, CaseIterable {
        case nine = "NINE_GRADE"
        case five = "FIVE_GRADE"
    }

    var id: Int
    var name: String?
    /// `2026-11-14`.
    var date: String?
    var createdAt: String?
    var category: Category?
    var gradingType: Grading?
    var gradeScale: Scale?
    var totalQuestions: Int?
    /// By the number of the question as a text.
    var correctAnswers: [String: String]?
    var questionScores: [String: Double]?
    var questionTypes: [String: String]?
    var totalPossibleScore: Double?
    var passScore: Double?
}

/// One sheet: the answer of `grading.grade`, or a student's answers.
struct ClassResult: Codable, Sendable {
    var studentId: Int?
    /// As the sheet has it: the last eight digits.
    var phoneNumber: String?
    var totalScore: Double?
    var results: [ClassAnswer]?
    /// By the number of the question as a text.
    var answers: [String: String]?
}

struct ClassAnswer: Codable, Sendable {
    var questionNumber: Int
    var studentAnswer: String?
    var correctAnswer: String?
    var score: Double?
    var earnedScore: Double?
    var questionType: String?
}

struct RosterEntry: Codable, Sendable {
    var studentId: Int
    var name: String?
    /// Only its digits count.
    var phone: String?
    var school: String?
}
