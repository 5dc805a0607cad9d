import Glibc

/// Numbers as people write them: no needless decimals, thousands parted, large ones shortened.
struct NumberText {
    let language: ChartSpec.Language
    let unit: String

    /// A value with its unit: one decimal, more only for numbers that would vanish.
    func value(_ value: Double) -> String { number(value, decimals: Self.decimals(of: value)) + unit }

    func number(_ value: Double, decimals: Int) -> String {
        let steps: [(from: Double, by: Double, sign: String)] =
            switch language {
            case .korean: [(1e12, 1e12, "조"), (1e8, 1e8, "억"), (1e6, 1e4, "만")]
            case .english: [(1e12, 1e12, "T"), (1e9, 1e9, "B"), (1e6, 1e6, "M")]
            }
        for step in steps where abs(value) >= step.from {
            return Self.plain(value / step.by, decimals: abs(value) >= 100 * step.by ? 0 : 1) + step.sign
        }
        return Self.plain(value, decimals: decimals)
    }

    static func decimals(of value: Double) -> Int {
        let size = abs(value)
        guard size > 0, size < 0.95 else { return 1 }
        return min(6, 1 + Int((-log10(size)).rounded(.up)))
    }

    /// Rounded half away from zero; ends without needless noughts.
    static func plain(_ value: Double, decimals: Int) -> String {
        let places = max(0, min(9, decimals))
        let power = pow(10, Double(places))
        // What does not fit is beyond any digit behind the point.
        let scaled = (abs(value) * power).rounded()
        guard scaled < 9e18 else { return String(value) }
        let digits = UInt64(scaled)
        let base = UInt64(power)
        var fraction = String(digits % base)
        fraction = String(repeating: "0", count: places - min(places, fraction.count)) + fraction
        while fraction.last == "0" { fraction.removeLast() }
        if places == 0 { fraction = "" }
        let whole = grouped(digits / base)
        let sign = value < 0 && digits > 0 ? "\u{2212}" : ""
        return sign + whole + (fraction.isEmpty ? "" : "." + fraction)
    }

    private static func grouped(_ number: UInt64) -> String {
        let digits = Array(String(number).utf8)
        var text: [UInt8] = []
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(UInt8(ascii: ",")) }
            text.append(digit)
        }
        return String(decoding: text, as: UTF8.self)
    }
}
