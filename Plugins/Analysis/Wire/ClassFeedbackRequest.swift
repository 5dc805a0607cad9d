import AnalysisFacts
import PluginSDK

/// Asks for feedback to all students of a class, and for commentary on the exam when that is given too. Ours: the
/// backend asks for one student after the other.
public struct ClassFeedbackRequest: PayloadInput {
    public struct Student: Sendable {
        /// As the backend has it; nil: the answer names the place in the list alone.
        public let id: Int?
        public let figures: StudentFigures
    }

    public let students: [Student]
    public let exam: ExamFigures?
    public let language: AnalysisLanguage?

    public static var payloadDescription: PayloadDescription {
        PayloadDescription(mediaType: "application/json", schema: RequestSchema.classFeedback)
    }

    /// - Throws: `InputRefusal` with every problem.
    public init(payload: UnsafeRawBufferPointer, mediaType: String?) throws {
        let problems = BodyProblems()
        let body = try BodyReader.body(payload, problems)
        let shared = StudentFeedbackRequest.SharedFigures(body)
        let elements = body.list("students", most: Bounds.students) ?? []
        let students = elements.map { element in
            Student(
                id: element.optionalID("studentId"), figures: StudentFeedbackRequest.figures(element, shared))
        }
        exam = body.optionalObject("exam").map { ExamCommentaryRequest.figures($0) }
        language = body.choice("language", of: AnalysisLanguage.self)
        if students.isEmpty, problems.all.isEmpty {
            body.note("students", "too_short", "List should have at least 1 item")
        }
        try problems.throwIfAny()
        self.students = students
    }
}

extension BodyReader {
    fileprivate func optionalID(_ name: String) -> Int? { has(name) ? integer(name, in: 0...Int.max) : nil }
}
