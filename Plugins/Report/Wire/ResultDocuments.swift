import Lumie
import PluginSDK

/// One result of contracts 3.4, of either list.
struct ResultDocument: Sendable, Equatable {
    let id: Int
    /// Nil where the list is of one exam, or one student, and does not say it.
    let examID: Int?
    let studentID: Int?
    let examName: String?
    let score: Double
    let grade: Int?
    let correctCount: Int?
    let incorrectCount: Int?
    let date: String?

    /// Nil for one without number or score.
    ///
    /// - Throws: `ReportRefusal` for a score that is no number.
    init?(_ reader: DocumentReader<ResultField>, of kind: BackendDocument) throws(ReportRefusal) {
        guard let id = reader.integer(.id),
            let score = try reader.points(.score, in: DataBounds.points, of: kind)
        else { return nil }
        self.id = id
        self.score = score
        examID = reader.integer(.examId)
        studentID = reader.integer(.studentId)
        examName = reader.line(.examName)
        grade = reader.integer(.grade)
        correctCount = reader.integer(.correctCount, in: DataBounds.counts)
        incorrectCount = reader.integer(.incorrectCount, in: DataBounds.counts)
        date = reader.line(.createdAt)
    }

    /// - Throws: `ReportRefusal` for what is no list.
    static func list(
        _ document: JSONValue, of kind: BackendDocument, in member: String?, _ names: FieldNames<ResultField>
    ) throws(ReportRefusal) -> [ResultDocument] {
        guard let readers = DocumentReader.list(document, in: member, names) else {
            throw .unusable(kind, "there is no list")
        }
        var results: [ResultDocument] = []
        for reader in readers {
            if let result = try ResultDocument(reader, of: kind) { results.append(result) }
        }
        return results
    }
}

extension StudentAnswer {
    /// Nil for one without number.
    init?(_ reader: DocumentReader<AnswerField>) {
        guard let number = reader.integer(.questionNumber, in: DataBounds.questionNumbers) else { return nil }
        let (chosen, correct) = (reader.line(.selectedChoice), reader.line(.correctAnswer))
        self.init(
            number: number, chosen: chosen == "" ? nil : chosen, correct: correct,
            isCorrect: reader.bool(.isCorrect) ?? (chosen != nil && chosen == correct),
            score: reader.number(.score, in: DataBounds.possiblePoints),
            earned: reader.number(.earnedScore, in: DataBounds.points), type: reader.name(.questionType))
    }

    /// - Throws: `ReportRefusal` for what is no list.
    static func list(
        _ document: JSONValue, in member: String?, _ names: FieldNames<AnswerField>
    ) throws(ReportRefusal) -> [StudentAnswer] {
        guard let readers = DocumentReader.list(document, in: member, names) else {
            throw .unusable(.answers, "there is no list")
        }
        let answers = readers.prefix(DataBounds.mostQuestions).compactMap(StudentAnswer.init)
        guard Set(answers.compactMap(\.type)).count <= DataBounds.mostTypes else {
            throw .unusable(.answers, "there are more than \(DataBounds.mostTypes) kinds of questions")
        }
        return answers
    }
}
