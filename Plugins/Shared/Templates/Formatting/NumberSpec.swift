/// How a number or text is laid out in a format.
struct NumberSpec {
    var fill: String?
    var isLeft = false
    var sign: Unicode.Scalar = "-"
    var isAlternate = false
    var isZeroFilled = false
    var width = 0
    var precision: Int?

    /// With the zeros that a precision asks for.
    func digits(_ number: UInt, radix: Int) -> String {
        let digits = String(number, radix: radix)
        return String(repeating: "0", count: max(0, (precision ?? 0) - digits.count)) + digits
    }

    func signed(_ isNegative: Bool, _ digits: String, prefix: String = "") -> String {
        (isNegative ? "-" : sign == "-" ? "" : String(sign)) + prefix + digits
    }

    func float(_ number: Double, _ letter: Unicode.Scalar, precision: Int) -> String {
        let isUpper = letter == "E" || letter == "F" || letter == "G"
        let notation: Character =
            letter == "e" || letter == "E" ? "e" : letter == "f" || letter == "F" ? "f" : "g"
        let text = FloatText.printed(
            number.magnitude, notation, precision: precision, alternate: isAlternate)
        return signed(number.sign == .minus && !number.isNaN, isUpper ? text.uppercased() : text)
    }

    /// As wide as wanted: zeros go behind the sign.
    func padded(_ text: String, isNumber: Bool) throws(TemplateError) -> String {
        let missing = max(0, width - text.scalarCount)
        guard missing > 0 else { return text }
        if isLeft { return text + String(repeating: " ", count: missing) }
        guard isZeroFilled, isNumber else { return String(repeating: " ", count: missing) + text }
        var head = text.prefix { "+- ".contains($0) }
        let rest = text.dropFirst(head.count)
        if rest.hasPrefix("0x") || rest.hasPrefix("0X") || rest.hasPrefix("0o") {
            head = text.prefix(head.count + 2)
        }
        return head + String(repeating: "0", count: missing) + text.dropFirst(head.count)
    }
}
