extension Value {
    /// Python's `str()`: what printing gives before it is escaped.
    func printed(_ run: Run) throws(TemplateError) -> String {
        switch self {
        case .undefined(let undefined):
            guard undefined.isLenient else { throw undefined.error }
            return ""
        case .string(let text), .markup(let text): return text
        case .object(let object):
            let text = try object.text
            try run.step(text.utf8.count >> 5)
            return text
        default: return try representation(run)
        }
    }

    /// Python's `repr()`, as lists show their elements. Costs by its length.
    func representation(_ run: Run) throws(TemplateError) -> String {
        let text = try uncounted()
        try run.step(text.utf8.count >> 5)
        return text
    }

    /// For an object that has no run at hand: whoever prints the object counts what it gave.
    func uncounted() throws(TemplateError) -> String {
        var text = ""
        try represent(into: &text)
        return text
    }

    private func represent(into text: inout String) throws(TemplateError) {
        guard text.utf8.count < 8 << 20 else {
            throw TemplateError(.limit, "a list or dictionary is too long to print")
        }
        switch self {
        case .undefined(let undefined):
            guard undefined.isLenient else { throw undefined.error }
            text += "Undefined"
        case .none: text += "None"
        case .bool(let value): text += value ? "True" : "False"
        case .integer(let value): text += String(value)
        case .number(let value): text += FloatText.shortest(value)
        case .string(let value): Self.quote(value, into: &text)
        case .markup(let value):
            text += "Markup("
            Self.quote(value, into: &text)
            text += ")"
        case .list(let items):
            text += "["
            try Self.represent(items.values, into: &text)
            text += "]"
        case .tuple(let items):
            text += "("
            try Self.represent(items.values, into: &text)
            text += items.values.count == 1 ? ",)" : ")"
        case .dictionary(let mapping):
            text += "{"
            for (place, key) in mapping.keys.enumerated() {
                if place > 0 { text += ", " }
                try key.represent(into: &text)
                text += ": "
                try mapping.values[place].represent(into: &text)
            }
            text += "}"
        case .range(let range): text += range.text
        case .object(let object): text += try object.text
        }
    }

    private static func represent(_ values: [Value], into text: inout String) throws(TemplateError) {
        for (place, value) in values.enumerated() {
            if place > 0 { text += ", " }
            try value.represent(into: &text)
        }
    }

    /// A text in quotes as Python shows it: single ones, unless it has such and no double ones.
    static func quote(_ value: String, into text: inout String) {
        let double = value.utf8.contains(UInt8(ascii: "'")) && !value.utf8.contains(UInt8(ascii: "\""))
        let quote: Unicode.Scalar = double ? "\"" : "'"
        text.unicodeScalars.append(quote)
        for scalar in value.unicodeScalars {
            switch scalar {
            case quote, "\\":
                text += "\\"
                text.unicodeScalars.append(scalar)
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where isPrintable(scalar): text.unicodeScalars.append(scalar)
            default:
                let width = scalar.value < 0x100 ? 2 : scalar.value < 0x10000 ? 4 : 8
                let digits = String(scalar.value, radix: 16)
                text += "\\" + (width == 2 ? "x" : width == 4 ? "u" : "U")
                text += String(repeating: "0", count: width - digits.count) + digits
            }
        }
        text.unicodeScalars.append(quote)
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7F { return scalar.value >= 0x20 }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator,
            .spaceSeparator:
            return false
        default: return true
        }
    }

    /// Text that is safe to put into markup: what is markup stays, all else is escaped.
    func asMarkup(_ run: Run) throws(TemplateError) -> String {
        isMarkup ? try printed(run) : Escaping.escaped(try printed(run))
    }
}
