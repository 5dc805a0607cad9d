/// A moment as AWS writes it: `20150830T123600Z`, the ISO 8601 basic format in UTC.
struct AWSTime: Sendable, Equatable {
    let text: String

    /// The day alone, `20150830`.
    var day: Substring { text.prefix(8) }

    /// - Parameter seconds: since 1970-01-01T00:00:00Z; what lies before or past the year 9999 is clamped.
    init(seconds: Int64) {
        let seconds = min(max(seconds, 0), 253_402_300_799)
        let (days, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
        // Days since 0000-03-01 in the proleptic Gregorian calendar, whose eras of 400 years have 146,097 days each.
        let shifted = days + 719_468
        let (era, dayOfEra) = shifted.quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        // Months count from March, so that the day of February 29 comes last.
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let calendarMonth = month < 10 ? month + 3 : month - 9
        let year = yearOfEra + era * 400 + (calendarMonth <= 2 ? 1 : 0)
        text =
            Self.digits(year, 4) + Self.digits(calendarMonth, 2) + Self.digits(day, 2) + "T"
            + Self.digits(rest / 3_600, 2) + Self.digits(rest / 60 % 60, 2) + Self.digits(rest % 60, 2) + "Z"
    }

    private static func digits(_ number: Int64, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }
}
