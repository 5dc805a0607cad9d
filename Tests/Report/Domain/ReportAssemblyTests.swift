import PluginSDK
import Testing

@testable import Report

@Suite struct ReportAssemblyTests {
    private let day = "2026-11-21"

    private func exam(
        _ category: ExamCategory = .graded, passScore: Double? = nil, types: Bool = true
    ) -> ExamFacts {
        ExamFacts(
            exam: ReportData.Exam(
                id: 42, name: "11월", date: "2026-11-14", category: category, totalQuestions: 3, totalPossibleScore: 100,
                passScore: passScore),
            keys: [
                QuestionKey(number: 1, answer: "1", score: 20, type: types ? "빈칸" : nil),
                QuestionKey(number: 2, answer: "2", score: 30, type: types ? "듣기" : nil),
                QuestionKey(number: 3, answer: "3", score: 50, type: types ? "빈칸" : nil),
            ])
    }

    private func facts(
        _ exam: ExamFacts, score: Double = 70, grade: Int? = nil, answers: [StudentAnswer]? = nil,
        scores: [Double] = [90, 70, 40]
    ) -> ReportFacts {
        ReportFacts(
            exam: exam, student: ReportData.Student(id: 1, name: "김하늘"),
            result: StudentResult(
                score: score, grade: grade,
                answers: answers ?? [
                    StudentAnswer(number: 3, chosen: "3", isCorrect: true),
                    StudentAnswer(number: 1, chosen: "1", isCorrect: true),
                    StudentAnswer(number: 2, chosen: nil, isCorrect: false),
                ]),
            statistics: ClassStatistics(scores.map { StudentResult(score: $0) }, of: exam))
    }

    private func data(_ facts: ReportFacts, _ locale: ReportLocale = .korean) -> ReportData {
        ReportData(facts, manner: ReportManner(locale: locale), day: day)
    }

    @Test("questions stand by number, with what the exam says where the answer does not")
    func questions() {
        let questions = data(facts(exam())).questions
        #expect(questions.map(\.number) == [1, 2, 3] && questions.map(\.correct) == ["1", "2", "3"])
        #expect(questions.map(\.score) == [20, 30, 50] && questions.map(\.earned) == [20, 0, 50])
        #expect(questions.map(\.chosen) == ["1", nil, "3"])
    }

    @Test("kinds stand in the order in which the exam first asks for them")
    func types() {
        let types = data(facts(exam())).types
        #expect(types.map(\.name) == ["빈칸", "듣기"] && types.map(\.accuracy) == [100, 0])
        #expect(types.map(\.possible) == [70, 30] && types.map(\.earned) == [70, 0])
        #expect(types.map(\.questions) == [2, 1] && types.map(\.correctCount) == [2, 0])
    }

    @Test("result: counts, rank, percentile and the difference to the average")
    func result() {
        let result = data(facts(exam())).result
        #expect(result.correctCount == 2 && result.incorrectCount == 1)
        #expect(result.rank == 2 && result.participants == 3 && result.percentile == 33.3)
        #expect(result.average == 66.7 && result.difference == 3.3)
        #expect(result.grade == 3 && result.passed == nil)
    }

    @Test("the backend's reckoning goes before ours")
    func standing() {
        var facts = facts(exam())
        facts.standing = ReportFacts.Standing(
            rank: 31, participants: 120, percentile: 74.2, grade: 2, typePercentiles: ["듣기": 80.1])
        let data = data(facts)
        #expect(data.result.rank == 31 && data.result.participants == 120 && data.result.percentile == 74.2)
        #expect(data.result.grade == 2 && data.types.map(\.percentile) == [nil, 80.1])
        facts.result.grade = 4
        #expect(self.data(facts).result.grade == 4, "the result's own is the one that was told before")
    }

    @Test(
        "an exam that is passed or failed has no grades",
        arguments: [(0, nil, true), (-1, nil, false), (nil, 70, true), (nil, 71, false), (nil, nil, nil)]
            as [(Int?, Double?, Bool?)])
    func passFail(_ grade: Int?, _ passScore: Double?, _ passed: Bool?) {
        let data = data(facts(exam(.passFail, passScore: passScore), grade: grade))
        #expect(data.result.grade == nil && data.result.passed == passed && data.grades.isEmpty)
    }

    @Test("one range and one grade are the student's, and every grade is there")
    func here() {
        let data = data(facts(exam(), score: 79.5, scores: [90, 79.5, 40]))
        #expect(data.distribution.map(\.isHere) == [false, false, true, false, false])
        #expect(data.grades.map(\.grade) == Array(1...9))
        #expect(data.grades.filter(\.isHere).map(\.grade) == [3])
        #expect(data.grades.map(\.count).reduce(0, +) == 3)
    }

    @Test("a score below nothing is in the lowest range")
    func belowNothing() {
        let data = data(facts(exam(), score: -5, scores: [80, -5, 50]))
        #expect(data.distribution.map(\.isHere) == [false, false, false, false, true])
        #expect(data.result.lowest == -5)
    }

    @Test("history: the oldest first, at most eight, what came later left out, this exam last")
    func history() {
        var facts = facts(exam())
        facts.history =
            (1...9).reversed().map { month in
                ReportFacts.PastResult(
                    examID: month, name: "\(month)월", date: "2026-0\(month)-10T09:00:00", score: Double(month), grade: 0
                )
            } + [
                ReportFacts.PastResult(examID: 42, name: "x", date: "2026-11-15T09:00:00", score: 1, grade: 1),
                ReportFacts.PastResult(examID: 50, name: "12월", date: "2026-12-10", score: 5, grade: 5),
            ]
        let history = data(facts).history
        #expect(history.map(\.name) == (3...9).map { "\($0)월" } + ["11월"])
        #expect(history.last == ReportData.PastExam(name: "11월", date: "2026-11-15", score: 70, grade: 3, isThis: true))
        #expect(history.dropLast().allSatisfy { !$0.isThis && $0.grade == nil })
        #expect(history.first?.date == "2026-03-10")
        facts.history = []
        #expect(data(facts).history.map(\.date) == ["2026-11-14"])
    }

    @Test("a report says in English what is ours to say, and leaves the exam's own words")
    func english() {
        let fallback = data(facts(exam(types: false)), .english)
        #expect(fallback.types.map(\.name) == ["Listening"])
        let own = data(facts(exam()), .english)
        #expect(own.types.map(\.name) == ["빈칸", "듣기"])
    }

    @Test("every question that most missed says what the student did with it")
    func mostMissed() {
        var facts = facts(exam())
        facts.statistics.questions = [2: QuestionStatistics(correctRate: 18.2, topWrong: "4", topWrongRate: 41)]
        facts.statistics.mostMissed = [2, 7]
        #expect(
            data(facts).mostMissed == [
                ReportData.MissedQuestion(
                    number: 2, type: "듣기", correct: "2", chosen: nil, isCorrect: false, correctRate: 18.2,
                    topWrong: "4",
                    topWrongRate: 41)
            ])
        facts.statistics.questions[7] = QuestionStatistics(correctRate: 20)
        #expect(data(facts).mostMissed.map(\.number) == [2, 7])
    }

    @Test("a student without answers, alone in the class, has a report")
    func bare() throws {
        var facts = facts(exam(), answers: [])
        facts.statistics = ClassStatistics()
        let data = data(facts)
        #expect(data.questions.isEmpty && data.types.isEmpty && data.result.rank == nil)
        #expect(data.result.correctCount == 0 && data.result.incorrectCount == 0 && data.history.count == 1)
        _ = try JSONValue(parsing: data.json)
    }
}
