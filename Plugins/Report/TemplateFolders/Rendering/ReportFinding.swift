import ReportLayout
import ReportScene

/// Something about a report that a person should look at, with its place in the template.
public struct ReportFinding: Sendable, Hashable {
    public typealias Severity = Finding.Severity

    /// Stable, for programs: `layout.overflow`, `strings.missing`.
    public var code: String
    public var severity: Severity
    public var message: String
    /// `exam-report/template.xml.j2:12:3`, as far as it is known.
    public var place: String
    /// 1 for the first page; nil where the whole report is meant.
    public var page: Int?
    /// On that page, in CSS pixels.
    public var box: Rect?

    public init(
        code: String, severity: Severity, message: String, place: String, page: Int? = nil, box: Rect? = nil
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.place = place
        self.page = page
        self.box = box
    }
}

extension ReportFinding {
    /// Texts that a language lacks.
    static func missingTexts(_ names: [String], locale: String, template: ReportTemplate) -> [ReportFinding] {
        guard !names.isEmpty else { return [] }
        let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " and \(names.count - 5) more" : "")
        return [
            ReportFinding(
                code: "strings.missing", severity: .warning,
                message:
                    "the language \(locale) lacks \(shown); those of \(template.description.standardLocale) are used",
                place: "\(template.name)/strings.json")
        ]
    }

    /// What the layout found, told at the template's place that made the markup.
    init(_ finding: Finding, in markup: RenderedMarkup) {
        let place = markup.problem(finding.code, finding.message, at: finding.place)
        self.init(
            code: finding.code, severity: finding.severity, message: finding.message, place: place.place,
            page: finding.page, box: finding.box)
    }
}
