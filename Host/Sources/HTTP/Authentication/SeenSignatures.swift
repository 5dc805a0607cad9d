/// The signatures that have been used and would still be in time: each is good for one request. Bounded.
///
/// Kept by the time at which they run out, in buckets of one window each, so that forgetting costs nothing.
struct SeenSignatures {
    enum Verdict { case fresh, used, full }

    /// Half of a signature: as good as unique, and half the memory.
    private struct Key: Hashable {
        let high: UInt64
        let low: UInt64
    }

    private let window: Int64
    private let limit: Int
    private var buckets: [Int64: Set<Key>] = [:]
    private var count = 0

    /// - Parameters:
    ///   - window: seconds that a timestamp may be away from the clock.
    ///   - limit: most signatures that are remembered; more are refused until some have run out.
    init(window: Int64, limit: Int = 500_000) {
        self.window = max(1, window)
        self.limit = limit
    }

    /// Takes note of a signature that has been found right.
    ///
    /// - Parameters:
    ///   - timestamp: the request's own, in seconds.
    ///   - now: on the same clock, within a window of `timestamp`.
    mutating func use(_ signature: [UInt8], timestamp: Int64, now: Int64) -> Verdict {
        let current = Self.bucket(now, window)
        for (bucket, keys) in buckets where bucket < current {
            count -= keys.count
            buckets[bucket] = nil
        }
        let key = Self.key(signature)
        // The last moment at which the timestamp is in time, and so the bucket, follows from the signature's request.
        let bucket = Self.bucket(timestamp &+ window, window)
        if buckets[bucket]?.contains(key) == true { return .used }
        guard count < limit else { return .full }
        buckets[bucket, default: []].insert(key)
        count += 1
        return .fresh
    }

    private static func bucket(_ time: Int64, _ window: Int64) -> Int64 { time / window }

    private static func key(_ signature: [UInt8]) -> Key {
        func word(_ start: Int) -> UInt64 {
            signature.dropFirst(start).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
        return Key(high: word(0), low: word(8))
    }
}
