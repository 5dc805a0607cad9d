import Glibc

/// Numbers as text, as Python writes them.
enum FloatText {
    /// `repr` of a float: the shortest digits that give the number back; an exponent below 1e-4 and from 1e16 on.
    static func shortest(_ number: Double) -> String {
        if number.isNaN { return "nan" }
        if number.isInfinite { return number < 0 ? "-inf" : "inf" }
        let (digits, point) = decimal(number.magnitude)
        let sign = number.sign == .minus ? "-" : ""
        if point > 16 || point < -3 {
            let rest = digits.dropFirst()
            let exponent = point - 1
            let power = String(exponent.magnitude)
            return sign + String(digits.prefix(1)) + (rest.isEmpty ? "" : "." + rest)
                + (exponent < 0 ? "e-" : "e+") + (power.count < 2 ? "0" + power : power)
        }
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
        if digits.count <= point {
            return sign + digits + String(repeating: "0", count: point - digits.count) + ".0"
        }
        return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    }

    /// The shortest digits without leading or trailing zeros, and where the point is: 0.digits times ten to the power.
    private static func decimal(_ number: Double) -> (digits: String, point: Int) {
        if number == 0 { return ("0", 1) }
        var (digits, point, seenPoint): ([UInt8], Int, Bool) = ([], 0, false)
        var bytes = Array(number.description.utf8)[...]
        if let mark = bytes.firstIndex(of: UInt8(ascii: "e")) {
            point = Int(String(utf8: bytes[(mark + 1)...])) ?? 0
            bytes = bytes[..<mark]
        }
        for byte in bytes {
            if byte == UInt8(ascii: ".") {
                seenPoint = true
            } else {
                digits.append(byte)
                if !seenPoint { point += 1 }
            }
        }
        while digits.count > 1, digits.first == UInt8(ascii: "0") {
            digits.removeFirst()
            point -= 1
        }
        while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
        return (String(utf8: digits), point)
    }

    /// C's notation for `e`, `f` or `g`, rounded exactly; always with a point, whatever locale the process has.
    static func printed(
        _ number: Double, _ notation: Character, precision: Int, alternate: Bool = false
    ) -> String {
        if number.isNaN { return "nan" }
        if number.isInfinite { return number < 0 ? "-inf" : "inf" }
        let format = alternate ? "%#.*\(notation)" : "%.*\(notation)"
        let precision = max(0, min(precision, 1_000))
        var buffer = [CChar](repeating: 0, count: precision + 340)
        let size = withVaList([Int32(precision), number]) {
            vsnprintf(&buffer, buffer.count, format, $0)
        }
        var result: [UInt8] = []
        var hasPoint = false
        for unit in buffer.prefix(max(0, Int(size))) {
            let byte = UInt8(bitPattern: unit)
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
                UInt8(ascii: "e"):
                result.append(byte)
            default:
                if !hasPoint { result.append(UInt8(ascii: ".")) }
                hasPoint = true
            }
        }
        return String(utf8: result)
    }

    /// Python's `round(number, digits)`: the decimal nearest to the exact value, halves to even.
    static func rounded(_ number: Double, digits: Int) -> Double {
        guard number.isFinite, number != 0 else { return number }
        if digits > 322 { return number }
        if digits < -308 { return number.sign == .minus ? -0.0 : 0 }
        if digits >= 0 { return Double(printed(number, "f", precision: digits)) ?? number }
        let whole = Int(log10(number.magnitude).rounded(.down)) + 1
        let kept = whole + digits
        if kept >= 1 { return Double(printed(number, "e", precision: kept - 1)) ?? number }
        let half = pow(10, Double(-digits)) / 2
        let result = kept == 0 && number.magnitude > half ? half * 2 : 0
        return number.sign == .minus ? -result : result
    }
}
