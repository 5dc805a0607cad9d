import Glibc

/// Reads one JSON text, RFC 8259. One pass; depth and number of values are bounded, strings are not copied.
struct ProtocolReader {
    private static let deepest = 64
    private static let mostValues = 200_000

    private let bytes: [UInt8]
    private var at = 0
    private var values = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func read(_ bytes: [UInt8]) throws(ProtocolFault) -> ProtocolValue {
        var reader = ProtocolReader(bytes)
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.at == bytes.count else { throw ProtocolFault("an answer with more than one value") }
        return value
    }

    private static let broken = ProtocolFault("an answer that is not JSON")

    private var byte: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func skipSpace() {
        while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
    }

    private mutating func value(depth: Int) throws(ProtocolFault) -> ProtocolValue {
        values += 1
        guard depth < Self.deepest, values <= Self.mostValues else {
            throw ProtocolFault("an answer that is too deep or has too many values")
        }
        skipSpace()
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try list(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(ProtocolFault) -> ProtocolValue {
        var members: [(name: ProtocolText, value: ProtocolValue)] = []
        at += 1
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipSpace()
            guard byte == UInt8(ascii: "\"") else { throw Self.broken }
            let name = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw Self.broken }
            members.append((name, try value(depth: depth + 1)))
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw Self.broken }
        return .object(members)
    }

    private mutating func list(depth: Int) throws(ProtocolFault) -> ProtocolValue {
        var elements: [ProtocolValue] = []
        at += 1
        skipSpace()
        if take(UInt8(ascii: "]")) { return .list(elements) }
        repeat {
            elements.append(try value(depth: depth + 1))
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw Self.broken }
        return .list(elements)
    }

    private mutating func take(_ wanted: UInt8) -> Bool {
        guard byte == wanted else { return false }
        at += 1
        return true
    }

    private mutating func word(_ text: StaticString, _ value: ProtocolValue) throws(ProtocolFault) -> ProtocolValue {
        let end = at + text.utf8CodeUnitCount
        guard end <= bytes.count, text.withUTF8Buffer({ bytes[at..<end].elementsEqual($0) }) else { throw Self.broken }
        at = end
        return value
    }

    private mutating func number() throws(ProtocolFault) -> ProtocolValue {
        let start = at
        while let byte, byte == 0x2D || byte == 0x2B || byte == 0x2E || byte | 0x20 == 0x65 || (0x30...0x39) ~= byte {
            at += 1
        }
        // A double has at most some 25 characters; longer ones are nothing that the browser writes.
        guard at > start, at - start <= 64, let value = Double(String(decoding: bytes[start..<at], as: UTF8.self)),
            value.isFinite
        else { throw Self.broken }
        return .number(value)
    }

    /// From the opening quote to past the closing one.
    private mutating func string() throws(ProtocolFault) -> ProtocolText {
        at += 1
        let start = at
        var isEscaped = false
        var quote = find(UInt8(ascii: "\""), from: at, to: bytes.count)
        while let end = quote {
            guard let backslash = find(UInt8(ascii: "\\"), from: at, to: end) else {
                at = end + 1
                return ProtocolText(bytes: bytes[start..<end], isEscaped: isEscaped)
            }
            isEscaped = true
            at = try pastEscape(at: backslash)
            // The quote belonged to the escape: the string goes on.
            if at > end { quote = find(UInt8(ascii: "\""), from: at, to: bytes.count) }
        }
        throw Self.broken
    }

    private func pastEscape(at backslash: Int) throws(ProtocolFault) -> Int {
        guard backslash + 1 < bytes.count else { throw Self.broken }
        switch bytes[backslash + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return backslash + 2
        case UInt8(ascii: "u"):
            let end = backslash + 6
            guard end <= bytes.count, bytes[(backslash + 2)..<end].allSatisfy(Self.isHexadecimal) else {
                throw Self.broken
            }
            return end
        default: throw Self.broken
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39) ~= byte || (0x61...0x66) ~= byte | 0x20
    }

    private func find(_ wanted: UInt8, from: Int, to: Int) -> Int? {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, from < to,
                let found = memchr(base + from, Int32(wanted), to - from)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }
}
