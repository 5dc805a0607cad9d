/// What a scalar is by its look, after the core schema of YAML 1.2 (section 10.3.2).
///
/// The core schema, not YAML 1.1: `no`, `on` and `1:30` are text here, as people expect.
enum CoreSchema {
    enum Value: Equatable {
        case null
        case boolean(Bool)
        /// Within Int64 or UInt64, in decimal digits without leading zeros.
        case integer(String)
        /// Looks like an integer and needs more than 64 bits.
        case unrepresentableInteger
        /// May be infinite or not a number.
        case number(Double)
        case text(String)

        /// The finite number that this is.
        var number: Double? {
            switch self {
            case .integer(let digits): Double(digits)
            case .number(let value) where value.isFinite: value
            default: nil
            }
        }
    }

    static func value(of scalar: ConfigurationNode.Scalar) -> Value {
        scalar.isString ? .text(scalar.text) : value(ofPlain: scalar.text)
    }

    private static func value(ofPlain text: String) -> Value {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .boolean(true)
        case "false", "False", "FALSE": return .boolean(false)
        case ".nan", ".NaN", ".NAN": return .number(.nan)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .number(.infinity)
        case "-.inf", "-.Inf", "-.INF": return .number(-.infinity)
        default: break
        }
        return integer(text) ?? number(text) ?? .text(text)
    }

    private static func integer(_ text: String) -> Value? {
        let utf8 = Array(text.utf8)
        if text.hasPrefix("0o") || text.hasPrefix("0x") {
            let radix = text.hasPrefix("0o") ? 8 : 16
            let digits = utf8.dropFirst(2)
            guard !digits.isEmpty, digits.allSatisfy({ isDigit($0, radix: radix) }) else { return nil }
            let value = UInt64(String(decoding: digits, as: UTF8.self), radix: radix)
            return value.map { .integer(String($0)) } ?? .unrepresentableInteger
        }
        let digits = utf8.first == UInt8(ascii: "-") || utf8.first == UInt8(ascii: "+") ? utf8.dropFirst() : utf8[...]
        guard !digits.isEmpty, digits.allSatisfy({ isDigit($0, radix: 10) }) else { return nil }
        if let value = Int64(text) { return .integer(String(value)) }
        if let value = UInt64(text) { return .integer(String(value)) }
        return .unrepresentableInteger
    }

    /// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`; Swift's own parser reads more than that.
    private static func number(_ text: String) -> Value? {
        var rest = Array(text.utf8)[...]
        func digits() -> Int {
            let run = rest.prefix { isDigit($0, radix: 10) }
            rest = rest.dropFirst(run.count)
            return run.count
        }
        func take(_ characters: String) -> Bool {
            guard let next = rest.first, characters.utf8.contains(next) else { return false }
            rest = rest.dropFirst()
            return true
        }
        _ = take("+-")
        let whole = digits()
        let fraction = take(".") ? digits() : 0
        guard whole + fraction > 0 else { return nil }
        if take("eE") {
            _ = take("+-")
            guard digits() > 0 else { return nil }
        }
        guard rest.isEmpty else { return nil }
        // Swift wants a digit on both sides of the point.
        let parsable = text.hasSuffix(".") ? String(text.dropLast()) : text
        return Double(parsable.replacing(".e", with: ".0e").replacing(".E", with: ".0E")).map { .number($0) }
    }

    private static func isDigit(_ byte: UInt8, radix: Int) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0")) < radix
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): radix == 16
        default: false
        }
    }
}
