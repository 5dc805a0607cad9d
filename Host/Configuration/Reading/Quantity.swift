/// Numbers with a unit: `20MiB`, `500ms`.
public enum Quantity {
    static let durationExample = "500ms, 30s, 5m, 1h or 7d"
    static let byteExample = "512KiB or 20MiB"

    /// A length of time with its unit; nil when it is none.
    public static func duration(_ text: String) -> Duration? {
        guard let (number, unit) = split(text) else { return nil }
        let seconds: Double
        switch unit {
        case "ms": seconds = number / 1000
        case "s": seconds = number
        case "m": seconds = number * 60
        case "h": seconds = number * 3600
        case "d": seconds = number * 86400
        default: return nil
        }
        guard seconds.isFinite, seconds <= 1e9 else { return nil }
        return .nanoseconds(Int64((seconds * 1e9).rounded()))
    }

    static func bytes(_ text: String) -> Int? {
        guard let (number, unit) = split(text) else { return nil }
        let factor: Double
        switch unit {
        case "B": factor = 1
        case "KiB": factor = 1024
        case "MiB": factor = 1024 * 1024
        case "GiB": factor = 1024 * 1024 * 1024
        case "kB": factor = 1e3
        case "MB": factor = 1e6
        case "GB": factor = 1e9
        default: return nil
        }
        let bytes = (number * factor).rounded()
        guard bytes.isFinite, bytes <= 1e15 else { return nil }
        return Int(bytes)
    }

    /// A whole number of the largest unit that gives one; milliseconds at the least.
    static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        guard attoseconds == 0, seconds != 0 else {
            return seconds == 0 && attoseconds == 0
                ? "0s" : "\(seconds &* 1000 &+ attoseconds / 1_000_000_000_000_000)ms"
        }
        let (unit, name) = [(86400, "d"), (3600, "h"), (60, "m")].first { seconds % $0.0 == 0 } ?? (1, "s")
        return "\(seconds / unit)\(name)"
    }

    static func text(bytes: Int) -> String {
        let (unit, name) =
            [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")].first { bytes % $0.0 == 0 && bytes != 0 } ?? (1, "B")
        return "\(bytes / unit)\(name)"
    }

    /// Digits with at most one point in them, a unit of letters, and at most one space between.
    private static func split(_ text: String) -> (number: Double, unit: Substring)? {
        let digits = text.prefix { ("0"..."9").contains($0) || $0 == "." }
        guard digits.first != ".", digits.last != ".", let number = Double(digits) else { return nil }
        let rest = text[digits.endIndex...]
        return (number, rest.hasPrefix(" ") ? rest.dropFirst() : rest)
    }
}
