/// What a request for commentary says of an exam: contracts 4.2. Rates are percent here, 0 to 100, whatever the request
/// has.
public struct ExamFigures: Sendable, Hashable {
    public struct Grade: Sendable, Hashable {
        public var grade: Int
        public var count: Int
        /// Percent of the participants.
        public var percentage: Double

        public init(grade: Int, count: Int, percentage: Double) {
            self.grade = grade
            self.count = count
            self.percentage = percentage
        }
    }

    public struct Question: Sendable, Hashable {
        public var number: Int
        /// Percent.
        public var correctRate: Double
        /// Percent.
        public var incorrectRate: Double
        /// Nil: it has none.
        public var type: String?
        /// Points that a right answer gives.
        public var points: Double

        public init(number: Int, correctRate: Double, incorrectRate: Double, type: String?, points: Double) {
            self.number = number
            self.correctRate = correctRate
            self.incorrectRate = incorrectRate
            self.type = type
            self.points = points
        }
    }

    public var name: String
    public var participants: Int
    public var average: Double
    public var highest: Double
    public var lowest: Double
    /// Only grades that occur, as a rule.
    public var grades: [Grade]
    public var questions: [Question]

    public init(
        name: String, participants: Int, average: Double, highest: Double, lowest: Double, grades: [Grade],
        questions: [Question]
    ) {
        self.name = name
        self.participants = participants
        self.average = average
        self.highest = highest
        self.lowest = lowest
        self.grades = grades
        self.questions = questions
    }
}
