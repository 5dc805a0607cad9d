import Glibc

extension ModelClock {
    /// The machine's.
    static let system = ModelClock(
        now: {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
        },
        secondsSince1970: { time(nil) },
        sleep: { try await Task.sleep(for: $0) })
}
