import Lumie
import PluginSDK

extension ExamFacts {
    /// Reads the exam of contracts 2.7. What is there and not as it has to be would draw a wrong report.
    ///
    /// - Parameter utcOffset: minutes that the place's clocks are ahead of UTC.
    /// - Throws: `ReportRefusal`.
    init(
        id: Int, document: JSONValue, _ names: FieldNames<ExamField>, fallback: FallbackTypes, utcOffset: Int = 0
    ) throws(ReportRefusal) {
        let reader = DocumentReader(document, names)
        guard reader.isObject else { throw .unusable(.exam, "there is no object") }
        let answers = try Self.byNumber(.correctAnswers, of: reader)
        let scores = try Self.scores(of: reader)
        let types = try Self.byNumber(.questionTypes, of: reader)
        let numbers = Set(answers.keys).union(scores.keys)
        guard numbers.count <= DataBounds.mostQuestions else {
            throw .unusable(.exam, "there are \(numbers.count) questions, and \(DataBounds.mostQuestions) is the most")
        }
        let keys = numbers.map { number in
            QuestionKey(
                number: number, answer: answers[number]?.label.map { OutsideText.line($0) },
                score: scores[number] ?? 0, type: OutsideText.name(types[number]?.label))
        }
        let kinds = Set(keys.compactMap(\.type)).count
        guard kinds <= DataBounds.mostTypes else {
            throw .unusable(.exam, "there are \(kinds) kinds of questions, and \(DataBounds.mostTypes) is the most")
        }
        let sum = keys.sumOfPoints(\.score)
        guard DataBounds.possiblePoints.contains(sum) else {
            throw .unusable(.exam, "the questions' scores are too many points")
        }
        let possible = try reader.points(.totalPossibleScore, in: DataBounds.possiblePoints, of: .exam)
        let date = reader.line(.createdAt).map { LocalTime.text($0, utcOffset: utcOffset) }
        let exam = ReportData.Exam(
            id: id, name: reader.line(.name) ?? "", date: CalendarDay.text(of: date),
            category: try Self.choice(.category, of: reader, orElse: .graded),
            gradingType: try Self.choice(.gradingType, of: reader, orElse: .absolute),
            gradeScale: try Self.choice(.gradeScale, of: reader, orElse: .nine),
            totalQuestions: reader.integer(.totalQuestions, in: DataBounds.counts) ?? keys.count,
            totalPossibleScore: possible ?? sum,
            passScore: reader.number(.passScore, in: DataBounds.possiblePoints))
        self.init(exam: exam, keys: keys, whenNone: fallback)
    }

    /// A word that we do not know would draw a wrong report.
    private static func choice<Choice: RawRepresentable & CaseIterable>(
        _ field: ExamField, of reader: DocumentReader<ExamField>, orElse usual: Choice
    ) throws(ReportRefusal) -> Choice where Choice.RawValue == String {
        guard let text = reader.line(field) else { return usual }
        if let choice = Choice(rawValue: text) { return choice }
        let known = Choice.allCases.map(\.rawValue).joined(separator: " or ")
        throw .unusable(.exam, "\(field.rawValue) has to be \(known)")
    }

    /// The points of each question that has some.
    private static func scores(of reader: DocumentReader<ExamField>) throws(ReportRefusal) -> [Int: Double] {
        var scores: [Int: Double] = [:]
        for (number, value) in try byNumber(.questionScores, of: reader) where value != .null {
            guard let score = value.decimal, DataBounds.possiblePoints.contains(score) else {
                throw .unusable(.exam, "\(ExamField.questionScores.rawValue) has to have a number of points each")
            }
            scores[number] = score
        }
        return scores
    }

    /// Members whose names are no numbers at all are let pass, as grading does; a number that no question has is refused.
    private static func byNumber(
        _ field: ExamField, of reader: DocumentReader<ExamField>
    ) throws(ReportRefusal) -> [Int: JSONValue] {
        let members = NumberedMembers(reader.object(field))
        guard members.strange.allSatisfy({ Int($0) == nil }) else {
            throw .unusable(.exam, "\(field.rawValue) has a question whose number is not one of 1 to 10000")
        }
        return members.byNumber
    }
}
