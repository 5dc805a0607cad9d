import Glibc
import HostThreads

/// Where schedules have the time from, and what their thread waits at.
protocol ScheduleClock: Sendable {
    /// Seconds since 1970-01-01 UTC. May jump in either direction.
    func now() -> Int64
    /// Blocks until `time`, or for ever when it is nil, or until ``wake()``. May return early.
    func wait(until time: Int64?)
    /// Ends a wait, or the next one when nobody waits now.
    func wake()
}

/// The system's clock.
final class SystemScheduleClock: ScheduleClock, @unchecked Sendable {  // `woken` is guarded by `monitor`
    /// Waits are cut so that a clock that was set is noticed soon: they run on a clock that never is.
    private static let longestWait: Int64 = 5

    private let monitor = Monitor()
    private var woken = false

    func now() -> Int64 { Self.realTime().seconds }

    func wait(until time: Int64?) {
        let (seconds, nanoseconds) = Self.realTime()
        let most = time.map { min(max($0 - seconds, 0), Self.longestWait) } ?? Self.longestWait
        // To the beginning of that second.
        let rest = max(most * 1_000_000_000 - nanoseconds, 0)
        let deadline = MonotonicClock.now() &+ UInt64(rest)
        monitor.locked {
            while !woken, monitor.wait(until: deadline) {}
            woken = false
        }
    }

    func wake() {
        monitor.locked {
            woken = true
            monitor.signal()
        }
    }

    private static func realTime() -> (seconds: Int64, nanoseconds: Int64) {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return (Int64(time.tv_sec), Int64(time.tv_nsec))
    }
}
