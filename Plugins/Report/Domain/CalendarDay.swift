/// A day of the Gregorian calendar.
struct CalendarDay: Sendable, Hashable {
    let text: String

    /// The day with which a time of ISO 8601 begins, `2026-11-21T09:00:00`; nil for what does not begin so.
    init?(_ time: String) {
        let bytes = Array(time.utf8.prefix(11))
        guard bytes.count >= 10, bytes.count == 10 || bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
            bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            [0, 1, 2, 3, 5, 6, 8, 9].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[$0]) })
        else { return nil }
        text = String(decoding: bytes.prefix(10), as: UTF8.self)
    }

    /// The day of a time that may be none.
    static func text(of time: String?) -> String? { time.flatMap { CalendarDay($0)?.text } }

    /// Seconds from the beginning of 1970 to the day's own; for text that is no day, of the one that it would be.
    var secondsSince1970: Int64 {
        let parts = text.split(separator: "-").map { Int64($0) ?? 0 }
        guard parts.count == 3 else { return 0 }
        // The reverse of the reckoning below: years begin with March.
        let year = parts[0] - (parts[1] <= 2 ? 1 : 0)
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * ((parts[1] + 9) % 12) + 2) / 5 + parts[2] - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return (era * 146_097 + dayOfEra - 719_468) * 86_400
    }

    /// The day at a time.
    ///
    /// - Parameter seconds: since 1970, of the place whose day is asked for.
    init(seconds: Int64) {
        // From days to a date: the calendar of 400 years, counted from the first of March of the year 0.
        let days = (seconds >= 0 ? seconds : seconds &- 86_399) / 86_400 &+ 719_468
        let era = (days >= 0 ? days : days &- 146_096) / 146_097
        let dayOfEra = days &- era &* 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthOfYear = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthOfYear + 2) / 5 + 1
        let month = monthOfYear < 10 ? monthOfYear + 3 : monthOfYear - 9
        let year = yearOfEra + era &* 400 + (month <= 2 ? 1 : 0)
        text = "\(Self.digits(year, 4))-\(Self.digits(month, 2))-\(Self.digits(day, 2))"
    }

    private static func digits(_ value: Int64, _ count: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }
}
