/// Numbers as texts say them.
public enum FigureText {
    /// With at most this many decimals, half up, without zeros at the end: `61.4`, `62`, never `-0`.
    public static func plain(_ number: Double, decimals: Int = 1) -> String {
        guard number.isFinite else { return "0" }
        let scale = decimals == 0 ? 1.0 : decimals == 1 ? 10.0 : 100.0
        // 2.675 is 2.67499... in binary: what was meant is half.
        let scaled = (abs(number) * scale + 1e-9).rounded(.toNearestOrAwayFromZero)
        guard scaled >= 1, scaled < 1e15 else { return "0" }
        let whole = Int(scaled / scale)
        let rest = Int(scaled) - whole * Int(scale)
        var text = (number < 0 ? "-" : "") + String(whole)
        if rest > 0 {
            var digits = String(rest)
            while digits.count < decimals { digits = "0" + digits }
            while digits.hasSuffix("0") { digits.removeLast() }
            text += "." + digits
        }
        return text
    }
}
