/// Takes what stands between two quotes.
struct StringScanner {
    enum Fault: Error {
        /// The text ends before the string does.
        case end
        /// An escape that there is not, half a surrogate pair, a control character, bytes that are no UTF-8.
        case wrong
    }

    private let bytes: [UInt8]
    private(set) var offset: Int
    /// Line breaks or tabs stood in it as they are.
    private(set) var hasRawBreaks = false

    /// - Parameter start: behind the opening quote.
    init(_ bytes: [UInt8], at start: Int) {
        self.bytes = bytes
        offset = start
    }

    /// The string; the offset is behind its closing quote then.
    mutating func scan() throws(Fault) -> String {
        var content: [UInt8] = []
        while true {
            let byte = try next()
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: content, as: UTF8.self) else { throw .wrong }
                return text
            case UInt8(ascii: "\\"): try escape(&content)
            case 0x09, 0x0A, 0x0D:
                hasRawBreaks = true
                content.append(byte)
            case ..<0x20: throw .wrong
            default: content.append(byte)
            }
        }
    }

    private mutating func next() throws(Fault) -> UInt8 {
        guard offset < bytes.count else { throw .end }
        defer { offset += 1 }
        return bytes[offset]
    }

    private mutating func escape(_ content: inout [UInt8]) throws(Fault) {
        switch try next() {
        case UInt8(ascii: "\""): content.append(0x22)
        case UInt8(ascii: "\\"): content.append(0x5C)
        case UInt8(ascii: "/"): content.append(0x2F)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"): content += Array(String(try scalar()).utf8)
        default: throw .wrong
        }
    }

    private mutating func scalar() throws(Fault) -> Character {
        var code = try hexadecimal()
        if (0xD800...0xDBFF).contains(code) {
            guard try next() == UInt8(ascii: "\\"), try next() == UInt8(ascii: "u") else { throw .wrong }
            let low = try hexadecimal()
            guard (0xDC00...0xDFFF).contains(low) else { throw .wrong }
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw .wrong }
        return Character(scalar)
    }

    private mutating func hexadecimal() throws(Fault) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(try next())).hexDigitValue else { throw .wrong }
            code = code << 4 | UInt32(digit)
        }
        return code
    }
}
