import AnalysisFacts
import PluginSDK
import Testing

@testable import Analysis

/// The words of the sheets and those that the checker understands go together: who keeps to the facts is not refused.
@Suite("Texts that repeat their facts")
struct RepeatedFactsTests {
    /// Rates of an exam's questions, by their number; each two are of one type.
    private static let exams: [[Double]] = [
        [0.15, 0.62, 1], [1, 1, 1, 1], [0, 0, 0], [0.1, 0.1, 0.3, 0.3, 0.5, 0.5, 0.7, 0.9], [],
    ]

    @Test("commentary that repeats the facts word for word stands up to them", arguments: exams)
    func borne(rates: [Double]) throws {
        let questions = rates.enumerated().map { index, rate -> JSONValue in
            [
                "questionNumber": .integer(index + 1), "correctRate": .number(rate),
                "incorrectRate": .number(((1 - rate) * 100).rounded() / 100),
                "questionType": .string(["어휘", "문법", "빈칸", "순서"][index / 2]), "actualScore": 2,
            ]
        }
        let exam = Samples.with(Samples.exam, ["questionStatistics": .array(questions)])
        let figures = try Samples.read(ExamCommentaryRequest.self, exam).figures
        for language in AnalysisLanguage.allCases { checkLines(TextTask(figures, in: language)) }
    }

    @Test(
        "feedback that repeats the facts word for word stands up to them",
        arguments: [([] as [Int], 4), ([7], 3), ([7, 8, 9], 1), ([5, 6, 7, 8], 0)])
    func borneOfStudent(numbers: [Int], correct: Int) throws {
        let rates = [5: 12.5, 6: 30, 7: 62.5, 8: 88, 9: 35]
        let student = Samples.with(
            Samples.student,
            [
                "incorrectQuestions": .array(numbers.map { missed($0, $0 == 8 ? "무효" : "2", "4", rates[$0] ?? 0) }),
                "questionTypeAchievement": [
                    [
                        "type": "문법", "correctCount": .integer(correct), "totalCount": 4,
                        "correctRate": .integer(correct * 25),
                    ],
                    ["type": "어휘", "correctCount": 3, "totalCount": 3, "correctRate": 100],
                ],
            ])
        let figures = try Samples.figures(student)
        for language in AnalysisLanguage.allCases { checkLines(TextTask(figures, in: language)) }
    }

    private func checkLines(_ task: TextTask) {
        for line in task.factSheet.split(separator: "\n") {
            let problems = task.checker.problems(in: String(line))
            #expect(problems.isEmpty, "\(line): \(problems.map(\.message))")
        }
        #expect(task.checker.problems(in: task.narration).isEmpty, "\(task.narration)")
    }

    private func missed(_ number: Int, _ selected: String, _ correct: String, _ rate: Double) -> JSONValue {
        [
            "questionNumber": .integer(number), "questionType": "문법", "selectedChoice": .string(selected),
            "correctAnswer": .string(correct), "questionCorrectRate": .number(rate),
        ]
    }
}
