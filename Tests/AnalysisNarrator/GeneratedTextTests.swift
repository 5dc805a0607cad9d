import AnalysisFacts
import AnalysisNarrator
import Fuzzing
import Testing

@Suite struct GeneratedTextTests {
    @Test("commentary on 500 exams says no number that is not in the facts")
    func exams() {
        var random = SeededRandom(6)
        for _ in 0..<500 {
            let group = GeneratedClass(&random)
            let facts = ExamFacts(group.exam)
            let allowed = AllowedNumbers.exam(group)
            for language in AnalysisLanguage.allCases {
                let text = Narrator(language: language).commentary(facts)
                let names = [group.exam.name] + GeneratedClass.names
                TextRules.check(text, language, names: names, least: 4)
                let numbers = NumberScan.numbers(in: TextRules.masked(text, names: names), language)
                #expect(allowed.strangers(among: numbers) == [], "\(text)")
                #expect(Narrator(language: language).commentary(facts) == text)
            }
        }
    }

    @Test("feedback to 500 students says no number that is not in the facts")
    func students() {
        var random = SeededRandom(7)
        for _ in 0..<500 {
            let group = GeneratedClass(&random)
            let index = Int.random(in: 0..<group.participants, using: &random)
            let figures = group.student(index, &random)
            let allowed = AllowedNumbers.student(
                index, unmarked: figures.missed.count(where: \.isUnmarked), of: group)
            for language in AnalysisLanguage.allCases {
                let text = Narrator(language: language).feedback(StudentFacts(figures))
                let names = [figures.examName, figures.studentName] + GeneratedClass.names + ["기타"]
                TextRules.check(text, language, names: names.filter { $0 != StudentFigures.nobody }, least: 4)
                let numbers = NumberScan.numbers(in: TextRules.masked(text, names: names), language)
                #expect(allowed.strangers(among: numbers) == [], "\(text)")
                #expect(Narrator(language: language).feedback(StudentFacts(figures)) == text)
            }
        }
    }

    @Test("what 500 texts call the hardest, the easiest, the weakest and the strongest is so")
    func superlatives() throws {
        var random = SeededRandom(10)
        var seen = [0, 0, 0]
        for _ in 0..<500 {
            let group = GeneratedClass(&random)
            let rates = group.types.indices.map(group.rate)
            let text = Narrator(language: .korean).commentary(ExamFacts(group.exam))
            if let hardest = text.firstMatch(of: /가장 어려운 문항은 (?:정답률이 [0-9.]+%인 )?([0-9]+)번/) {
                #expect(rates[try #require(Int(hardest.output.1)) - 1] == rates.min(), "\(text)")
                seen[0] += 1
            }
            if let easiest = text.firstMatch(of: /가장 쉬운 문항은 ([0-9]+)번/) {
                #expect(rates[try #require(Int(easiest.output.1)) - 1] == rates.max(), "\(text)")
                seen[1] += 1
            }
            let pattern = /보면 ([^,]+?)(?:[과와] [^,]+)? 유형의 정답률이 .*?, ([^,%]+?)(?:[과와] [^,%]+)? 유형이 [0-9.]+%로 가장 높/
            if let types = text.firstMatch(of: pattern) {
                let means = Set(group.types.compactMap(\.self)).map { type in
                    let questions = group.questions(of: type)
                    return (type, questions.reduce(0) { $0 + rates[$1] } / Double(questions.count))
                }
                let weakest = means.first { $0.0 == String(types.output.1) }
                let strongest = means.first { $0.0 == String(types.output.2) }
                #expect(abs(try #require(weakest, "\(text)").1 - (means.map(\.1).min() ?? 0)) < 1e-6, "\(text)")
                #expect(abs(try #require(strongest, "\(text)").1 - (means.map(\.1).max() ?? 0)) < 1e-6, "\(text)")
                seen[2] += 1
            }
        }
        #expect(seen.allSatisfy { $0 > 40 }, "\(seen)")
    }
}
