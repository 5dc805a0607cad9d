extension TemplateValue {
    /// Reads JSON strictly (RFC 8259): the order of members is kept, a name may be there once, nothing follows the
    /// document. Whole numbers have 64 bits; others are floats. What is too big for either is refused, and so is more
    /// depth than `depth`.
    public init(json bytes: [UInt8], depth: Int = 32) throws(TemplateError) {
        var reader = JSONReader(bytes, deepest: min(depth, JSONReader.deepest))
        self = try reader.document()
    }
}

/// A reader of one JSON document. Depth is limited: each level takes stack.
struct JSONReader {
    /// What templates can hold, less one for the data around.
    static let deepest = Value.deepest - 1
    private let bytes: [UInt8]
    private let deepest: Int
    private var at = 0

    init(_ bytes: [UInt8], deepest: Int) {
        self.bytes = bytes
        self.deepest = deepest
    }

    mutating func document() throws(TemplateError) -> TemplateValue {
        let value = try value(0)
        skipSpace()
        guard at == bytes.count else { throw wrong("something follows the document") }
        return value
    }

    private func wrong(_ sentence: String) -> TemplateError {
        let before = bytes[..<min(at, bytes.count)]
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1
        return TemplateError(
            .data, "the data is no valid JSON: \(sentence)", line: line, column: column)
    }

    private mutating func skipSpace() {
        while at < bytes.count,
            bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09
        {
            at += 1
        }
    }

    private mutating func value(_ depth: Int) throws(TemplateError) -> TemplateValue {
        skipSpace()
        guard at < bytes.count else { throw wrong("it ends too early") }
        switch bytes[at] {
        case UInt8(ascii: "{"):
            guard depth < deepest else {
                throw wrong("more than \(deepest) lists and objects in one another")
            }
            return try object(depth)
        case UInt8(ascii: "["):
            guard depth < deepest else {
                throw wrong("more than \(deepest) lists and objects in one another")
            }
            return try list(depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .none)
        default: return try number()
        }
    }

    private mutating func word(_ word: String, _ value: TemplateValue) throws(TemplateError)
        -> TemplateValue
    {
        guard bytes[at...].starts(with: word.utf8) else { throw wrong("a value is expected") }
        at += word.utf8.count
        return value
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        skipSpace()
        guard at < bytes.count, bytes[at] == byte else { return false }
        at += 1
        return true
    }

    private mutating func list(_ depth: Int) throws(TemplateError) -> TemplateValue {
        at += 1
        var elements: [TemplateValue] = []
        if skip(UInt8(ascii: "]")) { return .list([]) }
        while true {
            elements.append(try value(depth + 1))
            if skip(UInt8(ascii: "]")) { return .list(elements) }
            guard skip(UInt8(ascii: ",")) else { throw wrong("',' or ']' is expected") }
        }
    }

    private mutating func object(_ depth: Int) throws(TemplateError) -> TemplateValue {
        at += 1
        var members = TemplateDictionary()
        if skip(UInt8(ascii: "}")) { return .dictionary(members) }
        while true {
            skipSpace()
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else {
                throw wrong("the name of a member is expected")
            }
            let name = try string()
            guard members[name] == nil else { throw wrong("a member is there twice") }
            guard skip(UInt8(ascii: ":")) else { throw wrong("':' is expected") }
            members[name] = try value(depth + 1)
            if skip(UInt8(ascii: "}")) { return .dictionary(members) }
            guard skip(UInt8(ascii: ",")) else { throw wrong("',' or '}' is expected") }
        }
    }

    private mutating func number() throws(TemplateError) -> TemplateValue {
        let start = at
        var isWhole = true
        func digits() -> Int {
            var end = at
            while end < bytes.count, bytes[end] >= 0x30, bytes[end] <= 0x39 { end += 1 }
            return end - at
        }
        if bytes[at] == UInt8(ascii: "-") { at += 1 }
        let whole = digits()
        guard whole > 0, whole == 1 || bytes[at] != 0x30 else {
            at = start
            throw wrong("a value is expected")
        }
        at += whole
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            at += 1
            let fraction = digits()
            guard fraction > 0 else { throw wrong("digits are expected behind the point") }
            (at, isWhole) = (at + fraction, false)
        }
        if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") {
                at += 1
            }
            let exponent = digits()
            guard exponent > 0 else { throw wrong("the digits of an exponent are expected") }
            (at, isWhole) = (at + exponent, false)
        }
        let text = String(utf8: bytes[start..<at])
        if isWhole, text != "-0" {
            guard let number = Int(text) else { throw wrong("a whole number does not fit in 64 bits") }
            return .integer(number)
        }
        if isWhole { return .integer(0) }
        guard let number = Double(text), number.isFinite else { throw wrong("a number is too big") }
        return .number(number)
    }

    private mutating func string() throws(TemplateError) -> String {
        at += 1
        var (text, start): ([UInt8], Int) = ([], at)
        while true {
            guard at < bytes.count else { throw wrong("a string has no end") }
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                text += bytes[start..<at]
                at += 1
                if byte == UInt8(ascii: "\"") { break }
                try escape(&text)
                start = at
            } else {
                guard byte >= 0x20 else { throw wrong("a control character in a string") }
                at += 1
            }
        }
        guard let string = String(validating: text, as: UTF8.self) else {
            throw wrong("a string is no UTF-8")
        }
        return string
    }

    private mutating func escape(_ text: inout [UInt8]) throws(TemplateError) {
        guard at < bytes.count else { throw wrong("a string has no end") }
        let letter = bytes[at]
        at += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var code = UInt32(try unit())
            if code & 0xFC00 == 0xD800 {
                guard bytes[at...].starts(with: "\\u".utf8) else { throw wrong("half a surrogate pair") }
                at += 2
                let low = UInt32(try unit())
                guard low & 0xFC00 == 0xDC00 else { throw wrong("half a surrogate pair") }
                code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
            }
            guard let scalar = Unicode.Scalar(code) else { throw wrong("half a surrogate pair") }
            text += String(scalar).utf8
        default: throw wrong("an escape that JSON does not have")
        }
    }

    private mutating func unit() throws(TemplateError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard at < bytes.count, let digit = Character(Unicode.Scalar(bytes[at])).hexDigitValue else {
                throw wrong("four hexadecimal digits are expected")
            }
            unit = unit << 4 | UInt16(digit)
            at += 1
        }
        return unit
    }
}
