import AnalysisFacts
import AnalysisNarrator
import Fuzzing
import Testing

/// Figures that nobody computed: beyond all bounds, and against each other.
@Suite struct WildFiguresTests {
    private static let numbers: [Double] = [
        0, -0.0, 1, 50, 99.99, 100, 100.01, -1, 1e9, 1e18, 1e300, -1e300, .infinity, .nan, .leastNonzeroMagnitude,
    ]
    private static let counts = [0, 1, 2, 20, -1, 1_000_001, .max, .min]

    @Test("mutated figures make no text of an exam fall over")
    func mutatedExams() {
        var random = SeededRandom(8)
        for _ in 0..<FuzzRounds.count(300) {
            func number() -> Double { Self.numbers.randomElement(using: &random) ?? 0 }
            func count() -> Int { Self.counts.randomElement(using: &random) ?? 0 }
            let figures = ExamFigures(
                name: "시험", participants: count(), average: number(), highest: number(), lowest: number(),
                grades: (0..<3).map { _ in .init(grade: count(), count: count(), percentage: number()) },
                questions: (0..<Int.random(in: 0...4, using: &random)).map { _ in
                    .init(
                        number: count(), correctRate: number(), incorrectRate: number(),
                        type: Bool.random(using: &random) ? "문법" : nil, points: number())
                })
            for language in AnalysisLanguage.allCases {
                TextRules.check(Narrator(language: language).commentary(ExamFacts(figures)), language, names: ["시험"])
            }
        }
    }

    @Test("mutated figures make no text of a student fall over")
    func mutatedStudents() {
        var random = SeededRandom(9)
        for _ in 0..<FuzzRounds.count(300) {
            func number() -> Double { Self.numbers.randomElement(using: &random) ?? 0 }
            func count() -> Int { Self.counts.randomElement(using: &random) ?? 0 }
            let names = ["문법", "어휘", "기타", ""]
            let figures = StudentFigures(
                examName: "시험", studentName: "김하늘", score: number(), grade: count(), average: number(),
                missed: (0..<Int.random(in: 0...4, using: &random)).map { index in
                    .init(
                        number: count(), type: names[index], selected: "무효", correct: "N/A", correctRate: number())
                },
                types: (0..<Int.random(in: 0...3, using: &random)).map { index in
                    .init(type: names[index], correct: count(), total: count(), rate: number())
                })
            for language in AnalysisLanguage.allCases {
                let text = Narrator(language: language).feedback(StudentFacts(figures))
                TextRules.check(text, language, names: ["시험", "김하늘"])
            }
        }
    }
}
