import HostThreads

/// One thread that looks after deadlines. It sleeps until the earliest one it was told of, so that a job costs it
/// nothing as long as it ends in time.
public final class TimeKeeper: @unchecked Sendable {  // all mutable state is guarded by `monitor`
    /// Looks at what is overdue now and returns when to look again, or nil for "when you are told".
    public typealias Sweep = @Sendable (_ now: UInt64) -> UInt64?

    private let monitor = Monitor()
    private var sweeps: [UInt32: Sweep] = [:]
    private var nextWake = UInt64.max
    private var started = false

    public init() {}

    /// Adds something to look after, under a number of its own.
    func add(_ number: UInt32, _ sweep: @escaping Sweep) {
        monitor.locked {
            sweeps[number] = sweep
            guard !started, let thread = HostThread.start(name: "deadlines", { [self] in run() }) else { return }
            thread.detach()
            started = true
        }
    }

    func remove(_ number: UInt32) {
        monitor.locked { sweeps[number] = nil }
    }

    /// Something falls due at `time`; wakes the thread only if it would sleep longer.
    func expect(_ time: UInt64) {
        monitor.locked {
            guard time < nextWake else { return }
            nextWake = time
            monitor.signal()
        }
    }

    private func run() {
        monitor.lock()
        while true {
            let now = MonotonicClock.now()
            guard now >= nextWake else {
                if nextWake == .max { monitor.wait() } else { _ = monitor.wait(until: nextWake) }
                continue
            }
            nextWake = .max
            let sweeps = Array(sweeps.values)
            monitor.unlock()
            let next = sweeps.compactMap { $0(now) }.min()
            monitor.lock()
            if let next { nextWake = min(nextWake, next) }
        }
    }
}
