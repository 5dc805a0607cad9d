import PluginSDK

/// Looking into answers whose members may be of any kind, or missing.
extension JSONValue {
    var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var integer: Int? {
        if case .integer(let number) = self { number } else { nil }
    }

    /// Of a list; none for other kinds.
    var elements: [JSONValue] {
        if case .array(let elements) = self { elements } else { [] }
    }

    var isObject: Bool {
        if case .object = self { true } else { false }
    }

    /// A number of things as a provider counts them: not negative; 0 for other kinds.
    func count(_ name: String) -> Int { max(0, self[name]?.integer ?? 0) }

    /// A member that identifies something, unless it is empty, or longer than any identifier.
    func word(_ name: String) -> String? {
        guard let word = self[name]?.string, !word.isEmpty, word.utf8.count <= AnswerBounds.word else { return nil }
        return word
    }
}
