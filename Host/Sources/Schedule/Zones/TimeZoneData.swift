/// A time zone: how far its clocks are from UTC, at any moment.
struct TimeZoneData: Sendable, Hashable {
    struct Change: Sendable, Hashable {
        /// Seconds since 1970-01-01 UTC.
        let time: Int64
        /// Seconds east of UTC from then on.
        let offset: Int64
    }

    /// No place is further from UTC; the rules of POSIX allow up to 25 hours with a shift.
    static let furthest: Int64 = 26 * 3_600

    static let utc = TimeZoneData(firstOffset: 0, changes: [], rule: nil)

    /// What holds before the first change.
    let firstOffset: Int64
    /// In strictly ascending order of time.
    let changes: [Change]
    /// What holds after the last change, for ever.
    let rule: ZoneRule?

    /// Seconds east of UTC at a moment.
    func offset(at time: Int64) -> Int64 {
        if let rule, time >= changes.last?.time ?? .min { return rule.offset(at: time) }
        let index = firstIndex(after: time)
        return index == 0 ? firstOffset : changes[index - 1].offset
    }

    /// The next moment at which the offset may change; nil when it never does again.
    func nextChange(after time: Int64) -> Int64? {
        let index = firstIndex(after: time)
        if index < changes.count { return changes[index].time }
        return rule?.nextChange(after: time)
    }

    /// The first moment at which a clock here shows `local`, counted as seconds from 1970-01-01 00:00 on that clock.
    /// If no clock ever shows it, because it was put forward past it, the moment at which that was done.
    func firstMoment(showing local: Int64) -> Int64 {
        var start = local - Self.furthest
        while true {
            let moment = local - offset(at: start)
            // Before what this offset began with: the clock went past `local` at `start`.
            if moment < start { return start }
            guard let change = nextChange(after: start), change <= moment else { return moment }
            start = change
        }
    }

    /// The place of the first change later than `time`.
    private func firstIndex(after time: Int64) -> Int {
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].time <= time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
