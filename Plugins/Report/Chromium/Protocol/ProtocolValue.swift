/// A JSON value of the browser's. Strings stay the bytes they came as: a screenshot is one of some megabytes.
enum ProtocolValue {
    case null
    case bool(Bool)
    case number(Double)
    case string(ProtocolText)
    case list([ProtocolValue])
    case object([(name: ProtocolText, value: ProtocolValue)])

    /// A member of an object; nil when it is no object or has none of that name.
    subscript(_ name: StaticString) -> ProtocolValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name.isPlain(name) }?.value
    }

    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text.string
    }

    var number: Double? {
        guard case .number(let number) = self else { return nil }
        return number
    }
}

/// What stands between the quotes of a JSON string.
struct ProtocolText {
    let bytes: ArraySlice<UInt8>
    /// Whether a backslash is in it.
    let isEscaped: Bool

    /// Whether it is exactly this ASCII text, written without escapes.
    func isPlain(_ other: StaticString) -> Bool {
        other.withUTF8Buffer { !isEscaped && bytes.elementsEqual($0) }
    }

    /// The text that is meant. Broken UTF-8 and lone surrogates become U+FFFD.
    var string: String {
        guard isEscaped else { return String(decoding: bytes, as: UTF8.self) }
        var units: [UInt16] = []
        var plain = bytes.startIndex
        var at = bytes.startIndex
        while at < bytes.endIndex {
            guard bytes[at] == UInt8(ascii: "\\") else {
                at += 1
                continue
            }
            units += String(decoding: bytes[plain..<at], as: UTF8.self).utf16
            let (unit, length) = Self.unit(of: bytes[at...])
            units.append(unit)
            at += length
            plain = at
        }
        units += String(decoding: bytes[plain..<at], as: UTF8.self).utf16
        return String(decoding: units, as: UTF16.self)
    }

    /// The UTF-16 unit of an escape, which the reader has found complete, and the bytes it takes.
    private static func unit(of escape: ArraySlice<UInt8>) -> (UInt16, Int) {
        switch escape.dropFirst().first ?? 0 {
        case UInt8(ascii: "n"): (0x0A, 2)
        case UInt8(ascii: "r"): (0x0D, 2)
        case UInt8(ascii: "t"): (0x09, 2)
        case UInt8(ascii: "b"): (0x08, 2)
        case UInt8(ascii: "f"): (0x0C, 2)
        case UInt8(ascii: "u"):
            (UInt16(String(decoding: escape.dropFirst(2).prefix(4), as: UTF8.self), radix: 16) ?? 0xFFFD, 6)
        case let other: (UInt16(other), 2)
        }
    }
}
