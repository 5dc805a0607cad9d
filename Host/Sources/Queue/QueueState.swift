/// What the queue's thread and those who call it share; guarded by the queue's monitor. Moments are nanoseconds of the
/// monotonic clock.
struct QueueState {
    /// Nanoseconds between two looks at what others changed.
    static let lookInterval: UInt64 = 500_000_000
    /// Nanoseconds from one sweep, or measurement, to the next.
    static let sweepInterval: UInt64 = 60_000_000_000
    static let measureInterval: UInt64 = 2_000_000_000
    /// Between two batches of one sweep, so that jobs get their turn.
    static let sweepPause: UInt64 = 10_000_000
    /// Nanoseconds to the next try after a failure; doubles up to the longest.
    static let firstPause: UInt64 = 100_000_000
    static let longestPause: UInt64 = 2_000_000_000

    var flow = QueueFlow()
    /// When the next delayed job falls due. While a round is under way, only what was heard of since it was made.
    var due = NextDue()
    var isStarted = false
    /// Ends as soon as all is settled.
    var isEnding = false
    /// Ends at once, and gives back what has not ended.
    var isGivingUp = false
    /// Ends at once and writes nothing, like a process that is killed.
    var hasVanished = false
    /// Why nothing can be written; nil when the last round was.
    var failure: String?

    /// This owner is known to the database.
    var isRegistered = false
    /// Claims that were reported as failed may be in the database.
    var mayHaveStrays = false
    /// The number of the operator's last command that was noticed.
    var command: Int64?
    /// Another process has written.
    var othersWrote = false
    var lastClaim: Int64 = 0
    /// When the last sign of life that was written was made: no later than anybody can have seen it.
    var beat: UInt64 = 0
    /// What was seen of other owners' signs of life.
    var silence = OwnerSilence()
    var nextBeat: UInt64 = 0
    var nextLook: UInt64 = 0
    var nextSweep: UInt64 = 0
    var nextMeasure: UInt64 = 0
    /// No round before this.
    var retryAt: UInt64 = 0
    var retryPause = QueueState.firstPause

    /// A round has to be made now, if only for itself and not for jobs.
    func isDue(now: Int64, at moment: UInt64) -> Bool {
        !isRegistered || othersWrote || moment >= nextBeat || moment >= nextLook || (due.time ?? .max) <= now
    }

    /// When there may be something to do, if nobody says so before.
    func wakeTime(now: Int64, at moment: UInt64) -> UInt64 {
        var time = min(nextBeat, nextLook, nextSweep, nextMeasure)
        if let due = due.time { time = min(time, moment &+ UInt64(min(max(0, due &- now), 3_600_000)) &* 1_000_000) }
        time = max(time, retryAt)
        return min(time, flow.heldUntil(at: moment) ?? .max)
    }
}
