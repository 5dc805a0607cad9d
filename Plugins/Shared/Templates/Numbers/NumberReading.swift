/// Numbers written by people and programs, as Python's `int()` and `float()` read them.
enum NumberReading {
    /// nil when it is no whole number in this base, or one that does not fit in 64 bits.
    static func whole(_ text: String, base: Int = 10) -> Int? {
        var rest = Array(text.stripped().utf8)[...]
        guard let first = rest.first else { return nil }
        let negative = first == UInt8(ascii: "-")
        if negative || first == UInt8(ascii: "+") { rest.removeFirst() }
        var base = base
        if rest.first == UInt8(ascii: "0"), let letter = rest.dropFirst().first {
            let named: Int? =
                switch letter | 0x20 {
                case UInt8(ascii: "x"): 16
                case UInt8(ascii: "o"): 8
                case UInt8(ascii: "b"): 2
                default: nil
                }
            if let named, base == named || base == 0 {
                base = named
                rest = rest.dropFirst(2)
                if rest.first == UInt8(ascii: "_") { rest.removeFirst() }
            }
        }
        if base == 0 {
            if rest.first == UInt8(ascii: "0"),
                rest.contains(where: { $0 != UInt8(ascii: "0") && $0 != UInt8(ascii: "_") })
            {
                return nil
            }
            base = 10
        }
        guard (2...36).contains(base), let digits = withoutUnderscores(rest) else { return nil }
        return Int(String(utf8: (negative ? [UInt8(ascii: "-")] : []) + digits), radix: base)
    }

    static func float(_ text: String) -> Double? {
        let bytes = Array(text.stripped().utf8)
        let lower = String(utf8: bytes.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 })
        let (sign, word) =
            lower.first == "-" || lower.first == "+"
            ? (lower.first == "-" ? -1.0 : 1.0, String(lower.dropFirst())) : (1, lower)
        switch word {
        case "inf", "infinity": return sign * .infinity
        case "nan": return .nan
        default: break
        }
        guard bytes.allSatisfy({ "0123456789+-.eE_".utf8.contains($0) }) else { return nil }
        guard let plain = withoutUnderscores(bytes[...]),
            plain.contains(where: { $0 >= 0x30 && $0 <= 0x39 })
        else {
            return nil
        }
        // Swift refuses a number that begins or ends with its point, and Python does not.
        var padded: [UInt8] = []
        for (place, byte) in plain.enumerated() {
            let isDigit = { (at: Int) in
                plain.indices.contains(at) && plain[at] >= 0x30 && plain[at] <= 0x39
            }
            if byte == UInt8(ascii: "."), !isDigit(place - 1) {
                guard isDigit(place + 1) else { return nil }
                padded.append(UInt8(ascii: "0"))
            }
            padded.append(byte)
            if byte == UInt8(ascii: "."), !isDigit(place + 1) { padded.append(UInt8(ascii: "0")) }
        }
        return Double(String(utf8: padded))
    }

    /// nil when an underscore does not stand between digits.
    private static func withoutUnderscores(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var (result, last): ([UInt8], UInt8) = ([], UInt8(ascii: "_"))
        for byte in bytes {
            if byte == UInt8(ascii: "_") {
                guard last != byte else { return nil }
            } else {
                result.append(byte)
            }
            last = byte
        }
        return last == UInt8(ascii: "_") ? nil : result
    }
}
