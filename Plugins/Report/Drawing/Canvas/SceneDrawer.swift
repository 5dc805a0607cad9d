import CDrawing
import ReportScene

/// Draws the items of a page.
struct SceneDrawer {
    let canvas: Canvas
    let typesetter: Typesetter
    let pictures: PictureCache
    /// Device pixels for one CSS pixel; nil for a PDF, which has none.
    let grid: PixelGrid?
    /// Takes the structure of a tagged document.
    let tags: TagWriter?

    private enum Group { case clip, part(DocumentPart) }

    func draw(_ page: ScenePage) throws(DrawingError) {
        if page.background.alpha > 0 {
            canvas.outline(.rectangle(Rect(origin: .zero, size: page.size)))
            canvas.fill(.solid(page.background))
        }
        var groups: [Group] = []
        for item in page.items {
            switch item {
            case .fill(let path, let paint):
                canvas.outline(grid?.aligned(path) ?? path)
                canvas.fill(paint)
            case .stroke(let path, let stroke): self.stroke(path, stroke)
            case .shadow(let rect, let radius, let shadow): self.shadow(rect, radius, shadow)
            case .text(let text, let point, let width): self.text(text, at: point, width: width)
            case .picture(let picture, let rect): try self.picture(picture, in: rect)
            case .beginClip(let path):
                canvas.outline(grid?.aligned(path) ?? path)
                drawing_canvas_begin_clip(canvas.handle)
                groups.append(.clip)
            case .beginPart(let part):
                tags?.begin(part)
                groups.append(.part(part))
            case .endGroup:
                if let group = groups.popLast() { end(group) }
            }
        }
        while let group = groups.popLast() { end(group) }
    }

    private func end(_ group: Group) {
        switch group {
        case .clip: drawing_canvas_end_clip(canvas.handle)
        case .part(let part): tags?.end(part)
        }
    }

    private func stroke(_ path: Path, _ stroke: Stroke) {
        if let rule = grid?.rule(path, stroke) {
            canvas.outline(.rectangle(rule))
            canvas.fill(.solid(stroke.color))
        } else if let (middle, width) = grid?.border(path, stroke) {
            canvas.outline(middle)
            var stroke = stroke
            stroke.width = width
            canvas.stroke(stroke)
        } else {
            canvas.outline(path)
            canvas.stroke(stroke)
        }
    }

    /// Only around the box, as in CSS: what covers the box need not be drawn twice.
    private func shadow(_ rect: Rect, _ radius: Double, _ shadow: Shadow) {
        let scale = grid?.scale ?? 1
        let hidden = rect.inset(by: Insets(all: 1 / scale))
        for layer in ShadowLayers.of(rect, radius: radius, shadow, scale: scale) {
            if hidden.contains(layer.rect) { continue }
            var elements: [Path.Element] = [.rounded(layer.rect, radius: layer.radius)]
            if hidden.width > 0, hidden.height > 0, layer.rect.contains(hidden) {
                elements.append(.rounded(hidden, radius: max(0, radius - 1 / scale)))
            }
            canvas.outline(Path(elements))
            var color = shadow.color
            color.alpha = layer.alpha
            drawing_canvas_fill_even_odd(canvas.handle, drawing_colour(color))
        }
    }

    private func text(_ text: any MeasuredText, at point: Point, width: Double) {
        guard DrawableBounds.contain(point), DrawableBounds.contain(width) else { return }
        // A text of another measurer is made again.
        let own = text as? TypesetText ?? typesetter.text(text.runs, style: text.style, width: width)
        guard let handle = own.handle else { return }
        drawing_canvas_text(canvas.handle, handle, point.x, point.y, width)
    }

    private func picture(_ picture: Picture, in rect: Rect) throws(DrawingError) {
        guard rect.width > 0, rect.height > 0, DrawableBounds.contain(rect) else { return }
        if picture.format == .svg, grid == nil {
            try pictures.drawVector(picture, on: canvas, typesetter, in: rect)
            return
        }
        // A PDF is printed at some 300 dots an inch: three for each CSS pixel.
        let scale = grid?.scale ?? 3
        let decoded = try pictures.decoded(picture, width: rect.width * scale, height: rect.height * scale, typesetter)
        var raw = decoded.picture
        let jpeg = grid == nil && picture.format == .jpeg ? picture.bytes : []
        jpeg.withUnsafeBufferPointer { bytes in
            drawing_canvas_picture(
                canvas.handle, &raw, decoded.name, bytes.isEmpty ? nil : bytes.baseAddress, bytes.count, rect.minX,
                rect.minY, rect.width, rect.height)
        }
    }
}
