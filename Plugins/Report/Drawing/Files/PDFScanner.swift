/// Steps over the values of a PDF: ISO 32000-1, 7.2 and 7.3. Goes by index, byte by byte: the structure of a class has
/// hundreds of thousands of values.
struct PDFScanner {
    private let bytes: ArraySlice<UInt8>
    private var at: Int
    private let end: Int
    /// Deeper values are not followed.
    private static let maximumDepth = 32

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        at = bytes.startIndex
        end = bytes.endIndex
    }

    /// What was not stepped over yet.
    var rest: ArraySlice<UInt8> { bytes[at...] }

    mutating func take(_ word: String) -> Bool {
        skipSpace()
        var place = at
        for byte in word.utf8 {
            guard place < end, bytes[place] == byte else { return false }
            place += 1
        }
        at = place
        return true
    }

    mutating func integer() -> Int? {
        skipSpace()
        let start = at
        var number = 0
        while at < end, Self.isDigit(bytes[at]) {
            guard at - start < 15 else {
                at = start
                return nil
            }
            number = number * 10 + Int(bytes[at]) - 0x30
            at += 1
        }
        return at > start ? number : nil
    }

    /// The bytes of one value: a name, number, text, array, dictionary, word, or reference.
    mutating func value() -> ArraySlice<UInt8>? {
        skipSpace()
        let start = at
        return skipValue(depth: 0) ? bytes[start..<at] : nil
    }

    // MARK: Bytes

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) || byte == 0 }

    private static func endsWord(_ byte: UInt8) -> Bool {
        // ( ) / < > [ ]
        byte == 0x28 || byte == 0x29 || byte == 0x2F || byte == 0x3C || byte == 0x3E || byte == 0x5B || byte == 0x5D
            || isSpace(byte)
    }

    private func holds(_ byte: UInt8, at place: Int) -> Bool { place < end && bytes[place] == byte }

    private mutating func skipSpace() {
        while at < end, Self.isSpace(bytes[at]) { at += 1 }
    }

    private mutating func skipWord() {
        while at < end, !Self.endsWord(bytes[at]) { at += 1 }
    }

    // MARK: Values

    /// False where there is none, or one that does not end.
    private mutating func skipValue(depth: Int) -> Bool {
        skipSpace()
        guard depth < Self.maximumDepth, at < end else { return false }
        let start = at
        switch bytes[at] {
        case UInt8(ascii: "<") where holds(UInt8(ascii: "<"), at: at + 1):
            at += 2
            return skip(to: UInt8(ascii: ">"), isDouble: true, depth)
        case UInt8(ascii: "["):
            at += 1
            return skip(to: UInt8(ascii: "]"), isDouble: false, depth)
        case UInt8(ascii: "<"):
            while at < end, bytes[at] != UInt8(ascii: ">") { at += 1 }
            guard at < end else { return false }
            at += 1
        case UInt8(ascii: "("):
            return skipText()
        case UInt8(ascii: "/"):
            at += 1
            skipWord()
        default:
            if !skipReference() { skipWord() }
        }
        return at > start
    }

    private mutating func skipReference() -> Bool {
        let start = at
        guard Self.isDigit(bytes[at]), integer() != nil, integer() != nil, take("R") else {
            at = start
            return false
        }
        return true
    }

    private mutating func skip(to closing: UInt8, isDouble: Bool, _ depth: Int) -> Bool {
        while true {
            skipSpace()
            if holds(closing, at: at), !isDouble || holds(closing, at: at + 1) {
                at += isDouble ? 2 : 1
                return true
            }
            guard skipValue(depth: depth + 1) else { return false }
        }
    }

    private mutating func skipText() -> Bool {
        var open = 0
        while at < end {
            switch bytes[at] {
            case UInt8(ascii: "\\"): at += 1
            case UInt8(ascii: "("): open += 1
            case UInt8(ascii: ")"): open -= 1
            default: break
            }
            at = min(at + 1, end)
            if open == 0 { return true }
        }
        return false
    }
}
