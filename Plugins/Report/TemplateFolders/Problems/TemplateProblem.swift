/// One thing that is wrong with a template folder: where, what, and what to do.
public struct TemplateProblem: Error, Sendable, Hashable {
    /// Stable, for programs: `schema.keyword`.
    public var code: String
    /// A sentence for the person who writes the template.
    public var message: String
    /// The template's name and the file in it: `exam-report/theme.json`; the name alone for the folder as a whole.
    public var file: String
    /// 1 is the first line; nil where the problem is the file's as a whole.
    public var line: Int?
    /// 1 is the first character of the line.
    public var column: Int?

    public init(code: String, message: String, file: String, line: Int? = nil, column: Int? = nil) {
        self.code = code
        self.message = message
        self.file = file
        self.line = line
        self.column = column
    }

    /// `exam-report/theme.json:3:9`, with as much of it as is known.
    public var place: String {
        guard let line else { return file }
        return column.map { "\(file):\(line):\($0)" } ?? "\(file):\(line)"
    }
}

extension TemplateProblem: CustomStringConvertible {
    public var description: String { "\(place): \(message)" }
}

/// Everything that is wrong with a template folder, sorted by place.
public struct TemplateProblems: Error, Sendable, Hashable {
    public let problems: [TemplateProblem]

    public init(_ problems: [TemplateProblem]) {
        self.problems = problems.sorted {
            ($0.file, $0.line ?? 0, $0.column ?? 0, $0.code) < ($1.file, $1.line ?? 0, $1.column ?? 0, $1.code)
        }
    }
}

extension TemplateProblems: CustomStringConvertible {
    /// A line each.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
