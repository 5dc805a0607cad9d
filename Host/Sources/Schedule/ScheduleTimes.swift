import HostConfiguration

/// The times of one schedule, without end: an interval, or a cron expression in a time zone. Pure.
struct ScheduleTimes: Sendable, Hashable {
    enum Rule: Sendable, Hashable {
        /// Seconds between two times, counted from 1970-01-01 UTC.
        case every(Int64)
        case cron(CronExpression, TimeZoneData)
    }

    static let longestInterval = Int64(366 * 86_400)

    let rule: Rule

    /// - Throws: what is wrong with the trigger or the zone.
    init(_ binding: ScheduleBinding, zones: ZoneDatabase) throws(ScheduleProblem) {
        switch binding.trigger {
        case .interval(let interval): rule = .every(try Self.seconds(interval))
        case .cron(let text):
            let expression: CronExpression
            do {
                expression = try CronExpression(text)
            } catch {
                throw ScheduleProblem(
                    code: "schedule.bad_cron", message: error.message, suggestion: error.suggestion)
            }
            do {
                rule = .cron(expression, try zones.zone(named: binding.zone))
            } catch {
                throw ScheduleProblem(
                    code: "schedule.bad_zone", message: error.message, suggestion: error.suggestion)
            }
        }
    }

    /// The first time after `time`, in seconds since 1970-01-01 UTC; nil when there is none.
    func next(after time: Int64) -> Int64? {
        switch rule {
        case .every(let seconds): (time.floorDivided(by: seconds) + 1) * seconds
        case .cron(let expression, let zone): expression.next(after: time, in: zone)
        }
    }

    private static func seconds(_ interval: Duration) throws(ScheduleProblem) -> Int64 {
        let (seconds, rest) = interval.components
        guard rest == 0, (1...longestInterval).contains(seconds) else {
            throw ScheduleProblem(
                code: "schedule.bad_interval", message: "an interval is a whole number of seconds, up to 366 days",
                suggestion: "for example 30s, 5m or 24h")
        }
        return seconds
    }
}

/// Why a schedule cannot be.
public struct ScheduleProblem: Error, Sendable, Equatable {
    /// Stable, for programs: `schedule.bad_cron`, `schedule.bad_zone`, `schedule.bad_interval`.
    public let code: String
    /// What was found and what is allowed, as a sentence without its full stop.
    public let message: String
    /// What the operator most likely meant, or should do.
    public let suggestion: String?
}
