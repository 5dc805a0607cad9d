import ReportMarkup

/// Whether a layout is still wanted. Once it is not, it stays so. Confined to the thread of the measurer.
final class Cancellation {
    private let ask: () -> Bool
    private var isKnown = false

    init(_ ask: @escaping () -> Bool) { self.ask = ask }

    var isCancelled: Bool {
        if !isKnown { isKnown = ask() }
        return isKnown
    }

    func check() throws(LayoutError) {
        guard isCancelled else { return }
        throw LayoutError(
            code: "layout.cancelled",
            problems: [
                .init(message: "The layout was ended before it was done.", position: MarkupPosition(line: 1, column: 1))
            ])
    }
}
