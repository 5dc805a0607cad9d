/// Reads the XML of S3 answers, piece by piece: elements, text, the five named entities and numbered characters; it
/// passes over attributes, comments, declarations and CDATA marks. It knows no document types: an answer with one is
/// refused, and with it every trick of entities.
struct XMLScanner {
    enum Piece: Equatable {
        /// Its name without a namespace's prefix.
        case open(String)
        case text(String)
        case close
    }

    struct Malformed: Error, Equatable {}

    /// Deepest nesting; S3's own is 4.
    private static let deepest = 16

    private let bytes: ArraySlice<UInt8>
    private var at: Int
    private var depth = 0
    /// An element without content, `<a/>`, has been opened and must be closed.
    private var isClosing = false

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        at = bytes.startIndex
    }

    /// The next piece; nil at the end of the document.
    mutating func next() throws(Malformed) -> Piece? {
        if isClosing {
            isClosing = false
            depth -= 1
            return .close
        }
        while at < bytes.endIndex {
            guard bytes[at] == UInt8(ascii: "<") else { return .text(try text()) }
            if skip("<?") {
                try pass(behind: "?>")
            } else if skip("<!--") {
                try pass(behind: "-->")
            } else if skip("<![CDATA[") {
                let start = at
                try pass(behind: "]]>")
                return .text(try decoded(bytes[start..<(at - 3)]))
            } else if skip("</") {
                guard depth > 0 else { throw Malformed() }
                try pass(behind: ">")
                depth -= 1
                return .close
            } else {
                return try open()
            }
        }
        guard depth == 0 else { throw Malformed() }
        return nil
    }

    private mutating func open() throws(Malformed) -> Piece {
        at += 1
        let start = at
        while at < bytes.endIndex, Self.isName(bytes[at]) { at += 1 }
        // `<!DOCTYPE` and its like have no name here.
        guard at > start, depth < Self.deepest else { throw Malformed() }
        let qualified = bytes[start..<at]
        let local = qualified.lastIndex(of: UInt8(ascii: ":")).map { qualified[($0 + 1)...] } ?? qualified
        try passAttributes()
        depth += 1
        return .open(try decoded(local))
    }

    /// To behind the end of a tag; a value in quotes may hold the mark of the end.
    private mutating func passAttributes() throws(Malformed) {
        var quote: UInt8?
        while at < bytes.endIndex {
            let byte = bytes[at]
            at += 1
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                isClosing = bytes[at - 2] == UInt8(ascii: "/")
                return
            }
        }
        throw Malformed()
    }

    private mutating func text() throws(Malformed) -> String {
        var plain: [UInt8] = []
        while at < bytes.endIndex, bytes[at] != UInt8(ascii: "<") {
            let byte = bytes[at]
            at += 1
            if byte == UInt8(ascii: "&") { plain += try entity() } else { plain.append(byte) }
        }
        return try decoded(plain[...])
    }

    /// What stands for a character, behind its `&`.
    private mutating func entity() throws(Malformed) -> [UInt8] {
        guard let end = bytes[at...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else { throw Malformed() }
        let name = String(decoding: bytes[at..<end], as: UTF8.self)
        at = end + 1
        switch name {
        case "amp": return [UInt8(ascii: "&")]
        case "lt": return [UInt8(ascii: "<")]
        case "gt": return [UInt8(ascii: ">")]
        case "quot": return [UInt8(ascii: "\"")]
        case "apos": return [UInt8(ascii: "'")]
        default:
            let number =
                name.hasPrefix("#x")
                ? UInt32(name.dropFirst(2), radix: 16)
                : name.hasPrefix("#") ? UInt32(name.dropFirst()) : nil
            guard let scalar = number.flatMap(Unicode.Scalar.init) else { throw Malformed() }
            return Array(String(Character(scalar)).utf8)
        }
    }

    // MARK: Bytes

    private func decoded(_ part: ArraySlice<UInt8>) throws(Malformed) -> String {
        guard let text = String(validating: part, as: UTF8.self) else { throw Malformed() }
        return text
    }

    private mutating func skip(_ mark: StaticString) -> Bool {
        guard isAt(mark) else { return false }
        at += mark.utf8CodeUnitCount
        return true
    }

    private func isAt(_ mark: StaticString) -> Bool {
        mark.withUTF8Buffer { bytes[at...].starts(with: $0) }
    }

    private mutating func pass(behind mark: StaticString) throws(Malformed) {
        while at < bytes.endIndex {
            if skip(mark) { return }
            at += 1
        }
        throw Malformed()
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "-"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }
}
