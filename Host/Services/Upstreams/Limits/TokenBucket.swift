/// So many requests in a second on average, at most a second's worth at once: each gets the moment at which it may be
/// sent, in the order of asking. Times in nanoseconds of one clock.
struct TokenBucket: Equatable {
    /// Between two requests; 0: no limit.
    private var interval: UInt64
    /// When the next one is due, were they evenly spread; as far back as a second: that much may come at once.
    private var next: UInt64 = 0

    private static let second: UInt64 = 1_000_000_000

    /// - Parameter rate: requests in a second; nil: no limit.
    init(rate: Int?) { interval = Self.interval(rate) }

    mutating func setRate(_ rate: Int?) { interval = Self.interval(rate) }

    /// How long the next request would wait.
    func wait(now: UInt64) -> UInt64 {
        guard interval > 0 else { return 0 }
        let due = start(now)
        return due > now ? due - now : 0
    }

    /// Takes the next request's place.
    ///
    /// - Returns: nanoseconds until it may be sent.
    mutating func take(now: UInt64) -> UInt64 {
        let wait = wait(now: now)
        guard interval > 0 else { return wait }
        next = start(now) &+ interval
        return wait
    }

    /// Who has taken a place does not use it: the next that asks comes so much earlier.
    mutating func giveBack() { next -= min(next, interval) }

    private func start(_ now: UInt64) -> UInt64 {
        let earliest = now > Self.second &- interval ? now &- (Self.second &- interval) : 0
        return max(next, earliest)
    }

    private static func interval(_ rate: Int?) -> UInt64 {
        guard let rate, rate > 0 else { return 0 }
        return max(1, second / UInt64(rate))
    }
}
