import HostConfiguration
import HostThreads

/// Whether the server can be reached, as far as attempts to connect have told: when the next one is due, and whether
/// requests are still worth to wait. A value without I/O; times are on the monotonic clock.
struct ServerAvailability {
    /// For so long requests wait for a server that has gone: a restart goes unnoticed.
    static let grace = Duration.seconds(2)

    private static let pauses = RetryPolicy(attempts: .max, first: .milliseconds(100), most: .seconds(2))

    /// Why there is no connection; nil while the last attempt succeeded.
    private(set) var failure: PostgreSQLFailure?
    private var since: UInt64 = 0
    private var attempts = 0
    private(set) var nextAttempt: UInt64 = 0

    mutating func connected() {
        failure = nil
        attempts = 0
        nextAttempt = 0
    }

    /// - Parameter chance: 0 to 1, of which part of the pause is left out.
    mutating func failed(_ failure: PostgreSQLFailure, now: UInt64, chance: Double) {
        if self.failure == nil { since = now }
        self.failure = failure
        attempts = min(attempts + 1, 64)
        nextAttempt = now &+ Self.pauses.wait(after: attempts, chance: chance).nanoseconds
    }

    /// The last connection that could be used is gone: whatever else failed before, the grace begins now.
    mutating func lostLast(now: UInt64) { since = now }

    /// Whether to connect at ``nextAttempt``, while so many attempts are under way: one is enough to find a server that
    /// was away.
    func allows(connecting: Int) -> Bool { failure == nil || connecting == 0 }

    /// Why requests are turned away at once; nil when they may wait.
    func refusal(now: UInt64) -> PostgreSQLFailure? { now >= since &+ Self.grace.nanoseconds ? failure : nil }

    /// When ``refusal(now:)`` may begin.
    var refusesFrom: UInt64? { failure.map { _ in since &+ Self.grace.nanoseconds } }
}
