import AnalysisFacts
import Testing

@Suite("Facts of an exam")
struct ExamFactsTests {
    static func question(
        _ number: Int, _ rate: Double, _ type: String? = nil, points: Double = 2
    ) -> ExamFigures.Question {
        ExamFigures.Question(number: number, correctRate: rate, incorrectRate: 100 - rate, type: type, points: points)
    }

    static func exam(
        _ questions: [ExamFigures.Question], grades: [ExamFigures.Grade] = [], average: Double = 50
    ) -> ExamFacts {
        ExamFacts(
            ExamFigures(
                name: "모의고사", participants: 40, average: average, highest: 96, lowest: 18.5, grades: grades,
                questions: questions))
    }

    @Test("questions are ranked by correct rate, equal ones by number")
    func ranks() {
        let facts = Self.exam([Self.question(1, 80), Self.question(2, 30), Self.question(3, 80), Self.question(4, 30)])
        #expect(facts.ranked.map(\.number) == [2, 4, 1, 3])
        #expect(facts.hardest.map(\.number) == [2, 4])
        #expect(facts.easiest.map(\.number) == [1, 3])
    }

    @Test("types have the mean of their questions; those without one belong to none")
    func types() {
        let facts = Self.exam([
            Self.question(1, 80, "어휘"), Self.question(2, 40, "문법", points: 3), Self.question(3, 60, "문법"),
            Self.question(4, 10),
        ])
        #expect(facts.types.map(\.name) == ["문법", "어휘"])
        #expect(facts.types.map(\.correctRate) == [50, 80])
        #expect(facts.types.first?.numbers == [2, 3])
        #expect(facts.types.first?.points == 5)
        #expect(facts.meanCorrectRate == 47.5)
    }

    @Test("grades are added up from the best on")
    func grades() {
        let facts = Self.exam(
            [],
            grades: [
                .init(grade: 3, count: 20, percentage: 50), .init(grade: 1, count: 4, percentage: 10),
                .init(grade: 2, count: 16, percentage: 40),
            ])
        #expect(facts.cumulative.map(\.count) == [4, 20, 40])
        #expect(facts.cumulative.map(\.percentage) == [10, 50, 100])
        #expect(facts.mostFrequentGrades == [3])
    }

    @Test("an average that is no part of the points has no share")
    func share() {
        #expect(Self.exam([Self.question(1, 50, points: 100)], average: 50).averageShare == 50)
        #expect(Self.exam([Self.question(1, 50, points: 40)], average: 50).averageShare == nil)
        #expect(Self.exam([], average: 50).averageShare == nil)
    }

    @Test("what costs the class most is lost points, and what tells students apart is near half")
    func notable() {
        let facts = Self.exam([
            Self.question(1, 20, points: 2), Self.question(2, 50, points: 4), Self.question(3, 41, points: 1),
            Self.question(4, 61),
        ])
        #expect(facts.costliest.map(\.number) == [2, 1, 4, 3])
        #expect(facts.separating.map(\.number) == [2, 3])
        #expect(ExamFacts.separation(Self.question(1, 50)) == 1)
        #expect(ExamFacts.separation(Self.question(1, 100)) == 0)
    }

    @Test("an exam without anything has no facts, and traps on nothing")
    func empty() {
        let facts = Self.exam([])
        #expect(facts.hardest.isEmpty && facts.weakestTypes.isEmpty && facts.mostFrequentGrades.isEmpty)
        #expect(facts.meanCorrectRate == nil)
        #expect(!facts.isAllRight && !facts.isAllWrong)
    }

    @Test(
        "the bands of difficulty are twenty percent wide",
        arguments: [
            (0.0, Difficulty.veryHard), (19.94, .veryHard), (19.95, .hard), (20, .hard), (40, .medium),
            (59.94, .medium), (59.96, .easy), (60, .easy),
            (80, .veryEasy), (100, .veryEasy),
        ])
    func bands(rate: Double, band: Difficulty) {
        #expect(Difficulty(correctRate: rate) == band)
    }
}

@Suite("Facts of a student and of a class")
struct StudentFactsTests {
    static func student(
        score: Double, grade: Int = 3, average: Double = 60, missed: [StudentFigures.Missed] = [],
        types: [StudentFigures.TypeResult] = []
    ) -> StudentFigures {
        StudentFigures(
            examName: "모의고사", studentName: "학생", score: score, grade: grade, average: average, missed: missed,
            types: types)
    }

