import Glibc

/// Days as the ledger names them.
public enum UsageDay {
    /// The day that it is now, in UTC.
    public static var today: String { name(secondsSince1970: time(nil)) }

    /// The day in UTC, as `2026-03-01`.
    static func name(secondsSince1970: Int) -> String {
        var seconds = time_t(secondsSince1970)
        var parts = tm()
        guard gmtime_r(&seconds, &parts) != nil else { return "1970-01-01" }
        let numbers = [(parts.tm_year &+ 1900, 4), (parts.tm_mon &+ 1, 2), (parts.tm_mday, 2)]
        return numbers.map(padded).joined(separator: "-")
    }

    private static func padded(_ number: Int32, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
