import DequeModule
import HostThreads

/// Lets so many requests be under way at once; more wait their turn, in order. Without a thread: whoever ends one
/// begins the next. Any thread.
final class RequestTurns: Sendable {
    private struct State {
        var free: Int
        var waiting: Deque<@Sendable () -> Void> = []
        /// Somebody begins those that wait. A turn that ends within its own beginning leaves the next one to them:
        /// thousands of such would be as many calls deep.
        var isHandingOut = false

        /// The next one; nil when none waits or may begin, and nobody hands out any more.
        mutating func next() -> (@Sendable () -> Void)? {
            guard free > 0, let next = waiting.popFirst() else {
                isHandingOut = false
                return nil
            }
            free -= 1
            return next
        }
    }

    private let state: Guarded<State>

    init(_ count: Int) { state = Guarded(State(free: max(1, count))) }

    /// Calls `body` when it is its turn, which ends with ``end()``.
    func begin(_ body: @escaping @Sendable () -> Void) { handOut { $0.waiting.append(body) } }

    func end() { handOut { $0.free += 1 } }

    private func handOut(_ change: (inout State) -> Void) {
        let isOurs = state.withLock { state in
            change(&state)
            defer { state.isHandingOut = true }
            return !state.isHandingOut
        }
        guard isOurs else { return }
        while let next = state.withLock({ $0.next() }) { next() }
    }
}
