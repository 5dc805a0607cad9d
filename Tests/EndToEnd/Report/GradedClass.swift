import Foundation

/// A class that was just graded, as `report.class` takes it: the exam, a sheet of each student as `grading.grade` answers,
/// and the roster. All computed from the students' numbers.
struct GradedClass {
    static let exam = 7
    static let questions = 45

    struct Student {
        let id: Int
        let name: String
        /// The last eight digits are on the sheet.
        let phone: String
    }

    let students: [Student]
    /// Phones of sheets that belong to nobody of the roster.
    var strangers: [String] = []

    init(_ count: Int) {
        let (families, given) = (Array("김이박최정강조윤장임"), ["하늘", "바다", "서준", "지우", "하윤", "도현", "수아"])
        students = (1...count).map { number in
            Student(
                id: 3_000 + number, name: "\(families[number % 10])\(given[number % 7])",
                phone: "010-\(5_000 + number)-\(1_000 + number * 7)")
        }
    }

    private static func key(_ question: Int) -> String { "\(question * 7 % 5 + 1)" }
    private static func points(_ question: Int) -> Int { question % 9 == 0 || question % 9 == 4 ? 3 : 2 }

    private static var examDocument: [String: Any] {
        func byNumber(_ value: (Int) -> Any) -> [String: Any] {
            Dictionary(uniqueKeysWithValues: (1...questions).map { ("\($0)", value($0)) })
        }
        return [
            "id": exam, "name": "11월 모의고사", "date": "2026-11-14", "category": "GRADED", "gradingType": "ABSOLUTE",
            "gradeScale": "NINE_GRADE", "totalQuestions": questions, "correctAnswers": byNumber(key),
            "questionScores": byNumber(points),
        ]
    }

    /// The answer of `grading.grade` on the sheet with this seed.
    private static func sheet(_ phone: String, seed: Int) -> [String: Any] {
        var total = 0
        let results = (1...questions).map { question -> [String: Any] in
            let isRight = (seed * 13 + question * 29) % 97 < 30 + seed * 37 % 60
            let earned = isRight ? points(question) : 0
            total += earned
            return [
                "questionNumber": question, "studentAnswer": isRight ? key(question) : "무효",
                "correctAnswer": key(question), "score": points(question), "earnedScore": earned, "questionType": "기타",
            ]
        }
        let digits = phone.filter(\.isNumber).suffix(8)
        return ["totalScore": total, "grade": 1, "phoneNumber": String(digits), "results": results]
    }

    var json: String {
        let sheets = students.map { Self.sheet($0.phone, seed: $0.id) } + strangers.map { Self.sheet($0, seed: 11) }
        let roster = students.map { ["studentId": $0.id, "name": $0.name, "phone": $0.phone] as [String: Any] }
        let members: [String: Any] = ["exam": Self.examDocument, "results": sheets, "roster": roster]
        let data = try? JSONSerialization.data(withJSONObject: members, options: .sortedKeys)
        return String(decoding: data ?? Data(), as: UTF8.self)
    }
}
