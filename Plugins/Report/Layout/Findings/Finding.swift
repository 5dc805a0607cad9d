import ReportMarkup
import ReportScene

/// Something about a report that its template's author should look at. The report is drawn nevertheless.
public struct Finding: Sendable, Hashable {
    public enum Severity: String, Sendable, Hashable { case note, warning, error }

    /// `layout.overflow`, `layout.overlap`, `layout.contrast`, `text.cut`, `text.orphan`, `glyph.missing`,
    /// `image.missing`, or one of a chart's: `chart.*`, `label.*`.
    public var code: String
    public var severity: Severity
    /// What is wrong and what to do; says nothing of what the report contains.
    public var message: String
    /// From 1.
    public var page: Int
    /// Of the element in the markup.
    public var place: MarkupPosition
    /// On the page.
    public var box: Rect

    public init(
        code: String, severity: Severity, message: String, page: Int, place: MarkupPosition, box: Rect
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.page = page
        self.place = place
        self.box = box
    }

    /// By their places in the markup.
    static func ordered(_ findings: [Finding]) -> [Finding] {
        findings.enumerated().sorted { one, other in
            let places = [one, other].map { ($0.element.place.line, $0.element.place.column, $0.offset) }
            return places[0] < places[1]
        }.map(\.element)
    }
}
