import CImaging

/// Why a sheet could not be printed.
package struct PrintError: Error, Sendable, Equatable, CustomStringConvertible {
    /// `sheet.not_printable`, `sheet.resolution` or `sheet.no_memory`.
    package let code: String
    package let message: String

    package var description: String { message }
}

/// Prints the blank sheet from the template that reads it: what is printed and what is sampled cannot differ.
package struct SheetPrinter: Sendable {
    package let template: SheetTemplate

    package init(template: SheetTemplate) { self.template = template }

    package static let resolutions = 50...600

    /// - Throws: `PrintError`.
    package func pdf() throws(PrintError) -> [UInt8] {
        try checkPaper()
        return try printed(on: SheetCanvas(pdf: template.page))
    }

    /// - Parameter dpi: pixels an inch, 50 to 600.
    /// - Throws: `PrintError`.
    package func png(dpi: Int) throws(PrintError) -> [UInt8] {
        try checkPaper()
        guard Self.resolutions.contains(dpi) else {
            throw PrintError(
                code: "sheet.resolution", message: "\(dpi) dpi is not printed; name 50 to 600, 300 for a good print.")
        }
        return try printed(on: SheetCanvas(png: template.page, dpi: Double(dpi)))
    }

    private func checkPaper() throws(PrintError) {
        guard template.unit == .millimetres, template.frame == .page,
            max(template.page.width, template.page.height) <= 1000
        else {
            throw PrintError(
                code: "sheet.not_printable",
                message: "Sheet \"\(template.name)\" does not say how large it is on paper; only templates in mm with "
                    + "the whole page as frame, at most 1 m, are printed.")
        }
    }

    private func printed(on canvas: SheetCanvas?) throws(PrintError) -> [UInt8] {
        guard let canvas else { throw PrintError(code: "sheet.no_memory", message: "No memory is left to print.") }
        let brush = SheetBrush(template: template, canvas: canvas)
        brush.artwork()
        brush.labels()
        brush.bubbles()
        brush.marks()
        guard let bytes = canvas.finish() else {
            throw PrintError(code: "sheet.no_memory", message: "The sheet could not be written.")
        }
        return bytes
    }
}

/// Draws the parts of a template, back to front.
private struct SheetBrush {
    let template: SheetTemplate
    let canvas: SheetCanvas

    private static let black = imaging_colour(red: 0, green: 0, blue: 0)
    private static let white = imaging_colour(red: 1, green: 1, blue: 1)
    private static let text = imaging_colour(red: 0.1, green: 0.1, blue: 0.12)

    private var ink: imaging_colour {
        imaging_colour(
            red: Double(template.ink.red) / 255, green: Double(template.ink.green) / 255,
            blue: Double(template.ink.blue) / 255)
    }

    func artwork() {
        for piece in template.artwork {
            switch piece {
            case .text(let text, let point, let size, let bold, let align):
                canvas.text(text, at: point, size: size, bold: bold, align: align, colour: Self.text)
            case .box(let origin, let size, let radius, let line):
                canvas.box(origin, size, radius: radius, line: line, colour: ink)
            case .line(let from, let to, let width): canvas.line(from, to, width: width, colour: ink)
            case .bubble(let point, let size): canvas.ellipse(point, size, line: 0.22, colour: ink)
            case .fill(let origin, let size):
                canvas.ellipse(origin + Point(size.width / 2, size.height / 2), size, colour: Self.black)
            }
        }
    }

    func bubbles() {
        for choice in template.fields.flatMap(\.choices) {
            let size = choice.bubble.size
            canvas.ellipse(choice.centre, size, line: 0.22, colour: ink)
            canvas.text(
                choice.value, at: choice.centre, size: min(size.width, size.height) * 0.68, colour: ink)
        }
    }

    /// Question numbers beside their choices; heads and frames of digits blocks that bring no artwork of their own.
    func labels() {
        for field in template.fields where field.block == nil {
            guard let label = field.label, let first = field.choices.first else { continue }
            let pitch = field.choices.count > 1 ? field.choices[1].centre.x - first.centre.x : 6
            canvas.text(
                label, at: Point(first.centre.x - max(pitch * 1.1, 4), first.centre.y), size: 3.1, bold: true,
                colour: Self.text)
        }
        guard template.artwork.isEmpty else { return }
        var drawn: Set<String> = []
        for block in template.fields.compactMap(\.block) where drawn.insert(block).inserted {
            frame(template.fields(inBlock: block))
        }
    }

    private func frame(_ columns: [Field]) {
        guard let first = columns.first?.choices.first, let last = columns.last?.choices.last else { return }
        let pitch =
            columns.count > 1
            ? (last.centre.x - first.centre.x) / Double(columns.count - 1) : first.bubble.size.width * 1.6
        let (left, right) = (first.centre.x - pitch / 2, last.centre.x + pitch / 2)
        let (top, bottom) = (first.centre.y - 10, last.centre.y + 3.6)
        canvas.box(Point(left, top), Size(width: right - left, height: bottom - top), line: 0.3, colour: ink)
        canvas.line(Point(left, top + 6), Point(right, top + 6), width: 0.2, colour: ink)
        for column in 1..<max(columns.count, 1) {
            let x = left + pitch * Double(column)
            canvas.line(Point(x, top), Point(x, bottom), width: 0.15, colour: ink)
        }
        if let label = columns.first?.label {
            canvas.text(
                label, at: Point((left + right) / 2, top - 3), size: 3.4, bold: true, colour: Self.text)
        }
    }

    func marks() {
        for anchor in template.anchors {
            let c = anchor.centre
            switch anchor.shape {
            case .square(let size): solid(c, Size(width: size, height: size))
            case .bar(let size): solid(c, size)
            case .ring(let size): ring(c, size)
            case .concentric: ring(c, template.millimetre * 8)
            case .corner(let arm, let thickness):
                let offset = Anchor.Shape.cornerMoments(arm: arm, thickness: thickness).offset
                let isLeft = c.x < template.page.width / 2
                let isTop = c.y < template.page.height / 2
                let x = isLeft ? c.x - offset : c.x + offset
                let y = isTop ? c.y - offset : c.y + offset
                canvas.box(
                    Point(isLeft ? x : x - arm, isTop ? y : y - thickness), Size(width: arm, height: thickness),
                    colour: Self.black)
                canvas.box(
                    Point(isLeft ? x : x - thickness, isTop ? y : y - arm), Size(width: thickness, height: arm),
                    colour: Self.black)
            }
        }
    }

    private func solid(_ centre: Point, _ size: Size) {
        canvas.box(Point(centre.x - size.width / 2, centre.y - size.height / 2), size, colour: Self.black)
    }

    private func ring(_ centre: Point, _ diameter: Double) {
        for (part, colour) in [
            (1, Self.black), (Anchor.Shape.ringHole, Self.white), (Anchor.Shape.ringDot, Self.black),
        ] {
            canvas.ellipse(centre, Size(width: diameter * part, height: diameter * part), colour: colour)
        }
    }
}
