extension CronExpression {
    /// The first moment after `time` at which this is due in a zone, in seconds since 1970-01-01 UTC; nil when there is
    /// none that the host can count to.
    ///
    /// Where the clock changes, the rules are those of Debian's cron. A schedule with hours of its own names times of
    /// day: one that the change leaves out is due at the first moment after it, and one that comes twice is due the
    /// first time only. A schedule whose hour begins with `*` follows real time: each minute that the clock shows
    /// counts, as often as it shows it. (Debian's cron takes a `*` among the minutes for the second kind as well; here
    /// the hour alone decides, so that no day goes without what is due at a certain hour.)
    func next(after time: Int64, in zone: TimeZoneData) -> Int64? {
        followsRealTime ? nextInRealTime(after: time, in: zone) : nextOfDay(after: time, in: zone)
    }

    private func nextOfDay(after time: Int64, in zone: TimeZoneData) -> Int64? {
        var minute = (time + zone.offset(at: time)).floorDivided(by: 60) + 1
        while let found = firstMinute(from: minute) {
            let due = zone.firstMoment(showing: found * 60)
            // Not later: the clock showed this minute before, and now shows it again.
            if due > time { return due }
            minute = found + 1
        }
        return nil
    }

    private func nextInRealTime(after time: Int64, in zone: TimeZoneData) -> Int64? {
        var from = time + 1
        // Two changes of the clock a year, more or less, within the calendar's cycle of 400 years.
        for _ in 0..<2_000 {
            let offset = zone.offset(at: from)
            // Rounded up: a whole minute of the wall clock.
            let minute = (from + offset + 59).floorDivided(by: 60)
            guard let found = firstMinute(from: minute) else { return nil }
            let due = found * 60 - offset
            guard let change = zone.nextChange(after: from), change <= due else { return due }
            from = change
        }
        return nil
    }
}
