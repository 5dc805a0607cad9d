import AnalysisFacts
import PluginSDK

/// Asks for commentary on an exam: contracts 4.2, whole. Rates are 0 to 1 here; `percentage` is 0 to 100.
public struct ExamCommentaryRequest: PayloadInput {
    public let figures: ExamFigures
    /// Ours: the language of this one text; nil: the configured one.
    public let language: AnalysisLanguage?

    public static var payloadDescription: PayloadDescription {
        PayloadDescription(mediaType: "application/json", schema: RequestSchema.examCommentary)
    }

    /// - Throws: `InputRefusal` with every problem.
    public init(payload: UnsafeRawBufferPointer, mediaType: String?) throws {
        let problems = BodyProblems()
        let body = try BodyReader.body(payload, problems)
        let figures = Self.figures(body)
        language = body.choice("language", of: AnalysisLanguage.self)
        try problems.throwIfAny()
        self.figures = figures
    }

    /// What can be read; what cannot is noted.
    static func figures(_ body: BodyReader) -> ExamFigures {
        var figures = ExamFigures(
            name: body.text("examName") ?? "", participants: body.integer("totalParticipants", in: Bounds.count) ?? 0,
            average: body.number("averageScore", in: Bounds.score) ?? 0,
            highest: body.number("highestScore", in: Bounds.score) ?? 0,
            lowest: body.number("lowestScore", in: Bounds.score) ?? 0, grades: [], questions: [])
        figures.grades = grades(body)
        figures.questions = questions(body)
        return figures
    }

    private static func grades(_ body: BodyReader) -> [ExamFigures.Grade] {
        var seen: Set<Int> = []
        return (body.list("gradeDistribution", most: Bounds.grades) ?? []).map { element in
            let grade = element.integer("grade", in: Bounds.grade)
            if let grade, !seen.insert(grade).inserted {
                element.note("grade", "value_error", "The grade \(grade) is there twice")
            }
            return ExamFigures.Grade(
                grade: grade ?? 0, count: element.integer("count", in: Bounds.count) ?? 0,
                percentage: element.number("percentage", in: 0...100) ?? 0)
        }
    }

    private static func questions(_ body: BodyReader) -> [ExamFigures.Question] {
        var seen: Set<Int> = []
        return (body.list("questionStatistics", most: Bounds.questions) ?? []).map { element in
            let number = element.questionNumber(among: &seen)
            let type = element.optionalText("questionType", most: 200)
            return ExamFigures.Question(
                number: number, correctRate: element.percent(ofRatio: "correctRate") ?? 0,
                incorrectRate: element.percent(ofRatio: "incorrectRate") ?? 0,
                type: type.flatMap { $0.isEmpty ? nil : $0 },
                points: element.number("actualScore", in: Bounds.points) ?? 0)
        }
    }
}

extension BodyReader {
    /// 0, and noted, when there is none or it was there before.
    func questionNumber(among seen: inout Set<Int>) -> Int {
        guard let number = integer("questionNumber", in: Bounds.number) else { return 0 }
        if !seen.insert(number).inserted {
            note("questionNumber", "value_error", "The question \(number) is there twice")
        }
        return number
    }
}
