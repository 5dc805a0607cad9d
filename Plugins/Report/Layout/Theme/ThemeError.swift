/// Why a theme is not used: all its problems at once.
public struct ThemeError: Error, Sendable, Equatable, CustomStringConvertible {
    public struct Problem: Sendable, Equatable, CustomStringConvertible {
        /// Where in the JSON: `styles.card.padding`.
        public var path: String
        public var message: String

        public var description: String { path.isEmpty ? message : "\(path): \(message)" }
    }

    public var code: String { "theme.invalid" }
    /// At least one, at most 20, in the order of their paths.
    public var problems: [Problem]

    public init(problems: [Problem]) { self.problems = problems }

    public var description: String {
        "The theme cannot be used: \(problems.map(\.description).joined(separator: "; "))"
    }
}
