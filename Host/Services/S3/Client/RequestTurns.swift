import DequeModule
import HostThreads

/// Lets so many requests be under way at once; so many more wait their turn, in order, and may leave the line. Without a
/// thread: whoever ends one begins the next. Any thread.
final class RequestTurns: Sendable {
    enum Place: Equatable {
        /// It was its turn at once.
        case begun
        /// In the line, under this number.
        case waiting(UInt64)
        /// The line is full: it will not be called.
        case none
    }

    private struct Waiting {
        let number: UInt64
        let body: @Sendable () -> Void
    }

    private struct State {
        var free: Int
        var waiting: Deque<Waiting> = []
        var numbers: UInt64 = 0
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
            return next.body
        }
    }

    private let state: Guarded<State>
    private let most: Int

    /// - Parameters:
    ///   - count: requests under way at once.
    ///   - most: requests in the line.
    init(_ count: Int, waiting most: Int) {
        state = Guarded(State(free: max(1, count)))
        self.most = most
    }

    /// Calls `body` when it is its turn, which ends with ``end()``.
    func begin(_ body: @escaping @Sendable () -> Void) -> Place {
        var number: UInt64?
        handOut { state in
            guard state.waiting.count < most + state.free else { return }
            state.numbers += 1
            number = state.numbers
            state.waiting.append(Waiting(number: state.numbers, body: body))
        }
        guard let number else { return .none }
        // Numbers stand in their order.
        return state.withLock { $0.waiting.first.map { $0.number <= number } ?? false } ? .waiting(number) : .begun
    }

    func end() { handOut { $0.free += 1 } }

    /// Leaves the line. False when its turn has come before: then it is called, or was.
    func leave(_ number: UInt64) -> Bool {
        state.withLock { state in
            guard let index = state.waiting.firstIndex(where: { $0.number == number }) else { return false }
            state.waiting.remove(at: index)
            return true
        }
    }

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
