extension JSONValue {
    /// Reads JSON strictly (RFC 8259). Of members of one name the last counts; a byte order mark at the beginning is
    /// passed over. A number that is whole and fits is `.integer`, however it is written: `1.0` and `1e2` are.
    ///
    /// - Throws: `DecodingError.dataCorrupted`, which says what is wrong and where; also for more than 256 lists and
    ///   objects in one another, and for a number that is too big for `Double`.
    public init(parsing bytes: [UInt8]) throws {
        self = try bytes.withUnsafeBufferPointer { try JSONReader.value(in: $0) }
    }

    /// The same for a text.
    public init(parsing text: String) throws {
        var text = text
        self = try text.withUTF8 { try JSONReader.value(in: $0) }
    }

    /// The same for lent bytes, of which nothing is kept.
    init(parsing bytes: UnsafeRawBufferPointer) throws {
        self = try bytes.withMemoryRebound(to: UInt8.self) { try JSONReader.value(in: $0) }
    }
}

/// Why bytes are no JSON.
struct JSONFault: Error, Equatable {
    var sentence: String
    /// Bytes before the place.
    var offset: Int
}

/// Reads one JSON document (RFC 8259). What nests is read by recursion, which is why depth has a bound.
struct JSONReader {
    /// Most lists and objects in one another.
    static let deepest = 256

    /// Valid while `value(in:)` runs. Read through `next` and behind comparisons with `count` alone.
    let bytes: UnsafeBufferPointer<UInt8>
    var at = 0
    /// What was read of the lists and objects that are open; each knows where its own begin.
    private var values: [JSONValue] = []
    private var names: [String] = []

    private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    static func value(in bytes: UnsafeBufferPointer<UInt8>) throws -> JSONValue {
        var reader = JSONReader(bytes)
        do throws(JSONFault) {
            return try reader.document()
        } catch {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: reader.sentence(error)))
        }
    }

    private func sentence(_ fault: JSONFault) -> String {
        let before = bytes.prefix(fault.offset)
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let column = before.count - (before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0) + 1
        return "This is not JSON: \(fault.sentence) at line \(line), column \(column) (byte \(fault.offset))"
    }

    private mutating func document() throws(JSONFault) -> JSONValue {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
        let value = try value(depth: 0)
        skipSpace()
        guard at == bytes.count else { throw wrong("something follows the document") }
        return value
    }

    /// The byte at the place; nil at the end.
    @inline(__always) var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    func wrong(_ sentence: String) -> JSONFault { JSONFault(sentence: sentence, offset: at) }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
    }

    /// Passes over space and then this byte; false, and only space is passed over, where there is another.
    private mutating func skip(_ byte: UInt8) -> Bool {
        skipSpace()
        guard next == byte else { return false }
        at += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
        skipSpace()
        switch next {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"):
            try enter(depth)
            return try object(depth: depth + 1)
        case UInt8(ascii: "["):
            try enter(depth)
            return try list(depth: depth + 1)
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case nil: throw wrong("it ends too early")
        default: return try number()
        }
    }

    private mutating func enter(_ depth: Int) throws(JSONFault) {
        guard depth < Self.deepest else { throw wrong("more than \(Self.deepest) lists and objects in one another") }
        at += 1
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONFault) -> JSONValue {
        let end = at + word.utf8CodeUnitCount
        guard end <= bytes.count, word.withUTF8Buffer({ $0.elementsEqual(bytes[at..<end]) }) else {
            throw wrong("a value is expected")
        }
        at = end
        return value
    }

    private mutating func list(depth: Int) throws(JSONFault) -> JSONValue {
        if skip(UInt8(ascii: "]")) { return .array([]) }
        let first = values.count
        while true {
            let element = try value(depth: depth)
            values.append(element)
            if skip(UInt8(ascii: ",")) { continue }
            guard skip(UInt8(ascii: "]")) else { throw wrong("',' or ']' is expected") }
            let elements = Array(values[first...])
            values.removeSubrange(first...)
            return .array(elements)
        }
    }

    private mutating func object(depth: Int) throws(JSONFault) -> JSONValue {
        if skip(UInt8(ascii: "}")) { return .object([:]) }
        let (first, firstName) = (values.count, names.count)
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw wrong("the name of a member is expected") }
            let name = try string()
            names.append(name)
            guard skip(UInt8(ascii: ":")) else { throw wrong("':' is expected") }
            let member = try value(depth: depth)
            values.append(member)
            if skip(UInt8(ascii: ",")) { continue }
            guard skip(UInt8(ascii: "}")) else { throw wrong("',' or '}' is expected") }
            var members: [String: JSONValue] = [:]
            members.reserveCapacity(names.count - firstName)
            for (name, value) in zip(names[firstName...], values[first...]) { members[name] = value }
            names.removeSubrange(firstName...)
            values.removeSubrange(first...)
            return .object(members)
        }
    }
}
