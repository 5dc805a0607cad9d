/// One thing that is wrong with a prompt: where, what, and what to do.
public struct PromptProblem: Error, Sendable, Hashable {
    public enum Severity: String, Sendable, Hashable {
        /// The prompt cannot be used.
        case error
        /// It can, and somebody should know.
        case warning
    }

    public var severity: Severity
    /// Stable, for programs: `prompt.variable`.
    public var code: String
    /// The file, with the operator's folder before it if it is from there; the folder where that is the matter.
    public var file: String
    /// From 1.
    public var line: Int
    /// From 1, in characters.
    public var column: Int
    /// A sentence for the person who writes the prompt.
    public var message: String

    init(
        _ severity: Severity, _ code: String, _ file: String, _ line: Int, _ column: Int, _ message: String
    ) {
        self.severity = severity
        self.code = "prompt." + code
        self.file = file
        self.line = line
        self.column = column
        self.message = message
    }
}

extension PromptProblem: CustomStringConvertible {
    /// `prompts/exam-commentary.ko.prompt:3:1: the version is a whole number, 1 or more`
    public var description: String { "\(file):\(line):\(column): \(message)" }
}

/// Everything that keeps prompts from being used, sorted by place.
public struct PromptProblems: Error, Sendable, Hashable, CustomStringConvertible {
    public let problems: [PromptProblem]

    init(_ problems: [PromptProblem]) {
        self.problems = problems.sorted {
            ($0.file, $0.line, $0.column, $0.code) < ($1.file, $1.line, $1.column, $1.code)
        }
    }

    /// A line each.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
