import AnalysisFacts
import PluginSDK

@testable import Analysis

/// The exam and the student that most tests write about, and texts that are right and wrong about them.
enum Samples {
    static let exam: JSONValue = [
        "examName": "9월 모의고사", "totalParticipants": 31, "averageScore": 61.4285714, "highestScore": 98,
        "lowestScore": 12.5,
        "gradeDistribution": [
            ["grade": 1, "count": 3, "percentage": 9.7], ["grade": 2, "count": 28, "percentage": 90.3],
        ],
        "questionStatistics": [
            question(1, 0.62, "문법", 2), question(2, 1, nil, 2.5), question(3, 0.15, "빈칸", 3),
        ],
    ]

    static let student: JSONValue = [
        "examName": "9월 모의고사", "studentName": "김하늘", "totalScore": 70, "grade": 3, "averageScore": 61.4,
        "incorrectQuestions": [
            [
                "questionNumber": 7, "questionType": "문법", "selectedChoice": "2", "correctAnswer": "4",
                "questionCorrectRate": 62.5,
            ]
        ],
        "questionTypeAchievement": [["type": "문법", "correctCount": 3, "totalCount": 4, "correctRate": 75]],
    ]

    private static func question(_ number: Int, _ rate: Double, _ type: String?, _ points: Double) -> JSONValue {
        [
            "questionNumber": .integer(number), "correctRate": .number(rate),
            "incorrectRate": .number(((1 - rate) * 100).rounded() / 100),
            "questionType": type.map { .string($0) } ?? .null, "actualScore": .number(points),
        ]
    }

    /// What the student's text says when it is right.
    static let first = "김하늘 학생은 70점으로 평균 61.4점보다 8.6점 높습니다."
    static let second = "문법 유형은 4문항 중 3문항을 맞혔습니다."
    static let third = "틀린 7번을 다시 풀어 보세요."
    static let right = [first, second, third].joined(separator: " ")
    static let wrongSentence = "문법 유형은 4문항 중 2문항을 맞혔습니다."
    static let wrong = [first, wrongSentence, third].joined(separator: " ")

    /// And of the exam.
    static let rightOfExam = "이번 시험의 평균은 61.4점이고 최고점은 98점입니다. 3번의 정답률은 15%로 가장 낮습니다."
    static let wrongOfExam = "이번 시험의 평균은 67.4점이고 최고점은 98점입니다. 3번의 정답률은 15%로 가장 낮습니다."

    static func with(_ body: JSONValue, _ changes: [String: JSONValue?]) -> JSONValue {
        guard case .object(var members) = body else { return body }
        for (name, value) in changes { members[name] = value }
        return .object(members)
    }

    /// A class of so many students, `이름0`, `이름1`, ..., whose right text is `text(of:)`.
    static func classRequest(_ count: Int, exam: JSONValue? = nil) -> JSONValue {
        let students = (0..<count).map { place in
            with(
                student,
                [
                    "studentName": .string(name(place)), "studentId": .integer(1000 + place), "examName": nil,
                    "averageScore": nil,
                ])
        }
        return with(
            ["examName": "9월 모의고사", "averageScore": 61.4, "students": .array(students)], ["exam": exam])
    }

    private static let syllables = ["가람", "나래", "다솜", "라온", "마루", "바다", "새봄", "아라", "자람", "초롱"]

    static func name(_ place: Int) -> String { "김" + syllables[place % syllables.count] }

    static func text(of place: Int) -> String { "\(name(place)) 학생은 70점을 받았습니다. \(second)" }

    /// Which student of a class a question is about; nil: none of so many.
    static func place(in question: String, of count: Int) -> Int? {
        (0..<count).first { question.contains(name($0)) }
    }

    static func figures(_ body: JSONValue) throws -> StudentFigures {
        try read(StudentFeedbackRequest.self, body).figures
    }

    static func read<Request: PayloadInput>(_ type: Request.Type, _ body: JSONValue) throws -> Request {
        try Array(body.text.utf8).withUnsafeBytes { try Request(payload: $0, mediaType: "application/json") }
    }
}
