/// What a report may become at most.
public struct LayoutLimits: Sendable {
    /// CSS pixels.
    public var pageWidth: ClosedRange<Double>
    public var pageHeight: Double
    /// Pages of a whole report.
    public var pages: Int
    /// Letters of all texts together.
    public var textBytes: Int
    /// Cells of one table, rows times columns.
    public var cells: Int

    public init(
        pageWidth: ClosedRange<Double> = 100...2400, pageHeight: Double = 16_000, pages: Int = 100,
        textBytes: Int = 1 << 20, cells: Int = 20_000
    ) {
        self.pageWidth = pageWidth
        self.pageHeight = pageHeight
        self.pages = pages
        self.textBytes = textBytes
        self.cells = cells
    }
}
