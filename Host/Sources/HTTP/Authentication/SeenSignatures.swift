/// The signatures that have been used and would still be in time: each is good for one request. Bounded.
///
/// Kept by their timestamps, in buckets of one minute each, so that forgetting costs nothing.
struct SeenSignatures {
    enum Verdict { case fresh, used, full }

    /// Seconds of one bucket.
    private static let span: Int64 = 60

    /// Half of a signature: as good as unique, and half the memory.
    private struct Key: Hashable {
        let high: UInt64
        let low: UInt64
    }

    private var window: Int64
    private let limit: Int
    private var buckets: [Int64: Set<Key>] = [:]
    private var count = 0
    /// When it was last looked for what has run out.
    private var lastLook: Int64?

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
        forget(now: now)
        let key = Self.key(signature)
        // The timestamp, and so the bucket, follows from the signature's request.
        let bucket = timestamp / Self.span
        if buckets[bucket]?.contains(key) == true { return .used }
        guard count < limit else { return .full }
        buckets[bucket, default: []].insert(key)
        count += 1
        return .fresh
    }

    /// Remembers from now on for a longer window, if it is one.
    mutating func widen(to window: Int64) { self.window = max(self.window, window) }

    /// Whether nothing is left that would still be in time.
    mutating func isEmpty(now: Int64) -> Bool {
        forget(now: now)
        return buckets.isEmpty
    }

    /// Drops the buckets whose last signatures have run out.
    private mutating func forget(now: Int64) {
        guard now != lastLook else { return }
        lastLook = now
        for (bucket, keys) in buckets where (bucket &+ 1) &* Self.span &+ window <= now {
            count -= keys.count
            buckets[bucket] = nil
        }
    }

    private static func key(_ signature: [UInt8]) -> Key {
        func word(_ start: Int) -> UInt64 {
            signature.dropFirst(start).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
        return Key(high: word(0), low: word(8))
    }
}
