import Templates

/// Finds where in a JSON text something stands, so that a problem of a value can name its line and column.
///
/// Reads texts that are known to be JSON; of any other it finds a wrong place or none, and nothing worse.
struct JSONPlaces {
    /// A member's name or an element's index, from the outermost value inwards.
    typealias Pointer = [String]

    private let bytes: [UInt8]
    private var at = 0

    /// The first byte of the value; nil when there is no such value.
    ///
    /// - Returns: line and column, 1 for the first; columns count characters.
    static func find(_ pointer: Pointer, in bytes: [UInt8]) -> (line: Int, column: Int)? {
        var reader = JSONPlaces(bytes: bytes)
        guard let offset = reader.offset(of: pointer[...]) else { return nil }
        return place(ofByte: offset, in: bytes)
    }

    /// Line and column of a byte.
    static func place(ofByte offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
        var (line, column) = (1, 1)
        for byte in bytes[..<min(max(0, offset), bytes.count)] {
            if byte == 0x0A {
                (line, column) = (line + 1, 1)
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return (line, column)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func offset(of pointer: ArraySlice<String>) -> Int? {
        skipSpace()
        guard let wanted = pointer.first else { return at < bytes.count ? at : nil }
        switch peek() {
        case UInt8(ascii: "{"):
            return member(wanted) ? offset(of: pointer.dropFirst()) : nil
        case UInt8(ascii: "["):
            return element(wanted) ? offset(of: pointer.dropFirst()) : nil
        default:
            return nil
        }
    }

    /// Stops before the value of the named member.
    private mutating func member(_ wanted: String) -> Bool {
        at += 1
        while true {
            skipSpace()
            guard peek() == UInt8(ascii: "\"") else { return false }
            let start = at
            skipString()
            let isWanted = Self.text(bytes[min(start, at)..<at]) == wanted
            skipSpace()
            guard peek() == UInt8(ascii: ":") else { return false }
            at += 1
            if isWanted { return true }
            skipValue()
            skipSpace()
            guard peek() == UInt8(ascii: ",") else { return false }
            at += 1
        }
    }

    /// Stops before the element of the index.
    private mutating func element(_ wanted: String) -> Bool {
        guard var left = Int(wanted), left >= 0 else { return false }
        at += 1
        while left > 0 {
            skipValue()
            skipSpace()
            guard peek() == UInt8(ascii: ",") else { return false }
            at += 1
            left -= 1
        }
        skipSpace()
        return peek() != nil && peek() != UInt8(ascii: "]")
    }

    private mutating func skipValue() {
        var open = 0
        repeat {
            skipSpace()
            switch peek() {
            case nil: return
            case UInt8(ascii: "\""): skipString()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                open += 1
                at += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if open == 0 { return }
                open -= 1
                at += 1
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                if open == 0 { return }
                at += 1
            default:
                while let byte = peek(), !Self.ends.contains(byte) { at += 1 }
            }
        } while open > 0
    }

    private mutating func skipString() {
        at += 1
        while let byte = peek(), byte != UInt8(ascii: "\"") { at += byte == UInt8(ascii: "\\") ? 2 : 1 }
        at = min(at + 1, bytes.count)
    }

    private mutating func skipSpace() {
        while let byte = peek(), [0x20, 0x09, 0x0A, 0x0D].contains(byte) { at += 1 }
    }

    private func peek() -> UInt8? { at < bytes.count ? bytes[at] : nil }

    private static let ends = Array(",:]}[{\" \t\r\n".utf8)

    /// What a string in quotes says.
    private static func text(_ literal: ArraySlice<UInt8>) -> String? {
        guard literal.contains(UInt8(ascii: "\\")) else {
            return String(decoding: literal.dropFirst().dropLast(), as: UTF8.self)
        }
        guard case .string(let text)? = try? TemplateValue(json: Array(literal)) else { return nil }
        return text
    }
}
