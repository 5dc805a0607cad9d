import AnalysisFacts
import Foundation

/// The texts of Tests/Fixtures/analysis: written before the checker, each with one planted error.
struct WrittenText: Decodable {
    struct Plant: Decodable {
        var kind: String
        var find: String
        var replace: String
    }

    var id: String
    var input: String
    var language: String
    var text: String
    var plant: Plant

    var wrong: String { text.replacingOccurrences(of: plant.find, with: plant.replace) }

    static func folder(_ kind: String) -> URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/analysis/\(kind)")
    }

    /// - Parameter half: `odd` or `even`; fails when the file is not there.
    static func all(_ kind: String, half: String) throws -> [WrittenText] {
        let file = folder(kind).appendingPathComponent("texts-\(half).jsonl")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(WrittenText.self, from: Data($0.utf8))
        }
    }
}

/// The requests of the contract, as the fixtures have them.
struct CommentaryInput: Decodable {
    struct Grade: Decodable {
        var grade: Int
        var count: Int
        var percentage: Double
    }

    struct Question: Decodable {
        var questionNumber: Int
        var correctRate: Double
        var incorrectRate: Double
        var questionType: String?
        var actualScore: Double
    }

    var examName: String
    var totalParticipants: Int
    var averageScore: Double
    var highestScore: Double
    var lowestScore: Double
    var gradeDistribution: [Grade]
    var questionStatistics: [Question]

    var facts: ExamFacts {
        ExamFacts(
            ExamFigures(
                name: examName, participants: totalParticipants, average: averageScore, highest: highestScore,
                lowest: lowestScore,
                grades: gradeDistribution.map { .init(grade: $0.grade, count: $0.count, percentage: $0.percentage) },
                questions: questionStatistics.map {
                    .init(
                        number: $0.questionNumber, correctRate: $0.correctRate * 100,
                        incorrectRate: $0.incorrectRate * 100, type: $0.questionType, points: $0.actualScore)
                }))
    }

    static func read(_ number: String) throws -> CommentaryInput {
        let file = WrittenText.folder("commentary").appendingPathComponent("inputs/\(number).json")
        return try JSONDecoder().decode(CommentaryInput.self, from: Data(contentsOf: file))
    }
}

struct FeedbackInput: Decodable {
    struct Missed: Decodable {
        var questionNumber: Int
        var questionType: String
        var selectedChoice: String
        var correctAnswer: String
        var questionCorrectRate: Double
    }

    struct Achievement: Decodable {
        var type: String
        var correctCount: Int
        var totalCount: Int
        var correctRate: Double
    }

    var examName: String
    var studentName: String
    var totalScore: Double
    var grade: Int
    var averageScore: Double
    var incorrectQuestions: [Missed]
    var questionTypeAchievement: [Achievement]

    var facts: StudentFacts {
        StudentFacts(
            StudentFigures(
                examName: examName, studentName: studentName, score: totalScore, grade: grade, average: averageScore,
                missed: incorrectQuestions.map {
                    .init(
                        number: $0.questionNumber, type: $0.questionType, selected: $0.selectedChoice,
                        correct: $0.correctAnswer, correctRate: $0.questionCorrectRate)
                },
                types: questionTypeAchievement.map {
                    .init(type: $0.type, correct: $0.correctCount, total: $0.totalCount, rate: $0.correctRate)
                }))
    }

    static func read(_ number: String) throws -> FeedbackInput {
        let file = WrittenText.folder("feedback").appendingPathComponent("inputs/\(number).json")
        return try JSONDecoder().decode(FeedbackInput.self, from: Data(contentsOf: file))
    }
}
