import PluginSDK
import PluginTestKit
import Synchronization

/// A backend that answers by path, as a test has told it. It knows one exam of four questions and four students:
/// 1001 with 70 of 100 points, and 1002 to 1004 with 90, 70 and 40.
final class FakeBackend: Sendable {
    private let answers: Mutex<[String: MemoryAnswer]>
    private let rules = Mutex<@Sendable (MemoryRequest) -> MemoryAnswer?>({ _ in nil })

    init() { answers = Mutex(Self.usual) }

    func answer(_ request: MemoryRequest) -> MemoryAnswer {
        if let answer = rules.withLock({ $0 })(request) { return answer }
        let query = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        let path = query.isEmpty ? request.path : "\(request.path)?\(query)"
        return answers.withLock { $0[path] } ?? .status(404)
    }

    /// What a path answers from now on; nil: 404.
    func set(_ path: String, _ answer: MemoryAnswer?) { answers.withLock { $0[path] = answer } }

    /// What is asked first, from now on.
    func rule(_ rule: @escaping @Sendable (MemoryRequest) -> MemoryAnswer?) { rules.withLock { $0 = rule } }

    static let exam = "/internal/v1/exams/42/detail"
    static let student = "/internal/v1/students/1001"
    static let ownResults = "/internal/v1/students/1001/results"
    static let examResults = "/internal/v1/exams/42/results"
    static let answers = "/internal/v1/results/501/questions"
    static let rank = "/internal/v1/statistics/students/1001/rank?examId=42"
    static let statistics = "/internal/v1/statistics/exams/42"
    static let choices = "/internal/v1/statistics/exams/42/choices"
    static let all = [exam, student, ownResults, examResults, answers, rank, statistics, choices]
    static let optional = [examResults, rank, statistics, choices]

    static let examDocument = #"""
        {"id": 42, "name": "11월 모의고사", "category": "GRADED", "gradingType": "ABSOLUTE", "gradeScale": "NINE_GRADE",
         "totalQuestions": 4, "correctAnswers": {"1": "3", "2": "1", "3": "5", "4": "2"},
         "questionScores": {"1": 30, "2": 30, "3": 30, "4": 10},
         "questionTypes": {"1": "듣기", "2": "듣기", "3": "빈칸", "4": "어휘"}, "totalPossibleScore": 100,
         "passScore": null, "createdAt": "2026-11-14T09:00:00"}
        """#

    static let studentDocument = #"""
        {"id": 1001, "userId": 7, "name": "김하늘", "phone": "010", "academyId": 3, "academyName": "한빛학원",
         "studentHighschool": "한빛고", "isActive": true}
        """#

    static let ownResultsDocument = #"""
        [{"id": 400, "examId": 41, "examName": "10월", "studentId": 1001, "score": 60, "grade": 4, "correctCount": 2,
          "incorrectCount": 2, "createdAt": "2026-10-10T09:00:00"},
         {"id": 501, "examId": 42, "examName": "11월 모의고사", "studentId": 1001, "score": 70, "grade": 3,
          "correctCount": 3, "incorrectCount": 1, "createdAt": "2026-11-14T10:00:00"}]
        """#

    static let examResultsDocument = #"""
        [{"id": 501, "examId": 42, "studentId": 1001, "score": 70, "grade": 3},
         {"id": 502, "examId": 42, "studentId": 1002, "score": 90, "grade": 1},
         {"id": 503, "examId": 42, "studentId": 1003, "score": 70, "grade": 3},
         {"id": 504, "examId": 42, "studentId": 1004, "score": 40, "grade": 6}]
        """#

    static let answersDocument = #"""
        [{"id": 1, "questionNumber": 1, "selectedChoice": "3", "correctAnswer": "3", "isCorrect": true, "score": 30,
          "earnedScore": 30, "questionType": "듣기"},
         {"id": 2, "questionNumber": 2, "selectedChoice": "1", "correctAnswer": "1", "isCorrect": true, "score": 30,
          "earnedScore": 30, "questionType": "듣기"},
         {"id": 3, "questionNumber": 3, "selectedChoice": "무효", "correctAnswer": "5", "isCorrect": false, "score": 30,
          "earnedScore": 0, "questionType": "빈칸"},
         {"id": 4, "questionNumber": 4, "selectedChoice": "2", "correctAnswer": "2", "isCorrect": true, "score": 10,
          "earnedScore": 10, "questionType": "어휘"}]
        """#

    static let rankDocument = #"""
        {"studentId": 1001, "examId": 42, "score": 70, "rank": 2, "totalParticipants": 120, "percentile": 74.2,
         "grade": 3, "typePercentiles": [{"questionType": "듣기", "correctCount": 2, "percentile": 80.1}]}
        """#

    static let statisticsDocument = #"""
        {"examId": 42, "participantCount": 120, "average": 64.3, "highest": 100, "lowest": 12, "standardDeviation": 15.2,
         "gradeDistribution": [{"grade": 1, "count": 9, "percentage": 7.5, "cutoffScore": 90},
                               {"grade": 3, "count": 30, "percentage": 25.0, "cutoffScore": 70}],
         "scoreRangeDistribution": [{"range": "0-59", "count": 50, "percentage": 41.7},
                                    {"range": "70-79", "count": 30, "percentage": 25.0},
                                    {"range": "90-100", "count": 9, "percentage": 7.5}],
         "typeAccuracyList": [{"questionType": "듣기", "totalQuestions": 2, "accuracyRate": 71.0}],
         "topIncorrectQuestions": [{"questionNumber": 3, "questionType": "빈칸", "correctAnswer": "5",
            "totalAttempts": 120, "incorrectCount": 98, "incorrectRate": 81.7, "topWrongChoice": "4",
            "topWrongChoiceRate": 41.0}]}
        """#

    static let choicesDocument = #"""
        {"totalParticipants": 120, "questions": [
         {"questionNumber": 1, "questionType": "듣기", "correctAnswer": "3", "correctCount": 106, "correctRate": 88.3,
          "choiceDistribution": {"3": {"count": 106, "percentage": 88.3, "isCorrect": true},
                                 "2": {"count": 14, "percentage": 11.7, "isCorrect": false}}},
         {"questionNumber": 3, "questionType": "빈칸", "correctAnswer": "5", "correctCount": 22, "correctRate": 18.3,
          "choiceDistribution": {}}]}
        """#

    private static let usual: [String: MemoryAnswer] = [
        exam: .json(examDocument), student: .json(studentDocument), ownResults: .json(ownResultsDocument),
        examResults: .json(examResultsDocument), answers: .json(answersDocument), rank: .json(rankDocument),
        statistics: .json(statisticsDocument), choices: .json(choicesDocument),
    ]
}
