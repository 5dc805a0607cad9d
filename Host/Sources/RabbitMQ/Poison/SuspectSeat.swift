import HostThreads

/// One seat for the whole host: a job that may have taken a host along runs alone among its kind, so that the next crash
/// says which one it was.
final class SuspectSeat: Sendable {
    private struct State {
        var isTaken = false
        var waiting: [ObjectIdentifier: @Sendable () -> Void] = [:]
    }

    private let state = Guarded(State())

    /// Takes the seat; when it is taken, `wake` is called once as soon as it is free: then `asker` asks again. Any thread.
    func take(for asker: AnyObject, orWake wake: @escaping @Sendable () -> Void) -> Bool {
        state.withLock { state in
            guard state.isTaken else {
                state.isTaken = true
                return true
            }
            state.waiting[ObjectIdentifier(asker)] = wake
            return false
        }
    }

    /// Gives it up. Any thread.
    func leave() {
        let waiting = state.withLock { state in
            defer { state.waiting = [:] }
            state.isTaken = false
            return state.waiting
        }
        for wake in waiting.values { wake() }
    }
}
