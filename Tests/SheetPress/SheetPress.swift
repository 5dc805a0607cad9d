import CSheetPress
import Glibc
package import Grading

/// Prints a sheet, marks it with known answers and scans it badly: graded sheets with a known truth, from a seed alone.
package struct SheetPress: Sendable {
    private let template: SheetTemplate
    private let blank: LumaImage
    /// Pixels a millimetre of the blank print.
    private let scale: Double

    private static let printDPI = 300

    /// Prints the blank sheet once; every sheet is a copy of it.
    /// - Throws: `PrintError` for a template that says no millimetres.
    package init(template: SheetTemplate) throws {
        self.template = template
        let print = try SheetPrinter(template: template).png(dpi: Self.printDPI)
        blank = try ImageCodec(pixelBudget: 100_000_000).decode(print)
        scale = Double(Self.printDPI) / 25.4
    }

    /// One sheet. The same seed gives the same bytes.
    ///
    /// - Parameters:
    ///   - known: answers that this pupil knows, by field; the rest is guessed.
    /// - Throws: `ImageError` when the sheet cannot be encoded.
    package func sheet(seed: UInt64, known: [String: String] = [:]) throws -> MarkedSheet {
        var random = press_random(state: seed &* 0x2545_F491_4F6C_DD1D &+ 1)
        var page = blank.withPixels { Array(UnsafeBufferPointer(start: $0, count: blank.width * blank.height)) }
        let pencil = Self.chance(0.15, &random)
        var truth: [String: [String]] = [:]
        var kinds: [String: MarkKind] = [:]
        for field in template.fields {
            let kind = Self.kind(isDigit: field.block != nil, &random)
            let marked = choices(of: field, kind: kind, known: known[field.id], &random)
            for index in marked {
                mark(field.choices[index], kind: kind, pencil: pencil, on: &page, &random)
            }
            truth[field.id] = marked.sorted().map { field.choices[$0].value }
            kinds[field.id] = kind
        }
        let dpi = [200, 240, 300][Self.below(3, &random)]
        return MarkedSheet(
            seed: seed, jpeg: try scanned(page, dpi: dpi, &random), truth: truth, kinds: kinds, dpi: dpi)
    }

    // MARK: Marking

    private static func kind(isDigit: Bool, _ random: inout press_random) -> MarkKind {
        // People take more care with their number than with their answers.
        let care = isDigit ? 0.25 : 1
        let draw = press_unit(&random)
        if draw < 0.03 * care { return .blank }
        if draw < 0.05 * care { return .double }
        if draw < 0.10 { return .scribble }
        return draw < 0.14 ? .light : .full
    }

    private func choices(
        of field: Field, kind: MarkKind, known: String?, _ random: inout press_random
    ) -> [Int] {
        let guess = Self.below(field.choices.count, &random)
        let first = field.choices.firstIndex { $0.value == known } ?? guess
        let second = Self.below(max(field.choices.count - 1, 1), &random)
        switch kind {
        case .blank: return []
        case .double: return [first, second < first ? second : second + 1].filter { $0 < field.choices.count }
        case .full, .scribble, .light: return [first]
        }
    }

    private func mark(
        _ choice: Field.Choice, kind: MarkKind, pencil: Bool, on page: inout [UInt8], _ random: inout press_random
    ) {
        let x = choice.centre.x * scale + press_normal(&random) * 0.15 * scale
        let y = choice.centre.y * scale + press_normal(&random) * 0.15 * scale
        let rx = choice.bubble.size.width / 2 * scale
        let ry = choice.bubble.size.height / 2 * scale
        let (width, height) = (UInt32(blank.width), UInt32(blank.height))
        let ink: UInt8 = pencil || kind == .light ? 92 : 24
        switch kind {
        case .scribble:
            var from = (x: x - rx * 0.7, y: y - ry * 0.85)
            let turns = 6 + Self.below(4, &random)
            for turn in 1...turns {
                let side = turn.isMultiple(of: 2) ? -1.0 : 1.0
                let next = (
                    x: x + side * rx * (0.6 + 0.3 * press_unit(&random)),
                    y: y + ry * (-0.85 + 1.7 * Double(turn) / Double(turns))
                )
                press_stroke(&page, width, height, from.x, from.y, next.x, next.y, 0.45 * scale, ink)
                from = next
            }
        case .light:
            let opacity = 0.5 + 0.15 * press_unit(&random)
            press_ellipse(&page, width, height, x, y, rx, ry, 0, ink, opacity, 0.3, &random)
        case .full, .double, .blank:
            let (wide, high) = (0.95 + 0.2 * press_unit(&random), 0.92 + 0.16 * press_unit(&random))
            let turn = press_normal(&random) * 0.08
            press_ellipse(
                &page, width, height, x, y, rx * wide, ry * high, turn, ink, 1, pencil ? 0.35 : 0, &random)
        }
    }

    // MARK: Scanning

    private func scanned(_ page: [UInt8], dpi: Int, _ random: inout press_random) throws -> [UInt8] {
        var page = page
        let factor = Double(dpi) / Double(Self.printDPI)
        // Averaging before making it smaller, as a scanner's lens does.
        if dpi < Self.printDPI { press_blur(&page, UInt32(blank.width), UInt32(blank.height), 1) }
        let width = Int((Double(blank.width) * factor).rounded())
        let height = Int((Double(blank.height) * factor).rounded())
        var out = [UInt8](repeating: 255, count: width * height)
        let angle = (press_unit(&random) * 1.6 - 0.8) * .pi / 180
        let stretch = (x: 0.992 + 0.016 * press_unit(&random), y: 0.992 + 0.016 * press_unit(&random))
        let shift = (
            x: press_normal(&random) * 0.8 * scale * factor, y: press_normal(&random) * 0.8 * scale * factor
        )
        let middle = (x: Double(width) / 2, y: Double(height) / 2)
        // From the scan back to the print: undo shift and scale about the middle, then the turn.
        let (c, s) = (cos(angle), sin(angle))
        let (kx, ky) = (1 / (factor * stretch.x), 1 / (factor * stretch.y))
        let map = [
            c * kx, s * ky, Double(blank.width) / 2 - c * kx * (middle.x + shift.x) - s * ky * (middle.y + shift.y),
            -s * kx, c * ky, Double(blank.height) / 2 + s * kx * (middle.x + shift.x) - c * ky * (middle.y + shift.y),
        ]
        press_warp(
            page, UInt32(blank.width), UInt32(blank.height), &out, UInt32(width), UInt32(height), map,
            Self.chance(0.7, &random) ? 255 : 235)
        let gain = 0.94 + 0.06 * press_unit(&random)
        press_scan(&out, UInt64(out.count), gain, 1 + 2 * press_unit(&random), &random)
        return try ImageCodec.encodeJPEG(
            out, width: width, height: height, channels: 1, quality: 85 + Self.below(11, &random))
    }

    private static func below(_ count: Int, _ random: inout press_random) -> Int {
        Int(press_next(&random) % UInt64(max(count, 1)))
    }

    private static func chance(_ part: Double, _ random: inout press_random) -> Bool { press_unit(&random) < part }
}