    static func missed(
        _ number: Int, _ rate: Double, selected: String = "3", type: String = "문법"
    ) -> StudentFigures.Missed {
        StudentFigures.Missed(number: number, type: type, selected: selected, correct: "1", correctRate: rate)
    }

    @Test("a difference that would be written as nothing is none")
    func standing() {
        #expect(StudentFacts(Self.student(score: 60.04)).standing == .same)
        #expect(StudentFacts(Self.student(score: 60.06)).standing == .above)
        #expect(StudentFacts(Self.student(score: 59.9)).standing == .below)
    }

    @Test("missed questions are told apart by how many others had them right")
    func missed() {
        let facts = StudentFacts(
            Self.student(
                score: 70,
                missed: [
                    Self.missed(9, 85), Self.missed(2, 20, selected: "무효"), Self.missed(5, 60), Self.missed(7, 39),
                ]))
        #expect(facts.easyMissed.map(\.number) == [9, 5])
        #expect(facts.hardMissed.map(\.number) == [2, 7])
        #expect(facts.unmarked.map(\.number) == [2])
        #expect(facts.missed.map(\.number) == [2, 5, 7, 9])
    }

    @Test("types without questions count nowhere, and equal rates share a rank")
    func types() {
        let facts = StudentFacts(
            Self.student(
                score: 70,
                types: [
                    .init(type: "어휘", correct: 4, total: 4, rate: 100),
                    .init(type: "문법", correct: 1, total: 4, rate: 25),
                    .init(type: "듣기", correct: 2, total: 8, rate: 25),
                    .init(type: "쓰기", correct: 0, total: 0, rate: 0),
                ]))
        #expect(facts.weakestTypes.map(\.type) == ["듣기", "문법"])
        #expect(facts.strongestTypes.map(\.type) == ["어휘"])
        #expect(facts.questionCount == 16)
        #expect(facts.overallRate == 43.75)
    }

    @Test("discrimination is the best 27 % less the least 27 %, from ten students on")
    func discrimination() {
        // The five best of ten have question 1 right, the others miss it; all but the last have question 2 right.
        let students = (0..<10).map { place -> StudentFigures in
            var missed: [StudentFigures.Missed] = []
            if place >= 5 { missed.append(Self.missed(1, 50)) }
            if place == 9 { missed.append(Self.missed(2, 90)) }
            return Self.student(score: Double(100 - place), grade: place < 5 ? 1 : 2, missed: missed)
        }
        let facts = ClassFacts(students)
        #expect(facts.questions.map(\.number) == [1, 2])
        #expect(facts.questions[0].discrimination == 1)
        // 27 % of ten are three; one of them missed it.
        #expect(abs((facts.questions[1].discrimination ?? 0) - 1.0 / 3) < 1e-12)
        #expect(facts.questions.map(\.correctRate) == [50, 90])
        #expect(ClassFacts(Array(students.prefix(9))).questions.allSatisfy { $0.discrimination == nil })
    }

    @Test("grades begin at the lowest score of those who have them")
    func boundaries() {
        let facts = ClassFacts([
            Self.student(score: 95, grade: 1), Self.student(score: 91, grade: 1), Self.student(score: 80, grade: 3),
            Self.student(score: 60, grade: 4),
        ])
        #expect(facts.boundaries.map(\.lowest) == [91, 80, 60])
        let better = facts.distanceToBetterGrade(Self.student(score: 80, grade: 3))
        #expect(better?.grade == 1)
        #expect(better?.points == 11)
        #expect(facts.distanceToBetterGrade(Self.student(score: 95, grade: 1)) == nil)
        #expect(facts.distanceToBetterGrade(Self.student(score: 92, grade: 3)) == nil)
        #expect(facts.average == 81.5)
    }

    @Test("a class of nobody has no average")
    func nobody() {
        let facts = ClassFacts([])
        #expect(facts.average == nil && facts.standardDeviation == nil && facts.questions.isEmpty)
    }

    @Test(
        "numbers are said with as many decimals as they need, half up",
        arguments: [
            (61.45, 1, "61.5"), (61.0, 1, "61"), (-0.04, 1, "0"), (-5.25, 1, "-5.3"), (2.675, 2, "2.68"),
            (100, 0, "100"), (3.05, 2, "3.05"), (0.05, 1, "0.1"), (.infinity, 1, "0"),
        ])
    func figures(number: Double, decimals: Int, text: String) {
        #expect(FigureText.plain(number, decimals: decimals) == text)
    }
}
