/// Why there is no report. It names places in the template and in the data, and repeats nothing of the data.
public struct RenderFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// Stable, for programs: `data.invalid`, `template.undefined`, `layout.markup`, `browser.deadline`.
    public let code: String
    /// A sentence for a person.
    public let message: String
    /// Where in the template's files.
    public let places: [TemplateProblem]
    /// What is wrong with the data.
    public let data: [DataProblem]
    /// Whether the same report may well succeed later: nothing is wrong with it.
    public let isPassing: Bool

    public init(
        _ code: String, _ message: String, places: [TemplateProblem] = [], data: [DataProblem] = [],
        isPassing: Bool = false
    ) {
        self.code = code
        self.message = message
        self.places = places
        self.data = data
        self.isPassing = isPassing
    }

    public var description: String { message }

    static func data(_ problems: [DataProblem], _ template: ReportTemplate) -> RenderFailure {
        let shown = problems.prefix(5).map(\.description).joined(separator: "; ")
        let rest = problems.count > 5 ? " (and \(problems.count - 5) more)" : ""
        return RenderFailure(
            "data.invalid", "The data is not what the template \"\(template.name)\" takes: \(shown)\(rest).",
            data: problems)
    }

    static func places(_ code: String, _ places: [TemplateProblem]) -> RenderFailure {
        let shown = places.prefix(3).map(\.description).joined(separator: "; ")
        let rest = places.count > 3 ? " (and \(places.count - 3) more)" : ""
        return RenderFailure(code, "The template cannot be drawn: \(shown)\(rest)", places: places)
    }

    static func tooSlow(_ limits: RenderLimits) -> RenderFailure {
        RenderFailure(
            "layout.deadline",
            "Settling the report's places took longer than \(limits.composition); make fewer boxes and texts of the data."
        )
    }

    public static let cancelled = RenderFailure("render.cancelled", "The report is not wanted any more.")
}
