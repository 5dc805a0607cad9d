import ReportScene

/// A picture within the markup: `data:image/png;base64,...`.
struct DataAddress {
    var format: Picture.Format
    var bytes: [UInt8]

    /// Nil for anything but base64 of a PNG, JPEG or SVG.
    init?(_ text: String) {
        let formats: [(String, Picture.Format)] = [
            ("data:image/png;base64,", .png), ("data:image/jpeg;base64,", .jpeg), ("data:image/svg+xml;base64,", .svg),
        ]
        guard let (prefix, format) = formats.first(where: { text.hasPrefix($0.0) }),
            let bytes = Self.decoded(Array(text.utf8.dropFirst(prefix.utf8.count)))
        else { return nil }
        self.format = format
        self.bytes = bytes
    }

    /// RFC 4648, section 4; blanks between the letters are allowed.
    private static func decoded(_ letters: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(letters.count / 4 * 3)
        var bits: UInt32 = 0
        var count = 0
        var isEnded = false
        for letter in letters {
            let value: UInt32
            switch letter {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = UInt32(letter) - 65
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = UInt32(letter) - 71
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = UInt32(letter) + 4
            case UInt8(ascii: "+"): value = 62
            case UInt8(ascii: "/"): value = 63
            case UInt8(ascii: "="):
                isEnded = true
                continue
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"): continue
            default: return nil
            }
            guard !isEnded else { return nil }
            bits = (bits << 6 | value) & 0xFF_FFFF
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes.isEmpty ? nil : bytes
    }
}
