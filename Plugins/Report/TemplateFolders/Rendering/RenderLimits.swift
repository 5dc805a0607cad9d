import ReportLayout
import ReportMarkup
import Templates

/// What one report may cost. Pixels are bounded by the drawing room and by the browser.
public struct RenderLimits: Sendable {
    public var template = TemplateLimits()
    public var markup = MarkupLimits()
    public var layout = LayoutLimits()
    /// For the markup of the native engine, from data to settled places. `template` has its own, shorter one.
    public var composition = Duration.seconds(15)
    /// For a page of the browser, its waiting included.
    public var browser = Duration.seconds(30)

    public init() {}

    /// What is left for the native engine after so many milliseconds.
    func compositionNanoseconds(spent milliseconds: Double) -> UInt64 {
        let left = composition - .milliseconds(milliseconds)
        return UInt64(clamping: Int64(max(0, left / .nanoseconds(1))))
    }
}
