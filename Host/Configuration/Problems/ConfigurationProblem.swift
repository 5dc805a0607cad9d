/// One thing that is wrong in a configuration file.
public struct ConfigurationProblem: Error, Sendable, Equatable {
    /// Stable, for programs: `config.unknown_key`.
    public let code: String
    /// What was found and what is needed, as a sentence without its full stop.
    public let message: String
    /// What the operator most likely meant, or should do.
    public let suggestion: String?
    public let position: SourcePosition
    /// The line at `position`; nil when the file as a whole is meant.
    public let excerpt: Excerpt?

    public init(
        code: String, message: String, suggestion: String? = nil, position: SourcePosition, excerpt: Excerpt? = nil
    ) {
        self.code = code
        self.message = message
        self.suggestion = suggestion
        self.position = position
        self.excerpt = excerpt
    }

    /// The problem as one JSON object: `code`, `message`, `suggestion`, `file`, `line`, `column`, `text`. Suggestion
    /// and text may be null, as may line and column when the file as a whole is meant.
    public var json: String {
        let place = { (number: Int) in number > 0 ? JSONDocument.integer(number) : .null }
        return JSONDocument.object([
            ("code", .string(code)), ("message", .string(message)),
            ("suggestion", suggestion.map(JSONDocument.string) ?? .null), ("file", .string(position.file)),
            ("line", place(position.line)), ("column", place(position.column)),
            ("text", excerpt.map { .string($0.text) } ?? .null),
        ]).text()
    }
}

extension ConfigurationProblem: CustomStringConvertible {
    /// The problem as a compiler would print it: place and message, then the line and a caret.
    public var description: String {
        var text = "\(position): error: \(message)"
        if let suggestion { text += "; \(suggestion)" }
        guard let excerpt else { return text }
        return text + "\n    \(excerpt.text)\n    \(String(repeating: " ", count: excerpt.caret))^"
    }
}

/// Everything that is wrong in a configuration file, in the order of the file.
public struct ConfigurationProblems: Error, Sendable, Equatable, CustomStringConvertible {
    /// Never empty.
    public let problems: [ConfigurationProblem]

    public init(_ problems: [ConfigurationProblem]) {
        self.problems = problems
    }

    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }

    /// A JSON array of the problems.
    public var json: String {
        "[" + problems.map(\.json).joined(separator: ",") + "]"
    }
}
