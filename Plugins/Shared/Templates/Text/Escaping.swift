/// Escaping for HTML and XML, and characters that XML forbids.
enum Escaping {
    /// 0: stays; 1: is escaped; 2: forbidden by XML 1.0; 3: may begin U+FFFE or U+FFFF.
    private static let classes: [UInt8] = {
        var classes = [UInt8](repeating: 0, count: 256)
        for byte in 0..<0x20 where byte != 9 && byte != 10 && byte != 13 { classes[byte] = 2 }
        for byte in "&<>'\"".utf8 { classes[Int(byte)] = 1 }
        classes[0xEF] = 3
        return classes
    }()

    static func append(
        _ text: String, to out: inout [UInt8], escapes: Bool,
        forbidden: TemplateOptions.ForbiddenCharacters
    ) {
        var text = text
        text.withUTF8 { bytes in
            guard let clean = firstSpecial(bytes, escapes: escapes, forbidden: forbidden) else {
                out.append(contentsOf: bytes)
                return
            }
            out.append(contentsOf: bytes[..<clean])
            appendSlowly(bytes[clean...], to: &out, escapes: escapes, forbidden: forbidden)
        }
    }

    static func escaped(_ text: String) -> String {
        var out: [UInt8] = []
        append(text, to: &out, escapes: true, forbidden: .keep)
        return String(utf8: out)
    }

    private static func firstSpecial(
        _ bytes: UnsafeBufferPointer<UInt8>, escapes: Bool,
        forbidden: TemplateOptions.ForbiddenCharacters
    ) -> Int? {
        guard escapes || forbidden != .keep else { return nil }
        return classes.withUnsafeBufferPointer { classes in
            for (place, byte) in bytes.enumerated() {
                let kind = classes[Int(byte)]
                if kind != 0, kind == 1 ? escapes : forbidden != .keep { return place }
            }
            return nil
        }
    }

    private static func appendSlowly(
        _ bytes: UnsafeBufferPointer<UInt8>.SubSequence, to out: inout [UInt8], escapes: Bool,
        forbidden: TemplateOptions.ForbiddenCharacters
    ) {
        var at = bytes.startIndex
        while at < bytes.endIndex {
            let byte = bytes[at]
            switch classes[Int(byte)] {
            case 1 where escapes:
                switch byte {
                case UInt8(ascii: "&"): out.append(contentsOf: "&amp;".utf8)
                case UInt8(ascii: "<"): out.append(contentsOf: "&lt;".utf8)
                case UInt8(ascii: ">"): out.append(contentsOf: "&gt;".utf8)
                case UInt8(ascii: "'"): out.append(contentsOf: "&#39;".utf8)
                default: out.append(contentsOf: "&#34;".utf8)
                }
            case 2 where forbidden != .keep:
                if forbidden == .replace { out.append(contentsOf: "\u{FFFD}".utf8) }
            case 3 where forbidden != .keep && isNoncharacter(bytes, at):
                if forbidden == .replace { out.append(contentsOf: "\u{FFFD}".utf8) }
                at += 2
            default: out.append(byte)
            }
            at += 1
        }
    }

    /// U+FFFE and U+FFFF are EF BF BE and EF BF BF.
    private static func isNoncharacter(_ bytes: UnsafeBufferPointer<UInt8>.SubSequence, _ at: Int)
        -> Bool
    {
        at + 2 < bytes.endIndex && bytes[at + 1] == 0xBF && bytes[at + 2] >= 0xBE
    }
}
