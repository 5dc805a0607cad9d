import Glibc

enum MonotonicTime {
    /// Nanoseconds of the monotonic clock.
    static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }
}

extension Duration {
    /// Whole nanoseconds, clamped to 0...2^62.
    var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let most: UInt64 = 1 << 62
        let (product, isOverflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        return isOverflow ? most : min(most, product &+ UInt64(attoseconds / 1_000_000_000))
    }
}
