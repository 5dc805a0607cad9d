import ReportScene

/// A drawn chart.
public struct ChartDrawing {
    /// Relative to the chart's top left corner; nothing lies outside the size that was asked for.
    public var items: [SceneItem]
    /// What the chart says, in sentences.
    public var alternative: String
    public var findings: [ChartFinding]

    public init(items: [SceneItem], alternative: String, findings: [ChartFinding]) {
        self.items = items
        self.alternative = alternative
        self.findings = findings
    }
}

/// Something about a chart that its author should know. The chart is drawn nevertheless.
public struct ChartFinding: Sendable, Hashable {
    public enum Severity: String, Sendable, Hashable { case note, warning, error }

    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// A value that is not a number, or one without end: taken as missing.
        case value = "chart.value"
        /// A value or mark outside the axis that the chart was given: drawn at its end, or left out.
        case range = "chart.range"
        /// The box leaves no room for the chart: nothing is drawn.
        case tooSmall = "chart.too-small"
        /// Points or series beyond what a chart can hold: left out.
        case tooMany = "chart.too-many"
        /// A negative share of a donut: left out.
        case share = "chart.share"
        /// A label had no free place and was left out.
        case labelDropped = "label.dropped"
        /// A label was longer than its place and ends in an ellipsis.
        case labelCut = "label.cut"
    }

    public var code: Code
    public var severity: Severity
    /// What is wrong and what to do, for the template's author.
    public var message: String
    /// Where, relative to the chart's corner.
    public var box: Rect?

    public init(_ code: Code, _ severity: Severity, _ message: String, box: Rect? = nil) {
        self.code = code
        self.severity = severity
        self.message = message
        self.box = box
    }
}
