/// When a job is made by the clock.
public struct ScheduleBinding: Sendable, Hashable {
    public enum Trigger: Sendable, Hashable {
        /// Every so often, counted from midnight UTC of 1970-01-01, so that all hosts agree.
        case interval(Duration)
        /// Five fields: minute, hour, day of month, month, day of week.
        case cron(String)
    }

    /// What becomes of times that passed while no host ran.
    public enum Missed: String, Sendable, CaseIterable {
        /// Nothing.
        case skip
        /// One job for all of them.
        case once
        /// One job for each, the latest 100 at most.
        case all
    }

    /// Unique on the host: `PROCESSOR/NAME`.
    public var name: String
    public var trigger: Trigger
    /// A name of the time zone database: `Asia/Seoul`.
    public var zone = "UTC"
    public var missed = Missed.skip
    /// Up to so much later than the time itself, by chance but the same for every host.
    public var jitter = Duration.zero
    /// The job's payload, JSON.
    public var input: [UInt8] = Array("{}".utf8)
    public var retry = RetryPolicy()

    public init(name: String, trigger: Trigger) {
        self.name = name
        self.trigger = trigger
    }
}
