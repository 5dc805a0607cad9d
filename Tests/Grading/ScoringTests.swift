import Testing

@testable import Grading

@Suite struct ScoringTests {
    private func reading(_ fields: [FieldReading]) -> SheetReading {
        SheetReading(
            template: .korean45, fields: fields, homography: .scaling(x: 1, y: 1), quarterTurns: 0, marksFound: 53)
    }

    private func field(_ id: String, _ values: [String], _ flag: FieldReading.Flag = .none, darkest: String? = nil)
        -> FieldReading
    {
        FieldReading(id: id, values: values, confidence: 0.9, flag: flag, darkest: darkest ?? values.first)
    }

    private let fields: [FieldReading]
    private let key = AnswerKey(
        answers: ["10": "2", "2": "5", "1": "3", "x": "1", "46": "1", "3": "1"],
        scores: ["1": 2, "2": 3, "10": 4], types: ["1": "듣기"])

    init() {
        fields = [
            FieldReading(id: "q1", values: ["3"], confidence: 1, flag: .none, darkest: "3"),
            FieldReading(id: "q2", values: [], confidence: 1, flag: .blank, darkest: nil),
            FieldReading(id: "q3", values: ["1"], confidence: 0.3, flag: .doubtful, darkest: "1"),
            FieldReading(id: "q10", values: ["2", "4"], confidence: 0.9, flag: .double, darkest: "2"),
        ]
    }

    @Test func resultsFollowTheKeysInTheOrderOfTheirNumbers() {
        let questions = Scoring(key: key, doubleMarks: .invalid).questions(in: reading(fields))
        #expect(questions.map(\.number) == [1, 2, 3, 10, 46])
        #expect(questions.map(\.studentAnswer) == ["3", "무효", "1", "무효", "무효"])
        #expect(questions.map(\.score) == [2, 3, 0, 4, 0])
        #expect(questions.map(\.earned) == [2, 0, 0, 0, 0])
        #expect(questions.map(\.type) == ["듣기", "기타", "기타", "기타", "기타"])
    }

    @Test func theDarkestOfTwoMarksCountsWhenAskedFor() {
        let questions = Scoring(key: key, doubleMarks: .darkest).questions(in: reading(fields))
        #expect(questions.first { $0.number == 10 }?.studentAnswer == "2")
        #expect(questions.total == 6)
    }

    @Test func unreadDigitsAreZero() {
        let digits = (1...8).map { digit in
            digit == 4 ? field("phone4", [], .blank) : field("phone\(digit)", [String(digit)])
        }
        #expect(SheetGrader(doubleMarks: .invalid).grade(reading(digits + fields), key: key)?.identity == "12305678")
    }

    @Test func pointsBeyondAnIntegerAreRefusedNotTrapped() {
        let huge = AnswerKey(answers: ["1": "3", "3": "1"], scores: ["1": .max, "3": 1], types: [:])
        #expect(SheetGrader(doubleMarks: .invalid).grade(reading(fields), key: huge) == nil)
    }

    @Test(
        arguments: zip([100, 90, 89, 80, 70, 60, 50, 40, 30, 20, 19, 0, -5], [1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9]))
    func gradesHaveNineSteps(score: Int, grade: Int) { #expect(GradeTable.grade(score: score) == grade) }
}
