/// JSON to be written: for documents of this house's own, whose members keep their order.
indirect enum JSONDocument: Equatable {
    case null
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONDocument])
    case object([Member])
    /// JSON text of somebody else's, which is passed on as it is.
    case verbatim(String)

    struct Member: Equatable {
        let name: String
        let value: JSONDocument
    }

    static func object(_ members: [(String, JSONDocument)]) -> JSONDocument {
        .object(members.map { Member(name: $0.0, value: $0.1) })
    }

    /// - Parameter indent: spaces for each level; nil writes all in one line.
    func text(indent: Int? = nil) -> String {
        var out = ""
        write(to: &out, indent: indent, level: 0)
        return out
    }

    private func write(to out: inout String, indent: Int?, level: Int) {
        switch self {
        case .null: out += "null"
        case .boolean(let value): out += value ? "true" : "false"
        case .integer(let value): out += String(value)
        case .number(let value): out += value.isFinite ? value.description : "null"
        case .string(let text): Self.writeString(text, to: &out)
        case .verbatim(let text): out += text
        case .array(let elements):
            Self.writeList(elements, "[", "]", to: &out, indent: indent, level: level) { element, out in
                element.write(to: &out, indent: indent, level: level + 1)
            }
        case .object(let members):
            Self.writeList(members, "{", "}", to: &out, indent: indent, level: level) { member, out in
                Self.writeString(member.name, to: &out)
                out += indent == nil ? ":" : ": "
                member.value.write(to: &out, indent: indent, level: level + 1)
            }
        }
    }

    private static func writeList<Element>(
        _ elements: [Element], _ open: String, _ close: String, to out: inout String, indent: Int?, level: Int,
        write: (Element, inout String) -> Void
    ) {
        let lineBreak = { (level: Int) in indent.map { "\n" + String(repeating: " ", count: $0 * level) } ?? "" }
        out += open
        for (index, element) in elements.enumerated() {
            if index > 0 { out += "," }
            out += lineBreak(level + 1)
            write(element, &out)
        }
        if !elements.isEmpty { out += lineBreak(level) }
        out += close
    }

    /// `text` as a JSON string, quotes included (RFC 8259, section 7).
    static func writeString(_ text: String, to out: inout String) {
        out += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        out += "\""
    }
}
