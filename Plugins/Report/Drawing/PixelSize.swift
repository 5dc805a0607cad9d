import ReportScene

/// How many pixels pages take when they are drawn one below the other.
public struct PixelSize: Sendable, Hashable {
    /// No picture is wider or higher: browsers and phones refuse pictures beyond 16,384 pixels.
    public static let maximumEdge = 16_000
    /// No picture has more pixels; it would take 160 MB while it is drawn.
    public static let maximumPixels = 40_000_000
    /// Device pixels for one CSS pixel.
    public static let scales = 0.1...8.0

    public let width: Int
    public let height: Int
    /// Height of each page, in pixels.
    let pageHeights: [Int]
    let scale: Double

    public var pixels: Int { width * height }

    /// - Throws: `drawing.too_large`, before any memory was taken; `drawing.no_pages`.
    public init(of pages: [ScenePage], scale: Double) throws(DrawingError) {
        guard !pages.isEmpty else {
            throw DrawingError(code: "drawing.no_pages", message: "A report needs at least one page.")
        }
        guard Self.scales.contains(scale) else {
            throw DrawingError(
                code: "drawing.too_large",
                message: "The scale \(scale) is outside \(Self.scales.lowerBound) to \(Self.scales.upperBound).")
        }
        var (width, height, heights) = (0, 0, [Int]())
        for page in pages {
            let (wide, high) = (Self.pixels(page.size.width, scale), Self.pixels(page.size.height, scale))
            guard wide <= Self.maximumEdge, high <= Self.maximumEdge - height else {
                throw DrawingError(
                    code: "drawing.too_large",
                    message: "A picture has at most \(Self.maximumEdge) pixels an edge; page \(heights.count + 1) of "
                        + "\(page.size.width) x \(page.size.height) at scale \(scale) goes beyond: use a smaller "
                        + "scale, or divide it into pages.")
            }
            width = max(width, wide)
            height += high
            heights.append(high)
        }
        guard width * height <= Self.maximumPixels else {
            throw DrawingError(
                code: "drawing.too_large",
                message: "\(width) x \(height) pixels are more than \(Self.maximumPixels): use a smaller scale, or "
                    + "divide it into pages.")
        }
        (self.width, self.height, self.pageHeights, self.scale) = (width, height, heights, scale)
    }

    private static func pixels(_ length: Double, _ scale: Double) -> Int {
        let pixels = (length * scale).rounded()
        return pixels.isFinite ? Int(min(max(pixels, 1), 1e9)) : Int(1e9)
    }
}
