import FoundationEssentials
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
        let trees = try (
            Self.object(answers, part: "correct_answers"), Self.object(scores, part: "question_scores"),
            Self.object(types, part: "question_types")
        )
        try self.init(
            answers: Self.texts(trees.0, part: "correct_answers"),
            scores: Self.integers(trees.1, part: "question_scores"),
            types: Self.texts(trees.2, part: "question_types"))
    }

    private static func object(_ text: String, part: String) throws(AnswerKeyError) -> [String: JSONValue] {
        guard let tree = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) else {
            throw .syntax(part: part)
        }
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
