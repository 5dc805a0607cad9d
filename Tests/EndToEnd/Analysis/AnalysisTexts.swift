import Foundation

/// Requests for texts, and texts that a model answers to them.
enum AnalysisTexts {
    static let name = "문보라미"
    private static let type = "빈칸추론"
    /// What no log may show: a name, a type, words of requests and of answers.
    static let confidential = [name, type, "꾸준히", "차분하게", "구월 모의고사"]

    /// Contracts 4.3, whole.
    static func student(_ name: String = name, id: Int? = nil, isWhole: Bool = true) -> String {
        let id = id.map { #""studentId": \#($0), "# } ?? ""
        let shared = isWhole ? #""examName": "구월 모의고사", "averageScore": 61.4285714, "# : ""
        return #"""
            {\#(id)\#(shared)"studentName": "\#(name)", "totalScore": 82, "grade": 2,
             "incorrectQuestions": [
               {"questionNumber": 7, "questionType": "문법", "selectedChoice": "2", "correctAnswer": "4",
                "questionCorrectRate": 35.5},
               {"questionNumber": 12, "questionType": "\#(type)", "selectedChoice": "무효", "correctAnswer": "N/A",
                "questionCorrectRate": 71}],
             "questionTypeAchievement": [
               {"type": "문법", "correctCount": 3, "totalCount": 4, "correctRate": 75},
               {"type": "\#(type)", "correctCount": 2, "totalCount": 3, "correctRate": 66.7},
               {"type": "어휘", "correctCount": 5, "totalCount": 5, "correctRate": 100}]}
            """#
    }

    /// Contracts 4.2, whole.
    static let exam = #"""
        {"examName": "구월 모의고사", "totalParticipants": 31, "averageScore": 61.4285714, "highestScore": 98,
         "lowestScore": 12.5, "gradeDistribution": [
           {"grade": 1, "count": 3, "percentage": 9.7}, {"grade": 2, "count": 28, "percentage": 90.3}],
         "questionStatistics": [
           {"questionNumber": 1, "correctRate": 0.62, "incorrectRate": 0.38, "questionType": "문법", "actualScore": 2},
           {"questionNumber": 2, "correctRate": 1, "incorrectRate": 0, "questionType": null, "actualScore": 2.5},
           {"questionNumber": 3, "correctRate": 0.2, "incorrectRate": 0.8, "questionType": "\#(type)",
            "actualScore": 3}]}
        """#

    /// A class of so many, each with a name that tells the number.
    static func `class`(_ count: Int, withExam: Bool = false) -> String {
        let students = (1...count).map {
            student("\(name)\(["가", "나", "다", "라"][$0 % 4])", id: 1_000 + $0, isWhole: false)
        }
        let exam = withExam ? #""exam": \#(exam), "# : ""
        return
            #"{"examName": "구월 모의고사", "averageScore": 61.4285714, \#(exam)"students": [\#(students.joined(separator: ", "))]}"#
    }

    /// True of both.
    static let right = "이번 시험의 평균 점수는 61.4점입니다. 문법을 꾸준히 복습하면 좋겠습니다."
    static let otherRight = "평균 점수가 61.4점인 시험이었습니다. 틀린 문항을 차분하게 다시 풀어 보세요."
    /// The average is another one.
    static let wrong = "이번 시험의 평균 점수는 91.7점입니다. 문법을 꾸준히 복습하면 좋겠습니다."
}
