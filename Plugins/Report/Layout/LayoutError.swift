import ReportMarkup

/// Why a report is not laid out: all problems of its markup, or the limit that it exceeds.
public struct LayoutError: Error, Sendable, Equatable, CustomStringConvertible {
    public struct Problem: Sendable, Equatable, CustomStringConvertible {
        public var message: String
        /// Of the element or attribute.
        public var position: MarkupPosition

        public var description: String { "line \(position.line), column \(position.column): \(message)" }
    }

    /// `layout.markup`, `layout.too_large` or `layout.cancelled`.
    public var code: String
    /// At least one, at most 20, in the order of the markup.
    public var problems: [Problem]

    public init(code: String, problems: [Problem]) {
        self.code = code
        self.problems = problems
    }

    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
