import Glibc

extension Filters {
    static let numbers: [String: Filter] = [
        "abs": { (value, arguments, _) throws(TemplateError) in
            _ = try arguments.bound(to: [], for: "abs")
            if let whole = value.wholeNumber {
                return .integer(
                    whole < 0 ? try Arithmetic.fitting((0).subtractingReportingOverflow(whole)) : whole)
            }
            return .number(try number(value, "abs").magnitude)
        },
        "int": { (value, arguments, _) throws(TemplateError) in try whole(value, arguments) },
        "float": { (value, arguments, _) throws(TemplateError) in
            let usual = try arguments.bound(to: ["default"], for: "float")[0] ?? .number(0)
            if let number = value.float { return .number(number) }
            if case .undefined(let undefined) = value { throw undefined.error }
            return value.text.flatMap(NumberReading.float).map { .number($0) } ?? usual
        },
        "round": { (value, arguments, _) throws(TemplateError) in try rounded(value, arguments) },
        "filesizeformat": { (value, arguments, _) throws(TemplateError) in
            let isBinary = try arguments.bound(to: ["binary"], for: "filesizeformat")[0].truth(false)
            let number = value.text.flatMap(NumberReading.float) ?? value.float
            if case .undefined(let undefined) = value { throw undefined.error }
            guard let number, number.isFinite else {
                throw TemplateError(.type, "filesizeformat needs a number")
            }
            return .string(fileSize(number, isBinary: isBinary))
        },
    ]

    private static func number(_ value: Value, _ filter: String) throws(TemplateError) -> Double {
        if case .undefined(let undefined) = value { throw undefined.error }
        guard let number = value.float else {
            throw TemplateError(.type, "\(filter) needs a number, and this is \(value.kind)")
        }
        return number
    }

    private static func whole(_ value: Value, _ arguments: Arguments) throws(TemplateError) -> Value {
        let bound = try arguments.bound(to: ["default", "base"], for: "int")
        let usual = bound[0] ?? .integer(0)
        let base = try bound[1].whole(10, "'base' of int")
        if case .undefined(let undefined) = value { throw undefined.error }
        if let whole = value.wholeNumber { return .integer(whole) }
        if let text = value.text, let whole = NumberReading.whole(text, base: base) {
            return .integer(whole)
        }
        guard let number = value.float ?? value.text.flatMap(NumberReading.float), number.isFinite
        else { return usual }
        guard let whole = Int(exactly: number.rounded(.towardZero)) else { throw Arithmetic.outOfRange }
        return .integer(whole)
    }

    private static func rounded(_ value: Value, _ arguments: Arguments) throws(TemplateError) -> Value {
        let bound = try arguments.bound(to: ["precision", "method"], for: "round")
        let digits = try bound[0].whole(0, "'precision' of round")
        let method = try bound[1]?.requiredText("'method' of round") ?? "common"
        guard ["common", "ceil", "floor"].contains(method) else {
            throw TemplateError(.value, "'method' of round is 'common', 'ceil' or 'floor'")
        }
        if method == "common" {
            if let whole = value.wholeNumber { return .integer(try roundedWhole(whole, digits)) }
            return .number(FloatText.rounded(try number(value, "round"), digits: digits))
        }
        let scaled: Double
        let factor = pow(10, Double(digits))
        scaled = try number(value, "round") * factor
        guard scaled.isFinite, factor != 0 else { throw Arithmetic.outOfRange }
        return .number((method == "ceil" ? scaled.rounded(.up) : scaled.rounded(.down)) / factor)
    }

    /// Python rounds whole numbers to tens and hundreds, halves to even.
    private static func roundedWhole(_ number: Int, _ digits: Int) throws(TemplateError) -> Int {
        guard digits < 0 else { return number }
        guard digits >= -18 else { return 0 }
        var unit: Int128 = 1
        for _ in 0..<(-digits) { unit *= 10 }
        let wide = Int128(number)
        let rest = ((wide % unit) + unit) % unit
        var result = wide - rest
        if rest * 2 > unit || (rest * 2 == unit && (result / unit) % 2 != 0) { result += unit }
        guard let fitting = Int(exactly: result) else { throw Arithmetic.outOfRange }
        return fitting
    }

    private static func fileSize(_ bytes: Double, isBinary: Bool) -> String {
        let base = isBinary ? 1024.0 : 1000.0
        if bytes == 1 { return "1 Byte" }
        if bytes < base {
            return Int(exactly: bytes.rounded(.towardZero)).map { "\($0) Bytes" } ?? "0 Bytes"
        }
        let units = ["k", "M", "G", "T", "P", "E", "Z", "Y"]
        var unit = base * base
        for (place, letter) in units.enumerated() {
            if bytes < unit || place == units.count - 1 {
                let name = isBinary ? letter.uppercased() + "iB" : letter + "B"
                return FloatText.printed(base * bytes / unit, "f", precision: 1) + " " + name
            }
            unit *= base
        }
        return ""
    }
}
