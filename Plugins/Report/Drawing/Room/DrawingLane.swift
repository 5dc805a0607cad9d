import CDrawing
import ReportScene

/// Measures and draws, one report at a time. Confined to the closure that it was lent to: nothing of it, and no scene
/// whose texts it measured, is used after that closure has returned.
public final class DrawingLane: TextMeasurer {
    private let typesetter: Typesetter
    private let pictures: PictureCache
    private let encoder: Encoder
    private let pixels = PixelBuffer()

    init(fonts: FontSet, pictures: PictureCache) throws(DrawingError) {
        typesetter = try Typesetter(fonts)
        encoder = try Encoder()
        self.pictures = pictures
    }

    public func measure(_ runs: [TextRun], style: ParagraphStyle, width: Double?) -> any MeasuredText {
        typesetter.text(runs, style: style, width: width)
    }

    public func widths(_ runs: [TextRun], style: ParagraphStyle) -> (least: Double, most: Double) {
        typesetter.widths(runs, style: style)
    }

    /// Pages, one below the other, as a baseline JPEG.
    /// - Parameters:
    ///   - scale: device pixels for one CSS pixel.
    ///   - quality: 1...100.
    ///   - fullColor: colour at every pixel (4:4:4) and not at every fourth: red letters stay sharp, half as much
    ///     again in bytes.
    /// - Throws: `DrawingError`.
    public func jpeg(
        _ pages: [ScenePage], scale: Double, quality: Int = 85, fullColor: Bool = false
    ) throws(DrawingError) -> [UInt8] {
        let size = try PixelSize(of: pages, scale: scale)
        return try pixels.with(size) { memory throws(DrawingError) in
            try draw(pages, size, memory)
            return try encoder.jpeg(memory, size, quality: quality, fullColor: fullColor)
        }
    }

    /// Pages, one below the other, as a PNG.
    /// - Throws: `DrawingError`.
    public func png(
        _ pages: [ScenePage], scale: Double, colors: PNGColors = .full
    ) throws(DrawingError) -> [UInt8] {
        let size = try PixelSize(of: pages, scale: scale)
        return try pixels.with(size) { memory throws(DrawingError) in
            try draw(pages, size, memory)
            return try encoder.png(memory, size, colors: colors)
        }
    }

    /// All pages as a tagged PDF.
    /// - Throws: `DrawingError`.
    public func pdf(_ scene: Scene) throws(DrawingError) -> [UInt8] {
        let book = try PDFBook(title: scene.title, language: scene.language)
        try book.append(scene, outline: nil, lane: self)
        return try book.finish()
    }

    /// Decodes a picture as a report would, and keeps it: a broken file is found when a template is loaded.
    /// - Throws: `picture...`.
    public func check(_ picture: Picture) throws(DrawingError) {
        _ = try pictures.decoded(picture, width: picture.size.width, height: picture.size.height, typesetter)
    }

    private func draw(
        _ pages: [ScenePage], _ size: PixelSize, _ memory: UnsafeMutablePointer<UInt8>
    ) throws(DrawingError) {
        let isCovered = pages.allSatisfy { $0.background.alpha >= 1 && $0.size.width == pages[0].size.width }
        if !isCovered { memory.update(repeating: 0xFF, count: size.pixels * 4) }
        let canvas = try Canvas(pixels: memory, size: size)
        let drawer = SceneDrawer(
            canvas: canvas, typesetter: typesetter, pictures: pictures, grid: PixelGrid(scale: size.scale), tags: nil)
        var top = 0
        for (page, height) in zip(pages, size.pageHeights) {
            // Whole pixels: the last row and column are as opaque as the others.
            let width = (page.size.width * size.scale).rounded()
            var page = page
            page.size = Size(width: max(1, width) / size.scale, height: Double(height) / size.scale)
            drawing_canvas_begin_page(canvas.handle, page.size.width, page.size.height, size.scale, Double(top))
            try drawer.draw(page)
            drawing_canvas_end_page(canvas.handle)
            top += height
        }
        try canvas.check("The page")
    }

    /// For the pages of a document.
    func drawer(on canvas: Canvas, tags: TagWriter) -> SceneDrawer {
        SceneDrawer(canvas: canvas, typesetter: typesetter, pictures: pictures, grid: nil, tags: tags)
    }
}
