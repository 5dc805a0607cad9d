import AnalysisFacts
import PluginSDK
import PluginTestKit
import Testing

@testable import Analysis

@Suite("The contract's requests")
struct RequestTests {
    static let commentary: JSONValue = [
        "examName": "9월 모의고사", "totalParticipants": 31, "averageScore": 61.4285714, "highestScore": 98,
        "lowestScore": 12.5,
        "gradeDistribution": [["grade": 1, "count": 3, "percentage": 9.7]],
        "questionStatistics": [
            [
                "questionNumber": 1, "correctRate": 0.62, "incorrectRate": 0.38, "questionType": "문법", "actualScore": 2,
            ],
            ["questionNumber": 2, "correctRate": 1, "incorrectRate": 0, "questionType": nil, "actualScore": 2.5],
        ],
    ]

    static let feedback: JSONValue = [
        "examName": "9월 모의고사", "studentName": "학생", "totalScore": 70, "grade": 3, "averageScore": 61.4,
        "incorrectQuestions": [
            [
                "questionNumber": 7, "questionType": "기타", "selectedChoice": "무효", "correctAnswer": "N/A",
                "questionCorrectRate": 62.5,
            ]
        ],
        "questionTypeAchievement": [["type": "문법", "correctCount": 3, "totalCount": 4, "correctRate": 75]],
    ]

    static func read<Request: PayloadInput>(_ type: Request.Type, _ body: JSONValue) throws -> Request {
        try Array(body.text.utf8).withUnsafeBytes { try Request(payload: $0, mediaType: "application/json") }
    }

    static func problems<Request: PayloadInput>(_ type: Request.Type, _ body: JSONValue) -> [String] {
        do {
            _ = try read(type, body)
            return []
        } catch let refusal as InputRefusal {
            return refusal.problems.map { problem in
                let place = problem.location.map { $0.text.filter { $0 != "\"" } }.joined(separator: ".")
                return "\(place) \(problem.type)"
            }
        } catch {
            return ["\(error)"]
        }
    }

    static func with(_ body: JSONValue, _ name: String, _ value: JSONValue?) -> JSONValue {
        guard case .object(var members) = body else { return body }
        members[name] = value
        return .object(members)
    }

    @Test("rates of questions are ratios in one request and percent in the other; inside both are percent")
    func units() throws {
        let exam = try Self.read(ExamCommentaryRequest.self, Self.commentary).figures
        #expect(exam.questions.map(\.correctRate) == [62, 100])
        #expect(exam.questions.map(\.type) == ["문법", nil])
        #expect(exam.grades.first?.percentage == 9.7)
        let student = try Self.read(StudentFeedbackRequest.self, Self.feedback).figures
        #expect(student.missed.first?.correctRate == 62.5)
        #expect(student.missed.first?.isUnmarked == true)
        #expect(student.missed.first?.hasKnownAnswer == false)
        #expect(!student.isNamed)
    }

