/// A name that came from outside, as it may stand in a sentence: one line, bounded, no invisible controls.
enum DisplayName {
    /// In characters, as a reader counts them.
    static let most = 60
    /// A character may have any number of marks; this bounds what one name costs.
    private static let mostScalars = 240

    /// Empty when nothing of it can be read: punctuation alone is no name.
    static func clean(_ name: String) -> String {
        var text = ""
        var scalars = 0
        var isCut = false
        for scalar in name.unicodeScalars {
            if scalars >= mostScalars {
                isCut = true
                break
            }
            // A mark at the beginning would change the letter before the name.
            if isBreak(scalar) || text.isEmpty && isMark(scalar) {
                if !text.isEmpty, text.unicodeScalars.last != " " { text.unicodeScalars.append(" ") }
            } else {
                text.unicodeScalars.append(scalar)
                scalars += 1
            }
        }
        if text.unicodeScalars.last == " " { text.unicodeScalars.removeLast() }
        guard text.contains(where: { !$0.isPunctuation && $0 != " " }) else { return "" }
        guard isCut || text.count > most else { return text }
        var cut = String(text.prefix(most))
        while cut.last == " " { cut.removeLast() }
        return cut + "…"
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark: true
        default: false
        }
    }

    /// Spaces, line ends, controls, and marks that turn the direction of what follows.
    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .unassigned: true
        case .format: (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
        default: false
        }
    }
}
