/// What numbers of a report may be, as the schema of the built-in template has it. One that is outside would fail the
/// report of everybody whom it concerns, so that it is refused or left out where it comes in.
enum DataBounds {
    static let questionNumbers = 1...10_000
    static let counts = 0...1_000_000
    static let ranks = 1...1_000_000
    static let grades = 1...9
    /// What a student has: wrong answers may cost points.
    static let points = -100_000.0...100_000
    /// What is to be had.
    static let possiblePoints = 0.0...100_000
    static let percent = 0.0...100
    /// Most questions of an exam: more is no exam, and would be drawn for minutes.
    static let mostQuestions = 200
    /// Most kinds of questions.
    static let mostTypes = 40
    /// Most ranges of a distribution.
    static let mostRanges = 20
}
