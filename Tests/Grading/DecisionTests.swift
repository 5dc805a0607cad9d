import Testing

@testable import Grading

@Suite struct DecisionTests {
    private let field = Field(
        id: "q1", label: "1", block: nil,
        choices: ["1", "2", "3", "4", "5"].map {
            Field.Choice(
                value: $0, centre: Point(0, 0), bubble: Bubble(outline: .ellipse, size: Size(width: 4, height: 4)))
        })

    /// Judges one field on a sheet whose other fields have one mark of the given darkness each.
    private func read(_ excess: [Double], typical: Double = 0.9) -> FieldReading {
        let others = (0..<20).map { index in (0..<5).map { $0 == index % 5 ? typical + 0.1 : 0.1 } }
        let ink = (others + [excess.map { $0 + 0.1 }]).map { row in
            row.map { ChoiceInk(darkness: $0, outline: 0.5, around: 0, isVisible: true) }
        }
        let fields = Array(repeating: field, count: ink.count)
        let measured = InkExcess(ink, fields: fields)
        return MarkClassifier(measured, rules: MarkRules()).reading(of: field, excess: measured.values[20])
    }

    @Test func oneDarkBubbleIsTheAnswer() {
        let reading = read([0, 0, 0.8, 0, 0])
        #expect(reading.values == ["3"])
        #expect(reading.flag == .none)
        #expect(reading.confidence > 0.9)
    }

    @Test func bareBubblesAreBlank() {
        let reading = read([0.01, 0, 0.02, 0, 0.01])
        #expect(reading.values == [])
        #expect(reading.flag == .blank)
        #expect(reading.confidence > 0.5)
    }

    @Test func twoEqualMarksAreADouble() {
        let reading = read([0, 0.8, 0, 0.7, 0])
        #expect(reading.values == ["2", "4"])
        #expect(reading.flag == .double)
        #expect(reading.darkest == "2")
    }

    @Test func anErasersTraceBesideAMarkIsNoMark() {
        let reading = read([0, 0.8, 0, 0.12, 0])
        #expect(reading.values == ["2"])
        #expect(reading.flag == .none)
    }

    @Test(arguments: [[0, 0.8, 0, 0.35, 0], [0, 0.16, 0, 0, 0], [0, 0, 0.1, 0, 0]])
    func whatCouldBeEitherIsForAPerson(excess: [Double]) {
        let reading = read(excess)
        #expect(reading.flag == .doubtful)
        #expect(reading.confidence < 0.5)
    }

    @Test func aPaleWritersMarksCountOnTheirOwnSheet() {
        #expect(read([0, 0.2, 0, 0, 0], typical: 0.3).flag == .none)
        #expect(read([0, 0.14, 0, 0, 0], typical: 0.3).values == ["2"])
    }

    @Test func markingTheSameChoiceEverywhereIsNotTakenForPrint() {
        let row = [0.1, 0.1, 0.9, 0.1, 0.1].map {
            ChoiceInk(darkness: $0, outline: 0.5, around: 0, isVisible: true)
        }
        let fields = Array(repeating: field, count: 45)
        let excess = InkExcess(Array(repeating: row, count: 45), fields: fields)
        let classifier = MarkClassifier(excess, rules: MarkRules())
        for values in excess.values {
            let reading = classifier.reading(of: field, excess: values)
            #expect(reading.values == ["3"])
            #expect(reading.flag == .none)
        }
    }

    @Test func anEmptySheetHasNoMarks() {
        let row = (0..<5).map {
            ChoiceInk(darkness: 0.1 + Double($0) * 0.002, outline: 0.5, around: 0, isVisible: true)
        }
        let fields = Array(repeating: field, count: 45)
        let excess = InkExcess(Array(repeating: row, count: 45), fields: fields)
        let classifier = MarkClassifier(excess, rules: MarkRules())
        #expect(excess.values.allSatisfy { classifier.reading(of: field, excess: $0).flag == .blank })
    }
}
