import Synchronization

/// What was fetched lately, so that two hundred jobs about one exam ask once. Who comes while a value is being fetched
/// waits for that answer. From any thread.
public final class SingleFlightCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private enum Outcome: Sendable {
        case value(Value, begun: ContinuousClock.Instant)
        case failed(any Error)
        /// Who fetched was cancelled, or had no more time: another one has to.
        case abandoned
    }

    private enum Slot {
        case known(Value, begun: ContinuousClock.Instant, until: ContinuousClock.Instant)
        case fetching(begun: ContinuousClock.Instant, waiting: [UInt64: CheckedContinuation<Outcome, Never>])
    }

    private struct State {
        var slots: [Key: Slot] = [:]
        var lastWaiter: UInt64 = 0
    }

    private let lifetime: Duration
    private let capacity: Int
    private let clock: @Sendable () -> ContinuousClock.Instant
    private let state = Mutex(State())

    /// - Parameters:
    ///   - lifetime: how long a value is taken as known; zero keeps none, and still fetches once for all who wait.
    ///   - capacity: most values that are known; the ones that end first make room.
    ///   - now: the clock, for tests.
    public init(
        lifetime: Duration, capacity: Int = 256, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.lifetime = lifetime
        self.capacity = capacity
        clock = now
    }

    /// The time by the cache's clock.
    public var now: ContinuousClock.Instant { clock() }

    /// A value, known or fetched. Failures are shared with those who wait, and not kept.
    ///
    /// - Parameters:
    ///   - notBefore: a value whose fetching began earlier is not taken, but fetched anew.
    ///   - isOwnFailure: is asked when `fetch` failed: whether that is the caller's trouble alone, such as a deadline of
    ///     its own. Then one of those who wait fetches, in place of failing too.
    /// - Throws: what `fetch` throws; `CancellationError`.
    public func value(
        _ key: Key, notBefore: ContinuousClock.Instant? = nil, isOwnFailure: () -> Bool = { false },
        fetch: () async throws -> Value
    ) async throws -> Value {
        while true {
            try Task.checkCancellation()
            switch enter(key, notBefore) {
            case .known(let value): return value
            case .leads(let begun):
                do {
                    let value = try await fetch()
                    settle(key, .value(value, begun: begun))
                    return value
                } catch {
                    let isOwn = Task.isCancelled || error is CancellationError || isOwnFailure()
                    settle(key, isOwn ? .abandoned : .failed(error))
                    throw error
                }
            case .follows:
                switch await outcome(of: key) {
                case .value(let value, let begun):
                    if notBefore.map({ begun >= $0 }) ?? true { return value }
                case .failed(let error): throw error
                case .abandoned: break
                }
            }
        }
    }

    private enum Role { case known(Value), leads(begun: ContinuousClock.Instant), follows }

    private func enter(_ key: Key, _ notBefore: ContinuousClock.Instant?) -> Role {
        let now = clock()
        return state.withLock { state in
            switch state.slots[key] {
            case .known(let value, let begun, let until)
            where until > now && (notBefore.map { begun >= $0 } ?? true):
                return .known(value)
            case .fetching: return .follows
            default:
                state.slots[key] = .fetching(begun: now, waiting: [:])
                return .leads(begun: now)
            }
        }
    }

    private func settle(_ key: Key, _ outcome: Outcome) {
        let now = clock()
        let waiting = state.withLock { state -> [CheckedContinuation<Outcome, Never>] in
            guard case .fetching(_, let waiting)? = state.slots.removeValue(forKey: key) else { return [] }
            if case .value(let value, let begun) = outcome, lifetime > .zero {
                Self.makeRoom(in: &state.slots, capacity, now)
                state.slots[key] = .known(value, begun: begun, until: now + lifetime)
            }
            return Array(waiting.values)
        }
        for continuation in waiting { continuation.resume(returning: outcome) }
    }

    /// Drops what has ended and, if that is not enough, what ends next.
    private static func makeRoom(in slots: inout [Key: Slot], _ capacity: Int, _ now: ContinuousClock.Instant) {
        guard slots.count >= capacity else { return }
        var ends: [(key: Key, until: ContinuousClock.Instant)] = []
        for case (let key, .known(_, _, let until)) in slots { ends.append((key, until)) }
        ends.sort { $0.until < $1.until }
        for (index, end) in ends.enumerated() where end.until <= now || index <= slots.count - capacity {
            slots[end.key] = nil
        }
    }

    /// Waits for who fetches; a cancelled task does not wait.
    private func outcome(of key: Key) async -> Outcome {
        let id = state.withLock { state in
            state.lastWaiter &+= 1
            return state.lastWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ended = state.withLock { state -> Outcome? in
                    guard !Task.isCancelled, case .fetching(let begun, var waiting)? = state.slots[key] else {
                        return .abandoned
                    }
                    waiting[id] = continuation
                    state.slots[key] = .fetching(begun: begun, waiting: waiting)
                    return nil
                }
                if let ended { continuation.resume(returning: ended) }
            }
        } onCancel: {
            let left = state.withLock { state -> CheckedContinuation<Outcome, Never>? in
                guard case .fetching(let begun, var waiting)? = state.slots[key] else { return nil }
                let left = waiting.removeValue(forKey: id)
                state.slots[key] = .fetching(begun: begun, waiting: waiting)
                return left
            }
            left?.resume(returning: .abandoned)
        }
    }
}
