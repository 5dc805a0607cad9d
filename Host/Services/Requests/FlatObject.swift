/// A JSON object of plain members, read at once: what nearly every request is. A general decoder takes twenty times as
/// long for it.
///
/// It is read only where there is no doubt: texts with short escapes, whole numbers of up to 18 digits, true, false,
/// null, and lists of lists of texts. All else is nil, right or wrong, and is for the general decoder.
struct FlatObject {
    enum Value: Equatable {
        case null
        case flag(Bool)
        case number(Int64)
        case text(String)
        /// Lists of texts in a list: pairs of name and value.
        case lists([[String]])
    }

    /// More are left to the general decoder: here each is searched for among all.
    private static let mostMembers = 32

    private(set) var members: [(name: String, value: Value)] = []

    subscript(name: String) -> Value? { members.first { $0.name == name }?.value }

    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        var cursor = FlatCursor(bytes)
        guard cursor.passes(UInt8(ascii: "{")) else { return nil }
        if !cursor.passes(UInt8(ascii: "}")) {
            members.reserveCapacity(10)
            repeat {
                guard members.count < Self.mostMembers, let name = cursor.text(), self[name] == nil,
                    cursor.passes(UInt8(ascii: ":")), let value = cursor.value()
                else { return nil }
                members.append((name, value))
            } while cursor.passes(UInt8(ascii: ","))
            guard cursor.passes(UInt8(ascii: "}")) else { return nil }
        }
        guard cursor.isAtEnd else { return nil }
    }
}

/// Goes through the bytes of a flat object once. What fails leaves it somewhere: it is not used any further.
private struct FlatCursor {
    private static let mostDigits = 18

    private let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
    }

    var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return at == bytes.count
        }
    }

    /// Whether this byte is next, behind white space; then it is passed over.
    mutating func passes(_ byte: UInt8) -> Bool {
        skipSpace()
        guard next == byte else { return false }
        at += 1
        return true
    }

    mutating func value() -> FlatObject.Value? {
        skipSpace()
        switch next {
        case UInt8(ascii: "\""): return text().map { .text($0) }
        case UInt8(ascii: "["): return list(of: { $0.list(of: { $0.text() }) }).map { .lists($0) }
        case UInt8(ascii: "t"): return word("true", .flag(true))
        case UInt8(ascii: "f"): return word("false", .flag(false))
        case UInt8(ascii: "n"): return word("null", .null)
        default: return number()
        }
    }

    private mutating func word(_ word: StaticString, _ value: FlatObject.Value) -> FlatObject.Value? {
        let rest = bytes[at...].prefix(word.utf8CodeUnitCount)
        guard word.withUTF8Buffer({ rest.elementsEqual($0) }) else { return nil }
        at += rest.count
        return value
    }

    private mutating func number() -> FlatObject.Value? {
        let isNegative = passes(UInt8(ascii: "-"))
        let start = at
        var number: Int64 = 0
        while let byte = next, byte &- 0x30 < 10, at - start < Self.mostDigits {
            number = number * 10 + Int64(byte &- 0x30)
            at += 1
        }
        // What goes on as a fraction, with an exponent or with more digits is no end of a member.
        guard at > start, at - start == 1 || bytes[start] != UInt8(ascii: "0") else { return nil }
        return .number(isNegative ? -number : number)
    }

    private mutating func list<Element>(of element: (inout FlatCursor) -> Element?) -> [Element]? {
        guard passes(UInt8(ascii: "[")) else { return nil }
        var elements: [Element] = []
        if passes(UInt8(ascii: "]")) { return elements }
        repeat {
            guard let element = element(&self) else { return nil }
            elements.append(element)
        } while passes(UInt8(ascii: ","))
        return passes(UInt8(ascii: "]")) ? elements : nil
    }

    mutating func text() -> String? {
        guard passes(UInt8(ascii: "\"")) else { return nil }
        let start = at
        while let byte = next, byte != UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "\\") { return escapedText(from: start) }
            guard byte >= 0x20 else { return nil }
            at += 1
        }
        guard at < bytes.count else { return nil }
        defer { at += 1 }
        return String(validating: bytes[start..<at], as: UTF8.self)
    }

    /// The same from the first escape on.
    private mutating func escapedText(from start: Int) -> String? {
        var text = Array(bytes[start..<at])
        while let byte = next, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { return nil }
            at += 1
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            switch next {
            case .some(let letter) where "\"\\/".utf8.contains(letter): text.append(letter)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            default: return nil
            }
            at += 1
        }
        guard at < bytes.count else { return nil }
        at += 1
        return String(validating: text, as: UTF8.self)
    }
}
