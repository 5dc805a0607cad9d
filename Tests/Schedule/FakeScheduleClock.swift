import HostThreads

@testable import HostSchedule

/// A clock that a test moves. A move returns when the thread at the clock has done all that was due and waits again.
final class FakeScheduleClock: ScheduleClock, @unchecked Sendable {  // all mutable state is guarded by `monitor`
    private let monitor = Monitor()
    private var time: Int64
    private var woken = false
    /// Whether a thread waits, and until when.
    private var waiting = false
    private var deadline: Int64?

    init(_ time: Int64) { self.time = time }

    func now() -> Int64 { monitor.locked { time } }

    func wait(until deadline: Int64?) {
        monitor.locked {
            (waiting, self.deadline) = (true, deadline)
            monitor.broadcast()
            while !woken, time < deadline ?? .max { monitor.wait() }
            (waiting, woken) = (false, false)
        }
    }

    func wake() {
        monitor.locked {
            woken = true
            monitor.broadcast()
        }
    }

    /// Waits until the thread has nothing to do before another time comes.
    func rest() { monitor.locked { untilIdle() } }

    /// Goes forward as time does: the thread wakes at each time that it waits for.
    func advance(to target: Int64) {
        monitor.locked {
            while true {
                untilIdle()
                guard time < target else { return }
                time = min(deadline ?? target, target)
                monitor.broadcast()
            }
        }
    }

    /// Sets the clock at once, forward or back.
    func jump(to target: Int64) {
        monitor.locked {
            untilIdle()
            time = target
            woken = true
            monitor.broadcast()
            untilIdle()
        }
    }

    /// With the lock held. A thread that does not come to rest within a minute fails the test by a trap.
    private func untilIdle() {
        let limit = MonotonicClock.now() + 60_000_000_000
        while !(waiting && !woken && time < deadline ?? .max) {
            precondition(monitor.wait(until: limit), "the schedules' thread did not come to rest")
        }
    }
}
