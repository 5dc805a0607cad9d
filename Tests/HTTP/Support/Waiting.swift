import HostThreads
import Synchronization

/// A value that several threads change.
final class Shared<Value: Sendable>: Sendable {
    private let state: Mutex<Value>

    init(_ value: Value) { state = Mutex(value) }

    var value: Value { state.withLock { $0 } }

    func change(_ body: (inout Value) -> Void) { state.withLock { body(&$0) } }
}

/// Looks again and again until `condition` holds; false when it did not within `seconds`.
func eventually(within seconds: Int = 10, _ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = MonotonicClock.now() &+ UInt64(seconds) &* 1_000_000_000
    let pause = Gate()
    while try !condition() {
        guard MonotonicClock.now() < deadline else { return false }
        _ = pause.wait(.milliseconds(5))
    }
    return true
}
