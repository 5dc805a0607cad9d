/// To which of the kinds that tokens depend on a character belongs.
enum ScriptClass: Hashable {
    case letter, digit, space, tab, lineBreak, punctuation, hangul, han, kana, cyrillic, arabic, emoji, other

    init(_ scalar: Unicode.Scalar) {
        self = scalar.value < 0x80 ? Self.ascii(scalar.value) : Self.beyond(scalar.value)
    }

    private static func ascii(_ value: UInt32) -> ScriptClass {
        switch value {
        case 0x41...0x5A, 0x61...0x7A: .letter
        case 0x30...0x39: .digit
        case 0x20: .space
        case 0x09: .tab
        case 0x0A, 0x0D: .lineBreak
        default: .punctuation
        }
    }

    /// By the blocks of Unicode.
    private static func beyond(_ value: UInt32) -> ScriptClass {
        switch value {
        case 0xD7, 0xF7, 0x80...0xBF: .punctuation
        case 0xC0...0x24F: .letter
        case 0xAC00...0xD7A3: .hangul
        case 0x3040...0x30FF: .kana
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3134F: .han
        case 0x370...0x52F: .cyrillic
        case 0x590...0x6FF: .arabic
        case 0x200D, 0xFE0F, 0x2600...0x27BF, 0x1F000...0x1FFFF: .emoji
        case 0x2000...0x206F, 0x3000...0x303F, 0xFF00...0xFF65: .punctuation
        default: .other
        }
    }
}
