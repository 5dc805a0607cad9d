import HostConfiguration

/// When something is due, in the five fields of cron: minute, hour, day of month, month, day of week.
///
/// The language is that of POSIX `crontab` with what Vixie's cron added: names, steps, `@daily`. From both comes the
/// rule for days: if day of month and day of week both say something, either is enough; if one begins with `*`, both
/// must fit. A value type; parsing and searching are pure.
struct CronExpression: Sendable, Hashable {
    private static let shorthands = [
        "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0",
        "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
    ]
    /// A day that fits comes within one cycle of the calendar, or never.
    private static let calendarCycle = 400

    let minutes: CronValues
    let hours: CronValues
    let days: CronValues
    let months: CronValues
    let weekdays: CronValues

    /// Whether the hour begins with `*`: such a schedule follows real time through a change of the clock.
    var followsRealTime: Bool { hours.startsWithStar }

    init(_ text: String) throws(CronProblem) {
        let words = text.split(whereSeparator: \.isWhitespace)
        if words.count == 1, let word = words.first, word.first == "@" {
            guard let fields = Self.shorthands[word.lowercased()] else {
                let known = Self.shorthands.keys.sorted()
                throw CronProblem(
                    message: "\(MessageText.quoted(String(word))) is no schedule",
                    suggestion: NearMiss.suggestion(for: String(word), among: known))
            }
            self = try CronExpression(fields)
            return
        }
        guard words.count == CronField.all.count else {
            let names = CronField.all.map(\.name).joined(separator: ", ")
            throw CronProblem(
                message: "a cron expression has 5 fields (\(names)), and here are \(words.count)",
                suggestion: words.count == 6 ? "seconds are no field of cron: use every, as in every: 30s" : nil)
        }
        minutes = try CronField.minute.parse(words[0])
        hours = try CronField.hour.parse(words[1])
        days = try CronField.day.parse(words[2])
        months = try CronField.month.parse(words[3])
        var weekdays = try CronField.weekday.parse(words[4])
        if weekdays.contains(7) { weekdays.insert(0) }
        self.weekdays = weekdays
        guard comes else {
            throw CronProblem(
                message: "no month of the expression has such a day: it never comes",
                suggestion: "for the last day of a month, choose day 1 of the next")
        }
    }

    /// Whether some day fits. Each date falls on each day of the week some time, so only dates that no month has fail.
    private var comes: Bool {
        guard needsBothDays, let first = days.first(from: 1) else { return true }
        return (1...12).contains { months.contains($0) && first <= CivilTime.days(inMonth: $0, of: 2000) }
    }

    private var needsBothDays: Bool { days.startsWithStar || weekdays.startsWithStar }

    /// The first minute of a wall clock that fits, from `minute` on; minutes are counted from 1970-01-01 00:00 on that
    /// clock. Nil when the calendar of this host ends before it.
    func firstMinute(from minute: Int64) -> Int64? {
        let start = CivilTime(seconds: minute * 60)
        let day = CivilTime.day(year: start.year, month: start.month, day: start.day)
        if matches(start), let time = firstTime(hour: start.hour, minute: start.minute) {
            return day * 1_440 + Int64(time)
        }
        guard let next = firstDay(from: day + 1), let time = firstTime(hour: 0, minute: 0) else { return nil }
        return next * 1_440 + Int64(time)
    }

    /// Minutes from midnight to the first time of day that fits.
    private func firstTime(hour: Int, minute: Int) -> Int? {
        if hours.contains(hour), let later = minutes.first(from: minute) { return hour * 60 + later }
        guard let hour = hours.first(from: hour + 1), let minute = minutes.first(from: 0) else { return nil }
        return hour * 60 + minute
    }

    private func matches(_ time: CivilTime) -> Bool {
        let day = CivilTime.day(year: time.year, month: time.month, day: time.day)
        return months.contains(time.month) && matches(dayOfMonth: time.day, day: day)
    }

    private func matches(dayOfMonth: Int, day: Int64) -> Bool {
        let (first, second) = (days.contains(dayOfMonth), weekdays.contains(CivilTime.weekday(ofDay: day)))
        return needsBothDays ? first && second : first || second
    }

    /// Goes by months, and by days only inside a month that fits.
    private func firstDay(from day: Int64) -> Int64? {
        let date = CivilTime.date(ofDay: day)
        var (year, from) = (date.year, date.day)
        var nextMonth = date.month
        while year <= date.year + Self.calendarCycle {
            guard let month = months.first(from: nextMonth) else {
                (year, nextMonth, from) = (year + 1, 1, 1)
                continue
            }
            if month != nextMonth { from = 1 }
            let first = CivilTime.day(year: year, month: month, day: 1)
            let count = CivilTime.days(inMonth: month, of: year)
            for number in stride(from: from, through: count, by: 1)
            where matches(dayOfMonth: number, day: first + Int64(number - 1)) {
                return first + Int64(number - 1)
            }
            (nextMonth, from) = (month + 1, 1)
        }
        return nil
    }
}
