/// A rule for the clocks of all years to come, as POSIX writes it in `TZ`: `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// Source: POSIX.1-2017, 8.3 "Other Environment Variables", with RFC 8536's 3.3.1: hours of -167 to 167.
struct ZoneRule: Sendable, Hashable {
    /// A day of any year.
    enum Day: Sendable, Hashable {
        /// `J60`: counted from 1, and 29 February is never counted.
        case julian(Int)
        /// `59`: counted from 0, and 29 February is counted when there is one.
        case zeroBased(Int)
        /// `M3.5.0`: month, week (5 is the last), day of the week (0 is Sunday).
        case weekday(month: Int, week: Int, day: Int)

        /// Days from 1970-01-01.
        func day(in year: Int) -> Int64 {
            let newYear = CivilTime.day(year: year, month: 1, day: 1)
            switch self {
            case .julian(let day):
                return newYear + Int64(day - 1) + (CivilTime.isLeap(year) && day >= 60 ? 1 : 0)
            case .zeroBased(let day): return newYear + Int64(day)
            case .weekday(let month, let week, let day):
                let first = CivilTime.day(year: year, month: month, day: 1)
                let offset = (day - CivilTime.weekday(ofDay: first) + 7) % 7 + (week - 1) * 7
                let count = CivilTime.days(inMonth: month, of: year)
                return first + Int64(offset < count ? offset : offset - 7)
            }
        }
    }

    /// The part of the year with another offset.
    struct Shift: Sendable, Hashable {
        var offset: Int64
        var start: Day
        /// Seconds from midnight of that day, on the clock as it was before.
        var startTime: Int64
        var end: Day
        var endTime: Int64
    }

    var offset: Int64
    /// Nil when the clocks never change.
    var shift: Shift?

    /// Seconds east of UTC at a moment.
    func offset(at time: Int64) -> Int64 {
        guard shift != nil else { return offset }
        return changes(around: time).last { $0.time <= time }?.offset ?? offset
    }

    func nextChange(after time: Int64) -> Int64? {
        changes(around: time).first { $0.time > time }?.time
    }

    /// The changes of the years about `time`, in order: enough to have one before it and one after it, though an hour of
    /// 167 may carry a change into the next year. If one ends when the next begins, as where summer lasts all year, the
    /// beginning counts: it comes last.
    private func changes(around time: Int64) -> [TimeZoneData.Change] {
        guard let shift else { return [] }
        let year = CivilTime.date(ofDay: time.floorDivided(by: 86_400)).year
        var changes: [TimeZoneData.Change] = []
        changes.reserveCapacity(10)
        for year in (year - 2)...(year + 2) {
            let start = shift.start.day(in: year) * 86_400 + shift.startTime - offset
            let end = shift.end.day(in: year) * 86_400 + shift.endTime - shift.offset
            changes.append(TimeZoneData.Change(time: end, offset: offset))
            changes.append(TimeZoneData.Change(time: start, offset: shift.offset))
        }
        // Stable for equal times: an ending stands before a beginning.
        return changes.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
    }
}
