/// A length of time: `500ms`, `30s`, `1.5m`, `2h`, `7d`.
extension Duration: RangedSettingValue {
    public static var unset: Duration { .zero }
    public static var schema: JSONValue {
        ["type": "string", "pattern": "^[0-9]+(\\.[0-9]+)?(ms|s|m|h|d)$", "x-unit": "duration"]
    }
    /// JSON Schema bounds numbers alone.
    public static var boundNames: (least: String, greatest: String) { ("x-minimum", "x-maximum") }

    private static let units: [(name: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    public var json: JSONValue {
        let milliseconds = milliseconds
        if milliseconds == 0 { return "0s" }
        let unit = Self.units.first { milliseconds % $0.milliseconds == 0 } ?? ("ms", 1)
        return .string("\(milliseconds / unit.milliseconds)\(unit.name)")
    }

    public static func read(
        _ json: JSONValue, at pointer: JSONPointer, problems: inout [SettingProblem]
    ) -> Duration? {
        if case .string(let text) = json, let duration = parse(text) { return duration }
        problems.append(
            SettingProblem(
                code: "setting.format", pointer: pointer,
                message: "found \(json.text), needs a length of time such as 500ms, 30s or 2m"))
        return nil
    }

    private static func parse(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let first = digits.first, first != ".", digits.last != ".", let amount = Double(digits),
            let unit = units.first(where: { $0.name == text.dropFirst(digits.count) })
        else { return nil }
        let milliseconds = amount * Double(unit.milliseconds)
        guard milliseconds < 1e15 else { return nil }
        return .milliseconds(milliseconds)
    }
}

extension Duration {
    /// Whole ones, cut; what is too long for the number is its greatest.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        return overflow ? .max : whole &+ attoseconds / 1_000_000_000_000_000
    }
}
