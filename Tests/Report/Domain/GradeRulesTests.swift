import Testing

@testable import Report

@Suite struct GradeRulesTests {
    private func rules(_ type: GradingType, _ scale: GradeScale, possible: Double = 100) -> GradeRules {
        GradeRules(
            ReportData.Exam(
                id: 1, name: "", gradingType: type, gradeScale: scale, totalQuestions: 1, totalPossibleScore: possible))
    }

    @Test("absolute grades begin at the contract's scores")
    func absolute() {
        let nine = rules(.absolute, .nine)
        #expect(
            [100, 90, 89.9, 80, 70, 60, 50, 40, 30, 20, 19, 0].map(nine.absolute) == [
                1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 9,
            ])
        let five = rules(.absolute, .five)
        #expect([100, 90, 89, 80, 60, 59, 40, 39, 0].map(five.absolute) == [1, 1, 2, 2, 3, 4, 4, 5, 5])
    }

    @Test("an exam of other points is graded by their share, and one of none by the points")
    func possible() {
        #expect(rules(.absolute, .nine, possible: 45).absolute(40.5) == 1)
        #expect(rules(.absolute, .nine, possible: 45).absolute(40) == 2)
        #expect(rules(.absolute, .nine, possible: 0).absolute(90) == 1)
    }

    @Test("relative grades go by how many are strictly above")
    func relative() {
        let nine = rules(.relative, .nine)
        // Of 100, rank r has r - 1 above: the first four are below 4 percent.
        let first = [1, 5, 12, 24, 41, 61, 78, 90, 97]
        #expect(first.map { nine.relative(rank: $0, participants: 100) } == Array(1...9))
        #expect(first.dropFirst().map { nine.relative(rank: $0 - 1, participants: 100) } == Array(1...8))
        let five = rules(.relative, .five)
        #expect(
            [1, 10, 11, 35, 36, 65, 66, 90, 91, 100].map { five.relative(rank: $0, participants: 100) } == [
                1, 1, 2, 2, 3, 3, 4, 4, 5, 5,
            ])
        #expect(nine.grade(score: 50, rank: nil, participants: 10) == nil)
        #expect(nine.grade(score: 50, rank: 1, participants: 0) == nil)
    }
}
