import ReportDrawing

/// Draws a composed report if the pixels that were taken from the budget suffice.
enum PixelRoom {
    enum Attempt {
        case drawn(RenderedReport)
        /// The picture is larger than was thought: so many pixels.
        case needs(Int)
    }

    /// Pixels of one page of the template; a page that grows is taken to be one and a half times as high as wide.
    static func usual(_ description: TemplateDescription, scale: Double) -> Int {
        let pixels = description.width * (description.height ?? description.width * 1.5) * scale * scale
        return Int(min(max(pixels.rounded(.up), 1), Double(PixelSize.maximumPixels)))
    }

    /// - Parameter room: pixels that were taken.
    static func draw(
        _ report: ComposedReport, _ plan: RenderPlan, room: Int, _ lane: DrawingLane
    ) throws(RenderFailure) -> Attempt {
        var times = report.times
        do throws(DrawingError) {
            if plan.format == .pdf {
                let bytes = try times.measure(.draw) { () throws(DrawingError) in try lane.pdf(report.scene) }
                let first = report.scene.pages.first?.size
                return .drawn(
                    RenderedReport(
                        report, bytes, plan, width: Int(first?.width.rounded() ?? 0),
                        height: Int(first?.height.rounded() ?? 0), times))
            }
            let size = try PixelSize(of: report.scene.pages, scale: plan.scale)
            guard size.pixels <= room else { return .needs(size.pixels) }
            let bytes = try times.measure(.draw) { () throws(DrawingError) in
                switch plan.format {
                case .jpeg: try lane.jpeg(report.scene.pages, scale: plan.scale, quality: plan.quality)
                case .palettePNG: try lane.png(report.scene.pages, scale: plan.scale, colors: .palette256)
                default: try lane.png(report.scene.pages, scale: plan.scale)
                }
            }
            return .drawn(RenderedReport(report, bytes, plan, width: size.width, height: size.height, times))
        } catch {
            throw RenderFailure(error)
        }
    }
}

extension RenderedReport {
    fileprivate init(
        _ report: ComposedReport, _ bytes: [UInt8], _ plan: RenderPlan, width: Int, height: Int, _ times: StageTimes
    ) {
        self.init(
            bytes: bytes, mediaType: plan.format.mediaType, width: width, height: height,
            pages: report.scene.pages.count, findings: report.findings, missingGlyphs: report.missingGlyphs,
            times: times)
    }
}
