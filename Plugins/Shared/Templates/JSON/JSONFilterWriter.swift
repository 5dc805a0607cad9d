/// `tojson`: JSON in the manner of Python's `json.dumps` with sorted keys, safe inside HTML and XML.
struct JSONFilterWriter {
    private let indent: Int?
    private let run: Run
    private var out: [UInt8] = []
    private var counted = 0

    init(indent: Int?, run: Run) {
        self.indent = indent
        self.run = run
    }

    mutating func text(of value: Value) throws(TemplateError) -> String {
        try write(value, level: 0)
        try run.hasGrown(to: out.count, from: &counted)
        return String(utf8: out)
    }

    private mutating func write(_ value: Value, level: Int) throws(TemplateError) {
        try run.step()
        try run.hasGrown(to: out.count, from: &counted)
        switch value {
        case .none: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .integer(let number): append(String(number))
        case .number(let number):
            append(
                number.isNaN
                    ? "NaN"
                    : number.isInfinite ? (number < 0 ? "-Infinity" : "Infinity") : FloatText.shortest(number)
            )
        case .string(let text), .markup(let text): write(text: text)
        case .list(let items), .tuple(let items):
            try write(items.values.count, "[", "]", level) { (writer, place) throws(TemplateError) in
                try writer.write(items.values[place], level: level + 1)
            }
        case .dictionary(let mapping):
            let members = try sorted(mapping)
            try write(members.count, "{", "}", level) { (writer, place) throws(TemplateError) in
                writer.write(text: members[place].name)
                writer.append(": ")
                try writer.write(members[place].value, level: level + 1)
            }
        case .undefined(let undefined): throw undefined.error
        case .range, .object: throw TemplateError(.type, "\(value.kind) cannot be written as JSON")
        }
    }

    private mutating func write(
        _ count: Int, _ open: String, _ close: String, _ level: Int,
        _ element: (inout JSONFilterWriter, Int) throws(TemplateError) -> Void
    ) throws(TemplateError) {
        append(open)
        for place in 0..<count {
            if place > 0 { append(indent == nil ? ", " : ",") }
            lineBreak(level + 1)
            try element(&self, place)
        }
        if count > 0 { lineBreak(level) }
        append(close)
    }

    private mutating func lineBreak(_ level: Int) {
        guard let indent else { return }
        out.append(UInt8(ascii: "\n"))
        out.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent * level))
    }

    /// Keys are sorted as they are, and then written as texts.
    private func sorted(_ mapping: Mapping) throws(TemplateError) -> [(name: String, value: Value)] {
        var indexed: [(key: Value, value: Value)] = []
        for (place, key) in mapping.keys.enumerated() { indexed.append((key, .integer(place))) }
        var members: [(name: String, value: Value)] = []
        for place in try Value.sorted(indexed, reverse: false, run) {
            guard case .integer(let place) = place else { continue }
            let name: String =
                switch mapping.keys[place] {
                case .string(let text), .markup(let text): text
                case .none: "null"
                case .bool(let value): value ? "true" : "false"
                case .integer(let number): String(number)
                case .number(let number): FloatText.shortest(number)
                default: throw TemplateError(.type, "\(mapping.keys[place].kind) cannot be a key in JSON")
                }
            members.append((name, mapping.values[place]))
        }
        return members
    }

    private mutating func append(_ text: String) { out.append(contentsOf: text.utf8) }

    private mutating func write(text: String) {
        append("\"")
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": append("\\\"")
            case "\\": append("\\\\")
            case "\n": append("\\n")
            case "\r": append("\\r")
            case "\t": append("\\t")
            case "\u{8}": append("\\b")
            case "\u{C}": append("\\f")
            case "<", ">", "&", "'": unit(UInt16(scalar.value))
            case " "..."~": out.append(UInt8(scalar.value))
            default: for unit in String(scalar).utf16 { self.unit(unit) }
            }
        }
        append("\"")
    }

    private mutating func unit(_ unit: UInt16) {
        let digits = String(unit, radix: 16)
        append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
    }
}
