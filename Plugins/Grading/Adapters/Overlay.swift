import CImaging

/// The scan at half size with what was read drawn on it.
package struct Overlay {
    package init() {}

    /// A JPEG: green is read and clear, red a double mark, orange for a person to look at; marks are blue.
    /// - Throws: `ImageError`.
    package func jpeg(of image: LumaImage, reading: SheetReading) throws(ImageError) -> [UInt8] {
        let factor = min(image.width, image.height) >= 1200 ? 2 : 1
        guard let small = factor == 1 ? image : image.reduced(by: factor) else {
            throw ImageError(code: "image.not_encodable", message: "The picture is too small for an overlay.")
        }
        let count = small.width * small.height
        var rgb = [UInt8](repeating: 0, count: count * 3)
        small.withPixels { imaging_colourise($0, count, &rgb) }
        let pen = Pen(reading: reading, factor: Double(factor), width: small.width, height: small.height)
        for (field, read) in zip(reading.template.fields, reading.fields) {
            for choice in field.choices where read.values.contains(choice.value) || read.flag == .doubtful {
                let colour: Pen.Colour =
                    switch read.flag {
                    case .double: .red
                    case .doubtful: .orange
                    case .none, .blank: .green
                    }
                pen.draw(choice.bubble.size, around: choice.centre, colour: colour, on: &rgb)
            }
        }
        for anchor in reading.template.anchors {
            let extent = (anchor.shape.spread?.mean).map { $0 * 4 } ?? reading.template.millimetre * 6
            pen.draw(Size(width: extent, height: extent), around: anchor.centre, colour: .blue, on: &rgb)
        }
        return try ImageCodec.encodeJPEG(rgb, width: small.width, height: small.height, channels: 3, quality: 72)
    }
}

private struct Pen {
    enum Colour { case green, red, orange, blue }

    let reading: SheetReading
    let factor: Double
    let width: Int
    let height: Int

    func draw(_ size: Size, around centre: Point, colour: Colour, on rgb: inout [UInt8]) {
        let map = reading.homography
        let middle = map(centre)
        // A little larger than the outline, so that the mark itself stays visible.
        let across = map(centre + Point(size.width * 0.62, 0)) - middle
        let down = map(centre + Point(0, size.height * 0.62)) - middle
        let (red, green, blue): (UInt8, UInt8, UInt8) =
            switch colour {
            case .green: (0, 150, 60)
            case .red: (215, 30, 30)
            case .orange: (240, 140, 0)
            case .blue: (40, 90, 220)
            }
        imaging_draw_ellipse(
            &rgb, UInt32(width), UInt32(height), middle.x / factor, middle.y / factor, across.x / factor,
            across.y / factor, down.x / factor, down.y / factor, 2.4, red, green, blue)
    }
}
