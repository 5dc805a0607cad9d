import AnalysisFacts
import PluginSDK

/// Asks for feedback to one student: contracts 4.3, whole. Rates are 0 to 100 here.
public struct StudentFeedbackRequest: PayloadInput {
    public let figures: StudentFigures
    /// Ours: the language of this one text; nil: the configured one.
    public let language: AnalysisLanguage?

    public static var payloadDescription: PayloadDescription {
        PayloadDescription(mediaType: "application/json", schema: RequestSchema.studentFeedback)
    }

    /// - Throws: `InputRefusal` with every problem.
    public init(payload: UnsafeRawBufferPointer, mediaType: String?) throws {
        let problems = BodyProblems()
        let body = try BodyReader.body(payload, problems)
        let exam = SharedFigures(body)
        let figures = Self.figures(body, exam)
        language = body.choice("language", of: AnalysisLanguage.self)
        try problems.throwIfAny()
        self.figures = figures
    }

    /// What all students of a class have in common.
    struct SharedFigures {
        let examName: String
        let average: Double

        init(_ body: BodyReader) {
            examName = body.text("examName") ?? ""
            average = body.number("averageScore", in: Bounds.score) ?? 0
        }
    }

    /// What can be read; what cannot is noted.
    static func figures(_ body: BodyReader, _ exam: SharedFigures) -> StudentFigures {
        StudentFigures(
            examName: exam.examName, studentName: body.text("studentName") ?? "",
            score: body.number("totalScore", in: Bounds.score) ?? 0,
            grade: body.integer("grade", in: Bounds.grade) ?? 0,
            average: exam.average, missed: missed(body), types: types(body))
    }

    private static func missed(_ body: BodyReader) -> [StudentFigures.Missed] {
        var seen: Set<Int> = []
        return (body.list("incorrectQuestions", most: Bounds.questions) ?? []).map { element in
            StudentFigures.Missed(
                number: element.questionNumber(among: &seen), type: element.text("questionType", most: 200) ?? "",
                selected: element.text("selectedChoice", most: 100) ?? "",
                correct: element.text("correctAnswer", most: 100) ?? "",
                correctRate: element.number("questionCorrectRate", in: 0...100) ?? 0)
        }
    }

    private static func types(_ body: BodyReader) -> [StudentFigures.TypeResult] {
        (body.list("questionTypeAchievement", most: Bounds.types) ?? []).map { element in
            let correct = element.integer("correctCount", in: Bounds.count)
            let total = element.integer("totalCount", in: Bounds.count)
            if let correct, let total, correct > total {
                element.note("correctCount", "value_error", "There are only \(total) questions of this type")
            }
            return StudentFigures.TypeResult(
                type: element.text("type", most: 200) ?? "", correct: correct ?? 0, total: total ?? 0,
                rate: element.number("correctRate", in: 0...100) ?? 0)
        }
    }
}
