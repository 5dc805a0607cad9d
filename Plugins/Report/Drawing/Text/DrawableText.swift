/// Makes any text safe to be set: what would not be seen, or would move other letters about, is left out.
enum DrawableText {
    /// A paragraph has at most as many bytes: 4,096 letters of Korean, more than a page. Pango's time for one long word
    /// grows with its square: a third of a second for this many letters.
    static let maximumBytes = 12_288

    /// Appends what is drawn of a text as UTF-8. False when not all of it found room below `maximumBytes`.
    static func append(_ text: String, to bytes: inout [UInt8]) -> Bool {
        var text = text
        let room = maximumBytes - bytes.count
        let plain: Bool = text.withUTF8 { utf8 in
            guard utf8.count <= room, utf8.allSatisfy(isPlain) else { return false }
            bytes.append(contentsOf: utf8)
            return true
        }
        return plain || appendChecked(text, to: &bytes)
    }

    /// Bytes of which no character needs a second look: those are controls, or start with one of a few bytes.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20..<0x7F, 0x80..<0xC2, 0xC3..<0xE2, 0xE3..<0xEF: true
        default: false
        }
    }

    private static func appendChecked(_ text: String, to bytes: inout [UInt8]) -> Bool {
        var returned = false
        for scalar in text.unicodeScalars {
            let isSecondOfPair = returned && scalar == "\n"
            returned = scalar == "\r"
            guard !isSecondOfPair, let drawn = drawn(scalar) else { continue }
            let encoded = UTF8.encode(drawn)
            guard let encoded, bytes.count + encoded.count <= maximumBytes else { return false }
            bytes.append(contentsOf: encoded)
        }
        return true
    }

    /// What stands for a character; nil: nothing.
    static func drawn(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x0A: scalar
        case 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029: "\n"
        case 0x09: " "
        case 0x00...0x1F, 0x7F...0x9F: nil
        // Embeddings, overrides and isolates: a name must not turn the text around it. The marks LRM and RLM may stay.
        case 0x202A...0x202E, 0x2066...0x2069: nil
        // Byte order mark, annotations, tags.
        case 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: nil
        // No characters.
        case 0xFDD0...0xFDEF: nil
        case let value where value & 0xFFFE == 0xFFFE: nil
        default: scalar
        }
    }
}
