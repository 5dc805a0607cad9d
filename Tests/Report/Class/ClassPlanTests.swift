import PluginSDK
import Testing

@testable import Report

@Suite("What a class's reports are made of")
struct ClassPlanTests {
    private func plan(_ request: ClassRequest) throws -> ClassPlan {
        ClassPlan(
            exam: ExamFacts(try #require(request.exam), whenNone: .koreanEnglish), results: request.results ?? [],
            roster: request.roster ?? [])
    }

    private func codes(_ plan: ClassPlan) -> [String?] {
        plan.members.map { if case .refused(let refusal) = $0.source { refusal.code } else { nil } }
    }

    private func result(_ plan: ClassPlan, _ place: Int) throws -> StudentResult {
        guard case .graded(let result) = plan.members[place].source else { throw CancellationError() }
        return result
    }

    @Test("statistics are the class's own")
    func statistics() throws {
        let plan = try plan(ClassFixture.whole())
        #expect(plan.statistics.participants == 3)
        #expect(plan.statistics.average == 60)
        #expect(plan.statistics.highest == 100)
        #expect(plan.statistics.questions[3]?.correctRate == 100)
        #expect(plan.statistics.questions[1]?.correctRate == 66.7)
    }

    @Test("answers that are not graded yet are graded with the key")
    func answers() throws {
        let plan = try plan(
            ClassFixture.graded([#"{"studentId": 1001, "answers": {"1": "3", "2": "4", "9": "1"}}"#]))
        let result = try result(plan, 0)
        #expect(result.score == 40)
        #expect(result.answers.map(\.isCorrect) == [true, false, false])
        #expect(result.answers.map(\.chosen) == ["3", "4", nil])
        #expect(result.answers.map(\.earned) == [40, 0, 0])
    }

    @Test("who has no result, several or an empty one is named in the roster's order; strangers come last")
    func refused() throws {
        let plan = try plan(
            ClassFixture.graded([
                ClassFixture.sheet("99999999", ["3", "1", "5"], score: 100),
                ClassFixture.sheet("12345678", ["3", "1", "5"], score: 100),
                ClassFixture.sheet("12345678", ["3", "1", "1"], score: 80),
                #"{"studentId": 1002}"#,
            ]))
        #expect(plan.members.map(\.studentID) == [1001, 1002, 1003, nil])
        #expect(codes(plan) == ["result.ambiguous", "result.empty", "result.missing", "roster.unmatched"])
        // The stranger took the exam; which of two sheets counts is not known.
        #expect(plan.statistics.participants == 1)
    }

    @Test("a student who stands twice in the roster gets one report")
    func doubled() throws {
        let roster = #"[{"studentId": 1001, "phone": "12345678"}, {"studentId": 1001, "phone": "87654321"}]"#
        let plan = try plan(
            ClassFixture.graded([ClassFixture.sheet("12345678", ["3", "1", "5"], score: 100)], roster: roster))
        #expect(codes(plan) == [nil, "roster.doubled"])
    }

    @Test("without a roster the results' own numbers are one")
    func noRoster() throws {
        let plan = try plan(
            ClassFixture.graded(
                [#"{"studentId": 7, "totalScore": 80}"#, #"{"phoneNumber": "12345678", "totalScore": 70}"#],
                roster: "[]"))
        #expect(plan.members.map(\.studentID) == [7, nil])
        #expect(codes(plan) == [nil, "roster.unmatched"])
        #expect(plan.statistics.participants == 2)
    }

    @Test("an empty kind is none")
    func emptyKind() throws {
        var request = try ClassFixture.graded([#"{"studentId": 1001, "answers": {"1": "3"}}"#])
        request.exam?.questionTypes = ["1": "", "2": "\u{1}"]
        let plan = try plan(request)
        #expect(plan.exam?.keys.map(\.type) == [nil, nil, nil])
    }

    @Test("equal scores have one rank, however they were summed up")
    func equalScores() throws {
        var request = try ClassFixture.graded(
            [
                #"{"studentId": 1, "answers": {"1": "1", "2": "1", "3": "1"}}"#,
                #"{"studentId": 2, "totalScore": 6.6}"#,
                #"{"studentId": 3, "totalScore": 6.6000000000000005}"#,
            ], roster: "[]")
        request.exam?.correctAnswers = ["1": "1", "2": "1", "3": "1"]
        request.exam?.questionScores = ["1": 2.2, "2": 2.2, "3": 2.2]
        let plan = try plan(request)
        #expect(try (0..<3).map { try plan.statistics.scores?.rank(of: result(plan, $0).score) } == [1, 1, 1])
    }

    @Test("the day of an exam is the place's, where its time says a zone")
    func day() throws {
        var exam = try #require(ClassFixture.whole().exam)
        exam.date = nil
        exam.createdAt = "2026-11-14T23:30:00Z"
        #expect(ExamFacts(exam, whenNone: .none, utcOffset: 540).exam.date == "2026-11-15")
    }

    @Test("numbers that would fail every report are refused with their place, and bounded")
    func bounds() throws {
        var request = try ClassFixture.graded([
            #"{"studentId": 1, "totalScore": -5}"#, #"{"studentId": 2, "totalScore": 1e9}"#,
            #"{"studentId": 3, "results": [{"questionNumber": 0, "earnedScore": -5}]}"#,
        ])
        #expect(
            request.problems.map(\.location) == [
                ["body", "results", 1, "totalScore"], ["body", "results", 2, "results", 0, "questionNumber"],
            ])
        request.exam?.questionTypes = Dictionary(uniqueKeysWithValues: (1...41).map { (String($0), "kind \($0)") })
        #expect(request.problems.map(\.location).last == ["body", "exam", "questionTypes"])
        var many = try ClassFixture.whole()
        let answers = Dictionary(uniqueKeysWithValues: (1...201).map { (String($0), "1") })
        many.exam?.correctAnswers = answers
        many.results = [ClassResult(studentId: 1, answers: answers)]
        #expect(
            many.problems.map(\.location) == [["body", "exam", "correctAnswers"], ["body", "results", 0, "answers"]])
        let sheet = ClassAnswer(questionNumber: 1)
        many = try ClassFixture.whole()
        many.results = [ClassResult(studentId: 1, results: Array(repeating: sheet, count: 201))]
        #expect(many.problems.map(\.location) == [["body", "results", 0, "results"]])
    }

    @Test("questions whose names are no numbers are refused with their place")
    func names() throws {
        var request = try ClassFixture.whole()
        request.exam?.correctAnswers = ["1": "3", "first": "1", "0": "2", "01": "4"]
        #expect(request.problems.map { $0.location.last } == ["0", "01", "first"])
    }
}
