public import HostConfiguration

/// What the checking of a configuration, and whoever shows a schedule, asks about one. Reads the time zone database and
/// nothing else. Any thread.
public enum ScheduleCheck {
    /// A time at which a schedule is due.
    public struct Time: Sendable, Equatable {
        /// Seconds since 1970-01-01 UTC.
        public let unix: Int64
        /// As the clocks of the schedule's zone show it, with their distance from UTC: `2026-03-29T03:00:00+02:00`.
        public let local: String
    }

    /// What is wrong with a schedule; nil when nothing is.
    public static func problem(of binding: ScheduleBinding) -> ScheduleProblem? {
        do {
            _ = try ScheduleTimes(binding, zones: ZoneDatabase())
            return nil
        } catch {
            return error
        }
    }

    /// The next `count` times after a moment, without jitter; none when the schedule is wrong.
    public static func nextTimes(of binding: ScheduleBinding, count: Int, after unix: Int64) -> [Time] {
        guard let times = try? ScheduleTimes(binding, zones: ZoneDatabase()) else { return [] }
        let zone: TimeZoneData = if case .cron(_, let zone) = times.rule { zone } else { .utc }
        var next = unix
        var found: [Time] = []
        while found.count < count, let time = times.next(after: next) {
            found.append(Time(unix: time, local: TimeText.local(time, offset: zone.offset(at: time))))
            next = time
        }
        return found
    }
}
