/// One thing that is wrong in a configuration file.
public struct ConfigurationProblem: Error, Sendable, Equatable {
    /// Stable, for programs: `config.unknown_key`.
    public let code: String
    /// What was found and what is needed, as a sentence without its full stop.
    public let message: String
    /// What the operator most likely meant, or should do.
    public let suggestion: String?
    public let position: SourcePosition
    /// The line at `position`, as it stands in the file; empty when the file as a whole is meant.
    public let lineText: String

    public init(code: String, message: String, suggestion: String?, position: SourcePosition, lineText: String) {
        self.code = code
        self.message = message
        self.suggestion = suggestion
        self.position = position
        self.lineText = lineText
    }
}

extension ConfigurationProblem: CustomStringConvertible {
    /// The problem as a compiler would print it: place and message, then the line and a caret.
    public var description: String {
        var text = "\(position): error: \(message)"
        if let suggestion { text += "; \(suggestion)" }
        guard position.line > 0, !lineText.isEmpty else { return text }
        let excerpt = Excerpt(of: lineText, column: position.column)
        return text + "\n    \(excerpt.text)\n    \(String(repeating: " ", count: excerpt.caret))^"
    }
}

/// The part of a line that is shown: bounded, and without characters that could steer a terminal.
private struct Excerpt {
    private static let width = 100

    let text: String
    /// Columns before the caret.
    let caret: Int

    init(of line: String, column: Int) {
        let scalars = Array(line.unicodeScalars)
        let target = min(max(column - 1, 0), scalars.count)
        let start = scalars.count <= Self.width ? 0 : max(0, target - Self.width / 2)
        let end = min(scalars.count, start + Self.width)
        var text = String.UnicodeScalarView()
        for scalar in scalars[start..<end] {
            text.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        while text.last == " " { text.removeLast() }
        self.text = (start > 0 ? "..." : "") + String(text) + (end < scalars.count ? "..." : "")
        self.caret = target - start + (start > 0 ? 3 : 0)
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
}
