/// How long to wait before another attempt.
struct Backoff: Sendable, Equatable {
    var first: Duration
    var most: Duration
    /// 0...1: the part that chance may take away.
    var jitter: Double

    /// - Parameters:
    ///   - failures: how many attempts have failed; from 1.
    ///   - chance: 0 up to 1.
    func pause(after failures: Int, chance: Double) -> Duration {
        // Beyond 2^20 every allowed pause has reached the longest.
        let doubled = first * (1 << min(max(failures - 1, 0), 20))
        return min(doubled, most) * (1 - jitter * chance)
    }
}
