import Glibc

/// The time of day that rows are dated with, as a value, so that tests can set it.
public struct WallClock: Sendable {
    private let read: @Sendable () -> Int64

    /// - Parameter read: milliseconds since 1970-01-01T00:00:00Z; called from any thread.
    public init(_ read: @escaping @Sendable () -> Int64) { self.read = read }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    public func now() -> Int64 { read() }

    /// The system's `CLOCK_REALTIME`.
    public static let system = WallClock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) &* 1_000 &+ Int64(time.tv_nsec / 1_000_000)
    }
}

extension Duration {
    /// Whole milliseconds, rounded up and clamped to what a row's time can hold: 0 to about 35,000 years.
    public var rowMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        guard seconds < 1 << 40 else { return (1 << 40) * 1_000 }
        return seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }
}
