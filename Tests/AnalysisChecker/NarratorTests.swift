import AnalysisChecker
import AnalysisFacts
import AnalysisNarrator
import Fuzzing
import Testing

@Suite struct NarratorTests {
    private static let inputs = (1...25).map { $0 < 10 ? "0\($0)" : "\($0)" }

    @Test("nothing that the narrator writes of an exam is refused", arguments: inputs, AnalysisLanguage.allCases)
    func commentary(_ number: String, _ language: AnalysisLanguage) throws {
        let facts = try CommentaryInput.read(number).facts
        let text = Narrator(language: language).commentary(facts)
        #expect(FactChecker(exam: facts).problems(in: text).map(\.quote) == [], "\(text)")
    }

    @Test("nothing that the narrator writes to a student is refused", arguments: inputs, AnalysisLanguage.allCases)
    func feedback(_ number: String, _ language: AnalysisLanguage) throws {
        let facts = try FeedbackInput.read(number).facts
        let text = Narrator(language: language).feedback(facts)
        #expect(FactChecker(student: facts).problems(in: text).map(\.quote) == [], "\(text)")
    }

    @Test(
        "nothing that the narrator writes of 500 generated exams and students is refused",
        arguments: AnalysisLanguage.allCases)
    func generated(_ language: AnalysisLanguage) {
        var random = SeededRandom(64)
        for _ in 0..<500 {
            let exam = GeneratedFacts.exam(&random)
            let commentary = Narrator(language: language).commentary(exam)
            #expect(FactChecker(exam: exam).problems(in: commentary).map(\.quote) == [], "\(commentary)")
            let student = GeneratedFacts.student(&random)
            let feedback = Narrator(language: language).feedback(student)
            #expect(FactChecker(student: student).problems(in: feedback).map(\.quote) == [], "\(feedback)")
        }
    }
}
