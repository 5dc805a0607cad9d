/// Why the shelf has not what is asked for.
public struct ShelfError: Error, Sendable, Hashable, CustomStringConvertible {
    /// `template.unknown`, `template.version_unknown` or `template.broken`.
    public let code: String
    /// A sentence for the person who asks.
    public let message: String
    /// What is wrong with a broken one.
    public let problems: [TemplateProblem]

    public var description: String { message }

    static func unknown(_ name: String, known: [String]) -> ShelfError {
        let shown = name.utf8.count <= 64 ? "\"\(name)\"" : "of that name"
        return ShelfError(
            code: "template.unknown",
            message: "There is no template \(shown). There are: \(known.joined(separator: ", ")).", problems: [])
    }

    static func versionUnknown(_ name: String, known: [String]) -> ShelfError {
        ShelfError(
            code: "template.version_unknown",
            message: "The template \"\(name)\" has no such version any more. There are: "
                + known.joined(separator: ", ") + ".", problems: [])
    }

    static func broken(_ name: String, _ problems: [TemplateProblem]) -> ShelfError {
        let first = problems.first.map { " First: \($0)." } ?? ""
        return ShelfError(
            code: "template.broken",
            message: "The folder of the template \"\(name)\" is wrong, and there is no earlier version.\(first)",
            problems: problems)
    }
}
