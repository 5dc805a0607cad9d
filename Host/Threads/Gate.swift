/// A door that one thread opens and others wait at. Waiting blocks: for host threads only.
public final class Gate: @unchecked Sendable {  // `isOpen` is guarded by `monitor`
    private let monitor = Monitor()
    private var isOpen = false

    public init() {}

    public func open() {
        monitor.locked {
            isOpen = true
            monitor.broadcast()
        }
    }

    /// Waits until the door is open.
    public func wait() {
        monitor.locked {
            while !isOpen { monitor.wait() }
        }
    }

    /// The same; false when `timeout` passed first.
    public func wait(_ timeout: Duration) -> Bool {
        let deadline = MonotonicClock.now() &+ timeout.nanoseconds
        return monitor.locked {
            while !isOpen {
                if !monitor.wait(until: deadline) { return isOpen }
            }
            return true
        }
    }
}
