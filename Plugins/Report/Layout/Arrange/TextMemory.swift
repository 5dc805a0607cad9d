import ReportScene

/// Texts that were measured for this report: cells of a table repeat a few words many times. A text is looked up by what
/// it says once; then it has a number.
final class TextMemory {
    private struct Key: Hashable {
        var runs: [TextRun]
        var style: ParagraphStyle
    }

    private struct Known {
        var widths: Widths?
        /// By the width of the lines; infinity: as wide as the text is.
        var lines: [(width: Double, text: any MeasuredText)] = []
    }

    private let measurer: any TextMeasurer
    /// Once cancelled, texts are measured as empty ones: nobody sees where they stand.
    private let cancellation: Cancellation
    private var numbers: [Key: Int] = [:]
    private var known: [Known] = []

    init(_ measurer: any TextMeasurer, _ cancellation: Cancellation) {
        self.measurer = measurer
        self.cancellation = cancellation
    }

    /// Equal texts have one number.
    func number(_ text: TextModel) -> Int {
        let key = Key(runs: text.runs, style: text.style)
        if let number = numbers[key] { return number }
        numbers[key] = known.count
        known.append(Known())
        return known.count - 1
    }

    /// Rounded up to half a pixel, so that a text fits into the width it asked for.
    func widths(_ text: TextModel, _ number: Int) -> Widths {
        if let widths = known[number].widths { return widths }
        let (least, most) = measurer.widths(cancellation.isCancelled ? [] : text.runs, style: text.style)
        let found = Widths(least: Self.roundedUp(least), most: Self.roundedUp(max(least, most)))
        known[number].widths = found
        return found
    }

    /// Lines for a width; a text that fits as it is has the same lines at every width.
    func text(_ text: TextModel, _ number: Int, width: Double) -> any MeasuredText {
        let isFree = text.style.alignment != .justify && known[number].widths.map { $0.most <= width } ?? false
        let lineWidth = isFree ? .infinity : width
        if let same = known[number].lines.first(where: { $0.width == lineWidth }) { return same.text }
        let measured = measurer.measure(
            cancellation.isCancelled ? [] : text.runs, style: text.style, width: isFree ? nil : width)
        known[number].lines.append((lineWidth, measured))
        return measured
    }

    private static func roundedUp(_ width: Double) -> Double {
        width.isFinite ? min((max(0, width) * 2).rounded(.up) / 2, 1_000_000) : 0
    }
}

/// The narrowest width at which no word is broken, and the width without a line break.
struct Widths: Hashable {
    var least: Double
    var most: Double

    static let zero = Widths(least: 0, most: 0)

    func widened(by length: Double) -> Widths { Widths(least: least + length, most: most + length) }
}
