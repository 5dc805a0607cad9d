import HostThreads
import Synchronization

/// Runs a plugin's control function on a thread of its own and waits for it, but not for ever.
enum BoundedCall {
    private final class Slot<Value: Sendable>: Sendable {
        let result = Mutex<Value?>(nil)
        let done = Gate()
    }

    /// The value of `work`, or nil when it has not returned in time; the thread then stays behind with it.
    static func run<Value: Sendable>(
        name: String, timeout: Duration, _ work: @escaping @Sendable () -> Value
    ) -> Value? {
        let slot = Slot<Value>()
        let thread = HostThread.start(name: name) {
            let value = work()
            slot.result.withLock { $0 = value }
            slot.done.open()
        }
        guard let thread else { return work() }
        thread.detach()
        guard slot.done.wait(timeout) else { return nil }
        return slot.result.withLock { $0 }
    }
}
