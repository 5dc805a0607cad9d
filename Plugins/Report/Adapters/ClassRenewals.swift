import Synchronization

/// How often what is known is fetched again before its time is over: once in an interval. From any thread.
final class ClassRenewals<Key: Hashable & Sendable>: Sendable {
    private let begun = Mutex<[Key: ContinuousClock.Instant]>([:])
    private let interval: Duration
    /// Most keys that are remembered; those whose interval is over make room.
    private static var capacity: Int { 1024 }

    /// - Parameter interval: zero: nothing is fetched again, for nothing is known.
    init(interval: Duration) { self.interval = interval }

    /// - Returns: from when on what is fetched is new enough: now, or when the interval's own renewal was begun. Nil
    ///   where nothing is fetched again.
    func begin(_ key: Key, at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard interval > .zero else { return nil }
        return begun.withLock { begun in
            if let last = begun[key], now < last + interval { return last }
            if begun.count >= Self.capacity {
                begun = begun.filter { now < $0.value + interval }
                if begun.count >= Self.capacity { begun = [:] }
            }
            begun[key] = now
            return now
        }
    }
}
