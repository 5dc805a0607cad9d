import ReportDrawing
import ReportScene
import Templates

/// The same data drawn by both engines, side by side in one PNG: native left, browser right.
public struct EngineComparison: Sendable {
    private let renderer: ReportRenderer
    /// Pixels between the two.
    private static let gap = 24.0
    private static let ground = Color(red: 0.5, green: 0.5, blue: 0.5)

    public init(renderer: ReportRenderer) { self.renderer = renderer }

    /// - Parameter options: engine and format are of no account.
    public nonisolated(nonsending) func picture(
        _ template: ReportTemplate, data: TemplateValue, options: RenderOptions = RenderOptions()
    ) async throws(RenderFailure) -> RenderedReport {
        var options = options
        options.format = .png
        options.engine = .native
        let left = try await renderer.render(template, data: data, options: options)
        options.engine = .chromium
        let right = try await renderer.render(template, data: data, options: options)
        let size = Size(
            width: Double(left.width + right.width) + Self.gap, height: Double(max(left.height, right.height)))
        let bytes = try await renderer.withLane(pixels: Int(size.width * size.height)) { lane throws(RenderFailure) in
            do throws(DrawingError) {
                let page = ScenePage(
                    size: size, background: Self.ground,
                    items: [
                        .picture(try Self.picture(left), in: Self.place(left, at: 0)),
                        .picture(try Self.picture(right), in: Self.place(right, at: Double(left.width) + Self.gap)),
                    ])
                return try lane.png([page], scale: 1)
            } catch {
                throw RenderFailure(error)
            }
        }
        return RenderedReport(
            bytes: bytes, mediaType: OutputFormat.png.mediaType, width: Int(size.width), height: Int(size.height),
            pages: 1, findings: left.findings + right.findings, missingGlyphs: left.missingGlyphs, times: left.times)
    }

    private static func picture(_ report: RenderedReport) throws(DrawingError) -> Picture {
        try PictureReader.read(report.bytes, alternative: "")
    }

    private static func place(_ report: RenderedReport, at x: Double) -> Rect {
        Rect(x: x, y: 0, width: Double(report.width), height: Double(report.height))
    }
}
