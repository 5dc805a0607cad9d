import HostThreads

/// When the next connection is tried, and which one it is.
///
/// The pause doubles with each failure and is forgotten once a connection has held for a while: a broker that is
/// restarted is found soon, and one that accepts and drops at once is not hammered.
struct Reconnection {
    static let first = Duration.milliseconds(100)
    static let most = Duration.seconds(4)
    /// Between attempts that the broker refuses, or that its certificate forbids: only a person changes that.
    static let mostRefused = Duration.seconds(10)
    /// A connection that held so long was a good one: whoever closed it may well take the next at once.
    static let steady = Duration.seconds(1)

    /// The number of the connection that is open or being tried, from 1.
    private(set) var generation: UInt64 = 1
    private var failures = 0
    private var openedAt: UInt64?

    mutating func opened(at now: UInt64) {
        openedAt = now
    }

    /// The connection, or the attempt, has failed.
    /// - Parameter chance: 0 to 1; takes away up to half of the pause, so that hosts do not come back together.
    /// - Returns: the moment of the next attempt.
    mutating func failed(_ reason: BrokerFailure.Reason, at now: UInt64, chance: Double) -> UInt64 {
        if let opened = openedAt, now >= opened, now - opened >= Self.steady.nanoseconds { failures = 0 }
        openedAt = nil
        generation &+= 1
        let doublings = min(failures, 16)
        failures = min(failures + 1, 1000)
        let most =
            switch reason {
            case .refused, .untrusted: Self.mostRefused
            default: Self.most
            }
        let pause = min(Self.first * (1 << doublings), most)
        return now &+ (pause * (1 - 0.5 * min(max(chance, 0), 1))).nanoseconds
    }
}
