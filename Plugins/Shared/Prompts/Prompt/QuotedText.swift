/// Text from outside, between tags that it cannot close.
enum QuotedText {
    /// - Parameters:
    ///   - name: of the variable, and so of the tags.
    ///   - names: of all variables: a value can hold no tag of any of them.
    static func text(_ value: String, name: String, names: [String]) -> String {
        let inner = isPlain(value) ? trimmed(value) : harmless(trimmed(visible(value)), names)
        return inner.isEmpty ? "" : "<\(name)>\n\(inner)\n</\(name)>"
    }

    /// Whether there is nothing in it to be looked at, told from its bytes: most texts, also Korean ones, are so.
    private static func isPlain(_ value: String) -> Bool {
        value.utf8.allSatisfy { byte in
            switch byte {
            case 0x09, 0x0A: true
            case ..<0x20, UInt8(ascii: "<"), 0x7F: false
            // How controls, marks of direction, full-width brackets and invisible tags begin.
            case 0xC2, 0xE2, 0xEF, 0xF3: false
            default: true
            }
        }
    }

    /// Without what a reader does not see and a model does: control characters but line ends and tabs, marks that turn
    /// the direction of writing, and Unicode's invisible tags.
    private static func visible(_ value: String) -> String {
        var text = ""
        for scalar in value.replacing("\r\n", with: "\n").unicodeScalars where !isInvisible(scalar) {
            text.unicodeScalars.append(scalar == "\r" ? "\n" : scalar)
        }
        return text
    }

    private static func trimmed(_ text: String) -> String {
        guard let first = text.firstIndex(where: { !$0.isWhitespace }),
            let last = text.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(text[first...last])
    }

    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: false
        case 0x00...0x1F, 0x7F...0x9F, 0x200B, 0x200E...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF,
            0xE0000...0xE007F:
            true
        default: false
        }
    }

    /// What could be read as a tag of a variable loses its angle bracket: `<` becomes `‹`. Other brackets stay: exams
    /// are full of `<보기>`. By scalars: a mark that is put on a bracket makes another character of it, and no other tag.
    private static func harmless(_ text: String, _ names: [String]) -> String {
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            let isTag = isOpening(scalar) && beginsWithName(scalars[(index + 1)...], names)
            result.append(isTag ? "‹" : scalar)
        }
        return String(result)
    }

    /// Also the full-width one and its kin, which models read alike.
    private static func isOpening(_ scalar: Unicode.Scalar) -> Bool { "<＜﹤".unicodeScalars.contains(scalar) }

    private static func beginsWithName(_ scalars: ArraySlice<Unicode.Scalar>, _ names: [String]) -> Bool {
        var word = ""
        for scalar in scalars {
            if isPassedOver(scalar) || (word.isEmpty && isBeforeName(scalar)) { continue }
            let letter = plain(scalar).properties.lowercaseMapping
            word += letter
            if names.contains(word) { return true }
            guard names.contains(where: { $0.hasPrefix(word) }) else { return false }
        }
        return false
    }

    private static func isBeforeName(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || "/／⁄∕".unicodeScalars.contains(scalar)
    }

    /// Joiners, fillers, soft hyphens, and accents on a letter before: a reader sees the tag without them.
    private static func isPassedOver(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.isASCII else { return false }
        return scalar.properties.isDefaultIgnorableCodePoint
            || [.nonspacingMark, .enclosingMark, .format].contains(scalar.properties.generalCategory)
    }

    /// A full-width letter, digit or sign as it is in ASCII.
    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard (0xFF01...0xFF5E).contains(scalar.value) else { return scalar }
        return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
    }
}
