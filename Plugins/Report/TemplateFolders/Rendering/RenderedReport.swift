/// A report that was drawn.
public struct RenderedReport: Sendable {
    public let bytes: [UInt8]
    public let mediaType: String
    /// Pixels; of a PDF the first page's CSS pixels.
    public let width: Int
    public let height: Int
    public let pages: Int
    public let findings: [ReportFinding]
    /// Letters for which no font has a picture; a browser cannot tell, and says 0.
    public let missingGlyphs: Int
    public let times: StageTimes
}
