import PluginSDK

/// Reads one JSON value (RFC 8259) out of bytes, and puts right what is never in doubt. Linear in time.
struct LenientReader {
    /// Objects and lists in one another; more are refused.
    static let mostDepth = 64

    private let bytes: [UInt8]
    private(set) var offset: Int
    private(set) var repairs: Set<JSONRepair> = []
    private var depth = 0
    /// Something was read that prose in brackets does not have: a string, a word of JSON, a whole list or object.
    /// Numbers do not count: `[1 of 2]`.
    private var hasContent = false

    /// - Parameter start: an offset within `bytes`, or their end.
    init(_ bytes: [UInt8], at start: Int = 0) {
        self.bytes = bytes
        offset = start
    }

    /// A value with nothing but space and comments around it, to the end of the bytes.
    mutating func document() throws(ReadingFault) -> JSONValue {
        try skipSpace()
        let value = try value()
        try skipSpace()
        guard offset == bytes.count else { throw fault(.syntax) }
        return value
    }

    /// The value that begins here.
    mutating func value() throws(ReadingFault) -> JSONValue {
        switch try peek() {
        case UInt8(ascii: "{"): return try nested { reader throws(ReadingFault) in try reader.object() }
        case UInt8(ascii: "["): return try nested { reader throws(ReadingFault) in try reader.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func nested(
        _ read: (inout LenientReader) throws(ReadingFault) -> JSONValue
    ) throws(ReadingFault) -> JSONValue {
        guard depth < Self.mostDepth else { throw fault(.tooDeep) }
        depth += 1
        offset += 1
        let value = try read(&self)
        depth -= 1
        hasContent = true
        return value
    }

    private mutating func object() throws(ReadingFault) -> JSONValue {
        var members: [String: JSONValue] = [:]
        try skipSpace()
        while try peek() != UInt8(ascii: "}") {
            guard bytes[offset] == UInt8(ascii: "\"") else { throw fault(.syntax) }
            let start = offset
            let name = try string()
            try skipSpace()
            guard try peek() == UInt8(ascii: ":") else { throw fault(.syntax) }
            offset += 1
            try skipSpace()
            let value = try value()
            if let earlier = members.updateValue(value, forKey: name), earlier != value {
                throw fault(.twice, at: start)
            }
            guard try separator(before: UInt8(ascii: "}")) else { break }
        }
        offset += 1
        return .object(members)
    }

    private mutating func array() throws(ReadingFault) -> JSONValue {
        var elements: [JSONValue] = []
        try skipSpace()
        while try peek() != UInt8(ascii: "]") {
            elements.append(try value())
            guard try separator(before: UInt8(ascii: "]")) else { break }
        }
        offset += 1
        return .array(elements)
    }

    /// False at the closing bracket, with or without a comma before it; true behind a comma that something follows.
    private mutating func separator(before closing: UInt8) throws(ReadingFault) -> Bool {
        try skipSpace()
        if try peek() == closing { return false }
        guard bytes[offset] == UInt8(ascii: ",") else { throw fault(.syntax) }
        offset += 1
        try skipSpace()
        guard try peek() == closing else { return true }
        repairs.insert(.trailingComma)
        return false
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(ReadingFault) -> JSONValue {
        for byte in word.utf8 {
            guard try peek() == byte else { throw fault(.syntax) }
            offset += 1
        }
        if offset < bytes.count, Self.isPartOfWord(bytes[offset]) { throw fault(.syntax) }
        hasContent = true
        return value
    }

    private mutating func number() throws(ReadingFault) -> JSONValue {
        var scanner = NumberScanner()
        let start = offset
        while offset < bytes.count, scanner.take(bytes[offset]) { offset += 1 }
        guard offset > start, !(offset < bytes.count && Self.isPartOfWord(bytes[offset])) else { throw fault(.syntax) }
        guard scanner.isWhole else { throw fault(offset == bytes.count ? .truncated : .syntax) }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        if scanner.isInteger {
            guard let value = Int(text) else { throw fault(.number, at: start) }
            return .integer(value)
        }
        guard let value = Double(text), value.isFinite else { throw fault(.number, at: start) }
        // As everywhere in the SDK: whole numbers that fit are kept apart, however they were written.
        return Int(exactly: value).map { .integer($0) } ?? .number(value)
    }

    private mutating func string() throws(ReadingFault) -> String {
        var scanner = StringScanner(bytes, at: offset + 1)
        defer { offset = scanner.offset }
        do throws(StringScanner.Fault) {
            let text = try scanner.scan()
            hasContent = true
            if scanner.hasRawBreaks { repairs.insert(.rawLineBreak) }
            return text
        } catch {
            throw fault(error == .end ? .truncated : .syntax, at: scanner.offset)
        }
    }
}

// MARK: - Between the tokens

extension LenientReader {
    private func peek() throws(ReadingFault) -> UInt8 {
        guard offset < bytes.count else { throw fault(.truncated) }
        return bytes[offset]
    }

    private mutating func skipSpace() throws(ReadingFault) {
        while offset < bytes.count {
            if Self.isSpace(bytes[offset]) {
                offset += 1
            } else if bytes[offset] == UInt8(ascii: "/") {
                try skipComment()
            } else {
                return
            }
        }
    }

    private mutating func skipComment() throws(ReadingFault) {
        guard offset + 1 < bytes.count else { throw fault(.truncated) }
        switch bytes[offset + 1] {
        case UInt8(ascii: "/"):
            offset = bytes[offset...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
        case UInt8(ascii: "*"):
            offset += 2
            while !bytes[offset...].starts(with: [UInt8(ascii: "*"), UInt8(ascii: "/")]) {
                guard offset < bytes.count else { throw fault(.truncated) }
                offset += 1
            }
            offset += 2
        default: throw fault(.syntax)
        }
        repairs.insert(.comment)
    }

    private func fault(_ kind: ReadingFault.Kind, at place: Int? = nil) -> ReadingFault {
        ReadingFault(kind: kind, offset: place ?? offset, isProse: !hasContent && kind != .truncated)
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    private static func isPartOfWord(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || [UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-")].contains(byte)
            || byte >= 0x80
    }
}
