import Testing

@testable import Report

@Suite struct ClassStatisticsTests {
    /// Three questions, of which the third is worth most; four students.
    private let facts = ExamFacts(
        exam: ReportData.Exam(id: 1, name: "E", totalQuestions: 3, totalPossibleScore: 100),
        keys: [
            QuestionKey(number: 2, answer: "2", score: 30, type: "듣기"),
            QuestionKey(number: 1, answer: "1", score: 20, type: "듣기"),
            QuestionKey(number: 3, answer: "3", score: 50, type: "빈칸"),
        ])

    private func result(_ score: Double, _ chosen: [String?]) -> StudentResult {
        StudentResult(
            score: score,
            answers: chosen.enumerated().map { index, choice in
                StudentAnswer(number: index + 1, chosen: choice, isCorrect: choice == "\(index + 1)")
            })
    }

    private var statistics: ClassStatistics {
        ClassStatistics(
            [
                result(100, ["1", "2", "3"]), result(50, ["1", "2", "5"]), result(20, ["1", "4", "5"]),
                result(0, ["무효", nil, "4"]),
            ], of: facts)
    }

    @Test("questions: how many were right, and which wrong answer most gave")
    func questions() {
        let questions = statistics.questions
        #expect(questions[1]?.correctRate == 75 && questions[1]?.topWrong == nil, "무효 is no answer")
        #expect(questions[2]?.correctRate == 50 && questions[2]?.topWrong == "4")
        #expect(questions[3]?.correctRate == 25 && questions[3]?.topWrong == "5" && questions[3]?.topWrongRate == 50)
        #expect(questions[3]?.correct == "3" && questions[3]?.type == "빈칸")
        #expect(statistics.mostMissed == [3, 2, 1])
    }

    @Test("kinds: how many of all answers were right, and the share of who had fewer")
    func types() {
        #expect(statistics.typeAccuracy == ["듣기": 62.5, "빈칸": 25])
        #expect(statistics.percentile(ofType: "듣기", correct: 2) == 50)
        #expect(statistics.percentile(ofType: "듣기", correct: 0) == 0)
        #expect(statistics.percentile(ofType: "없음", correct: 1) == nil)
    }

    @Test("ranges hold everybody once, whatever the score")
    func ranges() throws {
        let scores = try #require(ScoreStatistics([100, 90, 89.5, 80, 79, 60, 59.9, 0, -5, 120]))
        let ranges = ClassStatistics.ranges(of: scores, possible: 100)
        #expect(ranges.map(\.label) == ["90-100", "80-89", "70-79", "60-69", "0-59"])
        #expect(ranges.map(\.count) == [3, 2, 1, 1, 3])
        #expect(ranges.map(\.percentage) == [30, 20, 10, 10, 30])
        let small = ClassStatistics.ranges(of: scores, possible: 45)
        #expect(small.map(\.label) == ["41-45", "36-40", "32-35", "27-31", "0-26"])
        #expect(small.reduce(0) { $0 + $1.count } == 10)
    }

    @Test("of fewer than ten points there are no ranges")
    func noRanges() throws {
        let scores = try #require(ScoreStatistics([1, 2, 3]))
        #expect(ClassStatistics.ranges(of: scores, possible: 9).isEmpty)
        #expect(ClassStatistics.ranges(of: scores, possible: 10).map(\.label) == ["9-10", "8-8", "7-7", "6-6", "0-5"])
    }

    @Test("grades of a class, absolute and relative; none where it is passed or failed")
    func grades() {
        #expect(statistics.grades.mapValues(\.count) == [1: 1, 5: 1, 8: 1, 9: 1])
        #expect(statistics.grades[1]?.percentage == 25)
        var relative = facts
        relative.exam.gradingType = .relative
        relative.exam.gradeScale = .five
        let scores = [100.0, 50, 20, 0].map { StudentResult(score: $0) }
        // Above each are 0, 25, 50 and 75 percent.
        #expect(ClassStatistics(scores, of: relative).grades.mapValues(\.count) == [1: 1, 2: 1, 3: 1, 4: 1])
        relative.exam.category = .passFail
        #expect(ClassStatistics(scores, of: relative).grades.isEmpty)
    }

    @Test("a class of nobody is unknown, and one without answers has scores alone")
    func unknown() {
        let nobody = ClassStatistics([], of: facts)
        #expect(nobody.participants == nil && nobody.ranges.isEmpty && nobody.mostMissed.isEmpty)
        let scores = ClassStatistics([StudentResult(score: 50)], of: facts)
        #expect(scores.participants == 1 && scores.questions.isEmpty && scores.typeAccuracy.isEmpty)
    }

    @Test("questions that all had right are nobody's trouble, and ten are enough")
    func mostMissed() {
        let rates = (1...20).map { ($0, $0 == 20 ? 100 : Double($0 / 2 * 10)) }
        let many = Dictionary(uniqueKeysWithValues: rates).mapValues { QuestionStatistics(correctRate: $0) }
        #expect(QuestionStatistics.mostMissed(many) == Array(1...10))
        #expect(QuestionStatistics.mostMissed([1: QuestionStatistics(correctRate: 100)]).isEmpty)
        #expect(QuestionStatistics.topWrong(["4": 2, "2": 2, "3": 1])?.choice == "2")
    }
}
