import Lumie
import PluginSDK

/// Why the key of a request cannot be used.
enum AnswerKeyError: Error, Equatable {
    /// A part is no JSON.
    case syntax(part: String)
    /// A part is JSON of another shape.
    case shape(part: String, needed: String)

    var message: String {
        switch self {
        case .syntax(let part): "\(part)은(는) JSON이 아닙니다 (\(part) is not JSON)"
        case .shape(let part, let needed): "\(part): \(needed)"
        }
    }
}

extension AnswerKey {
    /// Reads the three JSON texts of the form.
    /// - Throws: `AnswerKeyError`.
    init(answers: String, scores: String, types: String) throws(AnswerKeyError) {
        // All three are parsed before the first is looked into: what is no JSON is said first.
        let trees = try (
            Self.tree(answers, part: "correct_answers"), Self.tree(scores, part: "question_scores"),
            Self.tree(types, part: "question_types")
        )
        try self.init(
            answers: Self.texts(Self.object(trees.0, part: "correct_answers"), part: "correct_answers"),
            scores: Self.integers(Self.object(trees.1, part: "question_scores"), part: "question_scores"),
            types: Self.texts(Self.object(trees.2, part: "question_types"), part: "question_types"))
    }

    /// Reads the exam of the contract's 2.7, whose types may be null.
    /// - Throws: `AnswerKeyError`.
    init(exam: JSONValue, _ names: FieldNames<ExamField>) throws(AnswerKeyError) {
        func member(_ field: ExamField) throws(AnswerKeyError) -> [String: JSONValue]? {
            var value: JSONValue? = exam
            for part in names[field].split(separator: ".") { value = value?[String(part)] }
            guard let value, value != .null else { return nil }
            return try Self.object(value, part: names[field])
        }
        guard let answers = try member(.correctAnswers), !answers.isEmpty else {
            throw .shape(part: names[.correctAnswers], needed: "정답이 없습니다 (there are no answers)")
        }
        guard let scores = try member(.questionScores) else {
            throw .shape(part: names[.questionScores], needed: "배점이 없습니다 (there are no points)")
        }
        try self.init(
            answers: Self.texts(answers, part: names[.correctAnswers]),
            scores: Self.integers(scores, part: names[.questionScores]),
            types: Self.texts(try member(.questionTypes) ?? [:], part: names[.questionTypes]))
    }

    private static func tree(_ text: String, part: String) throws(AnswerKeyError) -> JSONValue {
        guard let tree = try? JSONValue(parsing: text) else { throw .syntax(part: part) }
        return tree
    }

    private static func object(_ tree: JSONValue, part: String) throws(AnswerKeyError) -> [String: JSONValue] {
        guard case .object(let members) = tree else {
            throw .shape(part: part, needed: "an object from question number to value is needed")
        }
        return members
    }

    /// Numbers are taken for the texts that they look like: `{"1": 3}` means the answer "3".
    private static func texts(_ members: [String: JSONValue], part: String) throws(AnswerKeyError) -> [String: String] {
        var texts: [String: String] = [:]
        for (name, value) in members {
            switch value {
            case .string(let text): texts[name] = text
            case .integer(let number): texts[name] = String(number)
            default: throw .shape(part: part, needed: "the value of \"\(name)\" must be a text")
            }
        }
        return texts
    }

    private static func integers(_ members: [String: JSONValue], part: String) throws(AnswerKeyError) -> [String: Int] {
        var integers: [String: Int] = [:]
        for (name, value) in members {
            guard case .integer(let number) = value else {
                throw .shape(part: part, needed: "the value of \"\(name)\" must be a whole number")
            }
            integers[name] = number
        }
        return integers
    }
}