    @Test("every problem is told at once, each with its place")
    func everything() {
        let body: JSONValue = [
            "examName": 5, "totalParticipants": 1.5, "averageScore": "61", "highestScore": nil,
            "gradeDistribution": [:],
            "questionStatistics": [
                ["questionNumber": 1, "correctRate": 62, "incorrectRate": -0.1, "actualScore": 2],
                7,
                ["questionNumber": 1, "correctRate": 0.5, "incorrectRate": 0.5, "questionType": 3, "actualScore": 2],
            ],
        ]
        #expect(
            Self.problems(ExamCommentaryRequest.self, body).sorted() == [
                "body.averageScore float_type", "body.examName string_type", "body.gradeDistribution list_type",
                "body.highestScore float_type", "body.lowestScore missing",
                "body.questionStatistics.0.correctRate less_than_equal",
                "body.questionStatistics.0.incorrectRate greater_than_equal", "body.questionStatistics.1 dict_type",
                "body.questionStatistics.2.questionNumber value_error",
                "body.questionStatistics.2.questionType string_type", "body.totalParticipants int_from_float",
            ])
    }

    @Test(
        "what is missing of a student's request is named",
        arguments: [
            "examName", "studentName", "totalScore", "grade", "averageScore", "incorrectQuestions",
            "questionTypeAchievement",
        ])
    func missing(name: String) {
        #expect(
            Self.problems(StudentFeedbackRequest.self, Self.with(Self.feedback, name, nil)) == ["body.\(name) missing"])
    }

    @Test("more right answers than questions are refused")
    func tooMany() {
        let body = Self.with(
            Self.feedback, "questionTypeAchievement",
            [["type": "문법", "correctCount": 5, "totalCount": 4, "correctRate": 100]])
        #expect(
            Self.problems(StudentFeedbackRequest.self, body) == [
                "body.questionTypeAchievement.0.correctCount value_error"
            ])
    }

    @Test("bytes that are no JSON object are refused in FastAPI's words", arguments: ["", "{", "nonsense", "\u{0}"])
    func noJSON(text: String) {
        #expect(throws: InputRefusal.self) {
            try Array(text.utf8).withUnsafeBytes { try ExamCommentaryRequest(payload: $0, mediaType: nil) }
        }
        #expect(Self.problems(ExamCommentaryRequest.self, [1, 2]) == ["body dict_type"])
    }

    @Test("a sender's rounding above one is one, and whole numbers may be written with a point")
    func slack() throws {
        var body = Self.with(Self.commentary, "totalParticipants", .number(31.0))
        body = Self.with(
            body, "questionStatistics",
            [["questionNumber": 1, "correctRate": .number(1.0000000000000002), "incorrectRate": 0, "actualScore": 2]])
        let figures = try Self.read(ExamCommentaryRequest.self, body).figures
        #expect(figures.questions.first?.correctRate == 100)
        #expect(figures.participants == 31)
    }

    @Test("line breaks in names do not reach what is made of them")
    func control() throws {
        let body = Self.with(Self.feedback, "studentName", "김\n하늘\u{7}")
        #expect(try Self.read(StudentFeedbackRequest.self, body).figures.studentName == "김 하늘")
    }

    @Test("a class names the problem's student")
    func ofClass() {
        guard case .object(var student) = Self.feedback else { return }
        student["examName"] = nil
        student["averageScore"] = nil
        student["grade"] = "3"
        let body: JSONValue = ["examName": "x", "averageScore": 50, "students": [.object(student)]]
        #expect(Self.problems(ClassFeedbackRequest.self, body) == ["body.students.0.grade int_type"])
        #expect(
            Self.problems(ClassFeedbackRequest.self, ["examName": "x", "averageScore": 5, "students": []]) == [
                "body.students too_short"
            ])
    }

    @Test(
        "each member of commentary is bounded, and what is wrong is named in FastAPI's words",
        arguments: [
            ("totalParticipants", -1, "greater_than_equal"), ("totalParticipants", 10_000_001, "less_than_equal"),
            ("totalParticipants", "31", "int_type"), ("totalParticipants", true, "int_type"),
            ("totalParticipants", nil, "int_type"), ("averageScore", "61.4", "float_type"),
            ("averageScore", .number(1e7), "less_than_equal"), ("averageScore", false, "float_type"),
            ("examName", nil, "string_type"),
            ("examName", .string(String(repeating: "가", count: 200)), "string_too_long"),
            ("gradeDistribution", nil, "list_type"), ("questionStatistics", "none", "list_type"),
            ("gradeDistribution", .array(Array(repeating: [:], count: 101)), "too_long"),
            ("questionStatistics", .array(Array(repeating: [:], count: 501)), "too_long"), ("language", "fr", "enum"),
            ("language", 1, "enum"),
        ] as [(String, JSONValue, String)])
    func table(name: String, value: JSONValue, type: String) {
        #expect(
            Self.problems(ExamCommentaryRequest.self, Self.with(Self.commentary, name, value)) == [
                "body.\(name) \(type)"
            ])
    }

    @Test(
        "each member of a question is bounded",
        arguments: [
            ("questionNumber", 0, "greater_than_equal"), ("questionNumber", 1.5, "int_from_float"),
            ("correctRate", 62, "less_than_equal"), ("correctRate", nil, "float_type"),
            ("incorrectRate", -0.5, "greater_than_equal"), ("actualScore", -1, "greater_than_equal"),
            ("questionType", 3, "string_type"),
            ("questionType", .string(String(repeating: "x", count: 201)), "string_too_long"),
        ] as [(String, JSONValue, String)])
    func ofQuestion(name: String, value: JSONValue, type: String) {
        guard case .array(var questions)? = Self.commentary["questionStatistics"] else { return }
        questions[1] = Self.with(questions[1], name, value)
        let body = Self.with(Self.commentary, "questionStatistics", .array(questions))
        #expect(Self.problems(ExamCommentaryRequest.self, body) == ["body.questionStatistics.1.\(name) \(type)"])
    }

    @Test(
        "each member of a missed question is bounded; its rate is percent",
        arguments: [
            ("questionCorrectRate", 101, "less_than_equal"), ("questionCorrectRate", "60", "float_type"),
            ("questionNumber", "7", "int_type"), ("selectedChoice", 3, "string_type"),
            ("correctAnswer", nil, "string_type"), ("questionType", nil, "string_type"),
        ] as [(String, JSONValue, String)])
    func ofMissed(name: String, value: JSONValue, type: String) {
        guard case .array(var missed)? = Self.feedback["incorrectQuestions"] else { return }
        missed[0] = Self.with(missed[0], name, value)
        let body = Self.with(Self.feedback, "incorrectQuestions", .array(missed))
        #expect(Self.problems(StudentFeedbackRequest.self, body) == ["body.incorrectQuestions.0.\(name) \(type)"])
    }

    @Test("a grade or a question that is there twice is refused at its second place")
    func twice() {
        let grade: JSONValue = ["grade": 1, "count": 3, "percentage": 9.7]
        #expect(
            Self.problems(ExamCommentaryRequest.self, Self.with(Self.commentary, "gradeDistribution", [grade, grade]))
                == [
                    "body.gradeDistribution.1.grade value_error"
                ])
    }

    @Test("a question's type may be missing, null or empty, and unknown members are left aside")
    func types() throws {
        guard case .array(var questions)? = Self.commentary["questionStatistics"] else { return }
        questions[0] = Self.with(questions[0], "questionType", "")
        questions[1] = Self.with(questions[1], "questionType", nil)
        let body = Self.with(Self.with(Self.commentary, "questionStatistics", .array(questions)), "more", [1])
        #expect(try Self.read(ExamCommentaryRequest.self, body).figures.questions.map(\.type) == [nil, nil])
    }

    @Test("who sends thousands of wrong members reads of the first hundred")
    func many() {
        let body = Self.with(Self.feedback, "incorrectQuestions", .array(Array(repeating: [:], count: 400)))
        #expect(Self.problems(StudentFeedbackRequest.self, body).count == 100)
    }

    @Test("the route answers 422 with every problem's loc, msg and type")
    func route() async throws {
        let harness = try await PluginHarness(AnalysisPlugin.self, settings: PluginHarness.narrator)
        let body = Self.with(Self.with(Self.feedback, "grade", "3"), "studentName", nil)
        for operation in ["student_feedback", "student_feedback_stream"] {
            let answer = try await harness.ask(operation, body)
            #expect(answer.httpStatus == 422 && answer.status == PROCTOR_REJECT && answer.pieces.isEmpty)
            #expect(
                answer.json == [
                    "detail": [
                        ["loc": ["body", "studentName"], "msg": "Field required", "type": "missing"],
                        ["loc": ["body", "grade"], "msg": "Input should be a valid integer", "type": "int_type"],
                    ]
                ], "\(answer.text)")
        }
        try await harness.finish()
    }
}
