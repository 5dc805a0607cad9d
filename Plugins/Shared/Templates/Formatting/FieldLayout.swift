/// What stands behind the colon of a field: fill, alignment, sign, width, grouping, precision, kind.
struct FieldLayout {
    private var fill: Unicode.Scalar = " "
    private var alignment: Unicode.Scalar?
    private var number = NumberSpec()
    private var grouping: String?
    private var kind: Unicode.Scalar?

    static func of(_ spec: String, _ run: Run) throws(TemplateError) -> FieldLayout {
        var layout = FieldLayout()
        var rest = [Unicode.Scalar](spec)[...]
        let aligns = "<>=^".unicodeScalars
        if let second = rest.dropFirst().first, aligns.contains(second), let first = rest.first {
            (layout.fill, layout.alignment) = (first, second)
            rest = rest.dropFirst(2)
        } else if let first = rest.first, aligns.contains(first) {
            layout.alignment = first
            rest.removeFirst()
        }
        if let sign = rest.first, "+- ".unicodeScalars.contains(sign) {
            layout.number.sign = sign
            rest.removeFirst()
        }
        if rest.first == "#" {
            layout.number.isAlternate = true
            rest.removeFirst()
        }
        if rest.first == "0" {
            if layout.alignment == nil { (layout.fill, layout.alignment) = ("0", "=") }
            rest.removeFirst()
        }
        layout.number.width = try count(&rest) ?? 0
        if let sign = rest.first, sign == "," || sign == "_" {
            layout.grouping = String(sign)
            rest.removeFirst()
        }
        if rest.first == "." {
            rest.removeFirst()
            guard let precision = try count(&rest) else { throw unreadable(spec) }
            layout.number.precision = precision
        }
        layout.kind = rest.popFirst()
        guard rest.isEmpty else { throw unreadable(spec) }
        try run.willMake(bytes: max(layout.number.width, layout.number.precision ?? 0))
        return layout
    }

    private static func unreadable(_ spec: String) -> TemplateError {
        TemplateError(
            .value, "the layout '\(String(spec.unicodeScalars.prefix(40)))' of a format cannot be read")
    }

    private static func count(_ rest: inout ArraySlice<Unicode.Scalar>) throws(TemplateError) -> Int? {
        let digits = rest.prefix { $0.isDigit }
        rest = rest.dropFirst(digits.count)
        guard !digits.isEmpty else { return nil }
        guard let number = Int(String(scalars: digits)) else { throw Arithmetic.outOfRange }
        return number
    }

    func text(of value: Value, _ run: Run) throws(TemplateError) -> String {
        if let text = value.text {
            guard kind == nil || kind == "s", alignment != "=" else { throw unfit(value) }
            let cut = number.precision.map { String(scalars: text.unicodeScalars.prefix($0)) } ?? text
            return try aligned(cut, usual: "<", run)
        }
        if let whole = value.wholeNumber, kind == nil || "bcdoxXn".unicodeScalars.contains(kind ?? "d") {
            guard number.precision == nil else {
                throw TemplateError(.value, "a whole number has no precision")
            }
            return try aligned(self.whole(whole), usual: ">", run)
        }
        guard let float = value.float else { throw unfit(value) }
        return try aligned(try self.float(float, value), usual: ">", run)
    }

    private func unfit(_ value: Value) -> TemplateError {
        TemplateError(.value, "this layout does not fit \(value.kind)")
    }

    private func whole(_ value: Int) -> String {
        let digits: String
        var prefix = ""
        switch kind {
        case "b": (digits, prefix) = (String(value.magnitude, radix: 2), "0b")
        case "o": (digits, prefix) = (String(value.magnitude, radix: 8), "0o")
        case "x": (digits, prefix) = (String(value.magnitude, radix: 16), "0x")
        case "X": (digits, prefix) = (String(value.magnitude, radix: 16).uppercased(), "0X")
        case "c":
            return UInt32(exactly: value).flatMap(Unicode.Scalar.init).map { String($0) } ?? "\u{FFFD}"
        default: digits = grouped(String(value.magnitude))
        }
        return number.signed(value < 0, digits, prefix: number.isAlternate ? prefix : "")
    }

    private func float(_ value: Double, _ given: Value) throws(TemplateError) -> String {
        switch kind {
        case nil:
            guard let precision = number.precision else {
                let text = FloatText.shortest(value.magnitude)
                return number.signed(value.sign == .minus, grouped(text))
            }
            var spec = number
            spec.isAlternate = false
            let text = spec.float(value, "g", precision: max(1, precision))
            return text.contains(".") || text.contains("e") || text.contains("n")
                ? text : text + (precision > text.count ? ".0" : "")
        case "e", "E", "f", "F", "g", "G", "n":
            let letter: Unicode.Scalar = kind == "n" ? "g" : kind ?? "f"
            return grouped(number.float(value, letter, precision: number.precision ?? 6))
        case "%": return grouped(number.float(value * 100, "f", precision: number.precision ?? 6)) + "%"
        default: throw unfit(given)
        }
    }

    /// Thousands parted, in the digits before the point.
    private func grouped(_ text: String) -> String {
        guard let grouping else { return text }
        let bytes = Array(text.utf8)
        guard let start = bytes.firstIndex(where: { $0 >= 0x30 && $0 <= 0x39 }) else { return text }
        let whole = bytes[start...].prefix { $0 >= 0x30 && $0 <= 0x39 }
        var result = String(utf8: bytes[..<start])
        for (place, byte) in whole.enumerated() {
            if place > 0, (whole.count - place) % 3 == 0 { result += grouping }
            result.unicodeScalars.append(Unicode.Scalar(byte))
        }
        return result + String(utf8: bytes[whole.endIndex...])
    }

    /// Zeros that fill up to a width are parted too, and no separator stands first: the result may be one wider.
    private func zeroFilled(_ text: Substring, width: Int) -> String? {
        guard grouping != nil, fill == "0", !"boxX".unicodeScalars.contains(kind ?? "d") else { return nil }
        let whole = text.prefix { ("0"..."9").contains($0) || String($0) == grouping }
        let digits = whole.filter { ("0"..."9").contains($0) }
        guard !digits.isEmpty else { return nil }
        let room = width - (text.count - whole.count)
        var count = max(digits.count, room - room / 4)
        while count > digits.count, count - 1 + (count - 2) / 3 >= room { count -= 1 }
        while count + (count - 1) / 3 < room { count += 1 }
        return grouped(String(repeating: "0", count: count - digits.count) + digits) + text.dropFirst(whole.count)
    }

    private func aligned(_ text: String, usual: Unicode.Scalar, _ run: Run) throws(TemplateError)
        -> String
    {
        let missing = max(0, number.width - text.scalarCount)
        guard missing > 0 else { return text }
        let blanks = { (count: Int) in String(repeating: String(fill), count: count) }
        switch alignment ?? usual {
        case "<": return text + blanks(missing)
        case ">": return blanks(missing) + text
        case "^": return blanks(missing / 2) + text + blanks(missing - missing / 2)
        default:
            let sign = text.hasPrefix("-") || text.hasPrefix("+") || text.hasPrefix(" ") ? 1 : 0
            let rest = text.dropFirst(sign)
            return text.prefix(sign) + (zeroFilled(rest, width: number.width - sign) ?? blanks(missing) + rest)
        }
    }
}
