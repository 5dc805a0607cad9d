import ReportTemplates

/// Writes JSON into bytes, member after member, in the order in which it is told.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var isFirst = true

    init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    mutating func object(_ body: (inout JSONWriter) -> Void) { nest("{", "}", body) }

    mutating func array<Element>(_ elements: [Element], _ body: (inout JSONWriter, Element) -> Void) {
        nest("[", "]") { writer in
            for element in elements {
                writer.separate()
                body(&writer, element)
            }
        }
    }

    /// The name of the member that the next value is.
    mutating func name(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    /// The same for a name from the settings.
    mutating func name(_ name: String) {
        separate()
        string(name)
        bytes.append(UInt8(ascii: ":"))
    }

    /// Bytes as a base64 text (RFC 4648, 4) without line breaks.
    mutating func base64(_ data: [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        Base64.append(data, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func null() { bytes.append(contentsOf: "null".utf8) }
    mutating func bool(_ value: Bool) { bytes.append(contentsOf: (value ? "true" : "false").utf8) }
    mutating func integer(_ value: Int) { bytes.append(contentsOf: String(value).utf8) }

    /// A number whose decimals are shown only where it has some: 75, 12.5.
    mutating func number(_ value: Double) {
        guard value.isFinite else { return null() }
        if let whole = Int(exactly: value) { integer(whole) } else { bytes.append(contentsOf: value.description.utf8) }
    }

    /// A number of one decimal, which is shown even where it is 0: 64.0.
    mutating func decimal(_ value: Double) {
        guard value.isFinite else { return null() }
        bytes.append(contentsOf: value.roundedToTenth.description.utf8)
    }

    mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(Self.digit(byte >> 4))
                bytes.append(Self.digit(byte & 15))
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &+ (value &- 10)
    }

    private mutating func nest(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONWriter) -> Void) {
        bytes.append(UInt8(ascii: open))
        isFirst = true
        body(&self)
        isFirst = false
        bytes.append(UInt8(ascii: close))
    }

    private mutating func separate() {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
    }
}

extension JSONWriter {
    mutating func string(_ text: String?) { if let text { string(text) } else { null() } }
    mutating func bool(_ value: Bool?) { if let value { bool(value) } else { null() } }
    mutating func integer(_ value: Int?) { if let value { integer(value) } else { null() } }
    mutating func number(_ value: Double?) { if let value { number(value) } else { null() } }
    mutating func decimal(_ value: Double?) { if let value { decimal(value) } else { null() } }
}
