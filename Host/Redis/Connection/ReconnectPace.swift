import HostThreads

/// When to connect again, and how long commands wait for that.
///
/// The first attempt after a loss is made at once, the next ones after waits that double and are partly chance, so that
/// hosts that lost one server do not all come back at one moment.
struct ReconnectPace {
    /// The wait before the second attempt.
    static let first = Duration.milliseconds(50)
    /// The longest wait. A connection that lived as long was a good one.
    static let most = Duration.seconds(1)

    private let grace: UInt64
    /// How long commands wait for the connection that is missing now.
    private var patience: UInt64
    private var failures = 0
    private var isUp = false
    /// When the connection was lost or made last.
    private var since: UInt64

    /// - Parameters:
    ///   - start: how long commands wait for the first connection.
    ///   - grace: how long they wait behind a loss.
    ///   - now: on the monotonic clock, as everywhere here.
    init(start: Duration, grace: Duration, now: UInt64) {
        self.grace = grace.nanoseconds
        patience = start.nanoseconds
        since = now
    }

    mutating func connected(now: UInt64) {
        isUp = true
        patience = grace
        since = now
    }

    /// The connection ended, or could not be made.
    ///
    /// - Parameter chance: 0 to 1.
    /// - Returns: how long to wait before the next attempt.
    mutating func lost(now: UInt64, chance: Double) -> Duration {
        if isUp {
            if now &- since >= Self.most.nanoseconds { failures = 0 }
            isUp = false
            since = now
            guard failures > 0 else {
                failures = 1
                return .zero
            }
        }
        failures = min(failures + 1, 16)
        var wait = Self.first
        for _ in 2..<max(failures, 2) { wait = min(wait * 2, Self.most) }
        return wait * (1 - 0.5 * min(max(chance, 0), 1))
    }

    /// Until when a command waits for a connection; nil for not at all.
    func patience(now: UInt64) -> UInt64? {
        let end = since &+ patience
        return end > now ? end : nil
    }
}
