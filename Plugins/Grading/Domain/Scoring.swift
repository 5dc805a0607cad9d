/// The answers that are right, and what they are worth. Questions are named by the texts of their numbers.
package struct AnswerKey: Sendable, Equatable {
    package var answers: [String: String]
    package var scores: [String: Int]
    package var types: [String: String]

    package init(answers: [String: String], scores: [String: Int], types: [String: String]) {
        self.answers = answers
        self.scores = scores
        self.types = types
    }

    /// What a question without a type is called.
    static let defaultType = "기타"
}

/// What to say of a question with several marks.
public enum DoubleMarks: String, Sendable, CaseIterable {
    /// No answer.
    case invalid
    /// The darkest mark counts, as graders of old did.
    case darkest
}

/// One graded question.
package struct GradedQuestion: Sendable, Equatable {
    package let number: Int
    package let studentAnswer: String
    package let correctAnswer: String
    package let score: Int
    package let earned: Int
    package let type: String
}

/// Compares what was read with the key.
struct Scoring {
    /// Said instead of an answer when there is none, or none that counts.
    static let invalidAnswer = "무효"

    let key: AnswerKey
    let doubleMarks: DoubleMarks

    /// Questions in the order of their numbers. Keys that are no numbers are left out; a number that the sheet does
    /// not have counts as not answered.
    func questions(in reading: SheetReading) -> [GradedQuestion] {
        let fields = Dictionary(reading.fields.map { ($0.id, $0) }) { first, _ in first }
        let numbered = key.answers.compactMap { name, correct in
            Self.number(name).map { (number: $0, name: name, correct: correct) }
        }
        return numbered.sorted { ($0.number, $0.name) < ($1.number, $1.name) }.map { question in
            let answer = fields["q\(question.number)"].map(answer) ?? Self.invalidAnswer
            let score = key.scores[question.name] ?? 0
            return GradedQuestion(
                number: question.number, studentAnswer: answer, correctAnswer: question.correct, score: score,
                earned: answer == question.correct ? score : 0,
                type: key.types[question.name] ?? AnswerKey.defaultType)
        }
    }

    /// The single answer of a field, or `invalidAnswer`.
    func answer(_ field: FieldReading) -> String { value(field) ?? Self.invalidAnswer }

    /// The digits of an identity block; "0" stands for a digit that was not read.
    func digits(of fields: [FieldReading]) -> String { fields.map { value($0) ?? "0" }.joined() }

    private func value(_ field: FieldReading) -> String? {
        switch field.flag {
        case .none: field.values.first
        case .blank: nil
        case .double: doubleMarks == .darkest ? field.darkest : nil
        case .doubtful: field.values.count == 1 ? field.values.first : nil
        }
    }

    /// Digits with spaces around them at most: what counts as a question number.
    private static func number(_ text: String) -> Int? {
        let trimmed = text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
        return Int(String(trimmed))
    }
}

extension [GradedQuestion] {
    /// The points earned in all; `nil` when they exceed what an integer holds.
    var total: Int? {
        var sum = 0
        for question in self {
            let (next, overflow) = sum.addingReportingOverflow(question.earned)
            guard !overflow else { return nil }
            sum = next
        }
        return sum
    }
}
