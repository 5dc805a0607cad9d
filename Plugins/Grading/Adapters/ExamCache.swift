import Synchronization

/// The keys of exams that were asked for lately, so that two hundred sheets of one exam ask once. Who comes while an
/// exam is being fetched waits for that answer. From any thread.
final class ExamCache: Sendable {
    struct Exam: Hashable, Sendable {
        let tenant: String
        let id: Int
    }

    private enum Outcome: Sendable {
        case key(AnswerKey)
        case failed(any Error)
        /// Who fetched was cancelled: another one has to.
        case abandoned
    }

    private enum Slot {
        case known(AnswerKey, until: ContinuousClock.Instant)
        case fetching([UInt64: CheckedContinuation<Outcome, Never>])
    }

    private struct State {
        var slots: [Exam: Slot] = [:]
        var lastWaiter: UInt64 = 0
    }

    private let lifetime: Duration
    private let capacity: Int
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state = Mutex(State())

    /// - Parameters:
    ///   - lifetime: how long a key is taken as known.
    ///   - capacity: most exams that are known; the ones that end first make room.
    ///   - now: the clock, for tests.
    init(
        lifetime: Duration, capacity: Int = 256,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.lifetime = lifetime
        self.capacity = capacity
        self.now = now
    }

    /// The key of an exam, known or fetched. Failures are shared with those who wait, and not kept.
    ///
    /// - Throws: what `fetch` throws; `CancellationError`.
    func key(_ exam: Exam, fetch: () async throws -> AnswerKey) async throws -> AnswerKey {
        while true {
            try Task.checkCancellation()
            switch enter(exam) {
            case .known(let key): return key
            case .leads:
                do {
                    let key = try await fetch()
                    settle(exam, .key(key))
                    return key
                } catch {
                    settle(exam, Task.isCancelled || error is CancellationError ? .abandoned : .failed(error))
                    throw error
                }
            case .follows:
                switch await outcome(of: exam) {
                case .key(let key): return key
                case .failed(let error): throw error
                case .abandoned: continue
                }
            }
        }
    }

    private enum Role { case known(AnswerKey), leads, follows }

    private func enter(_ exam: Exam) -> Role {
        let now = now()
        return state.withLock { state in
            switch state.slots[exam] {
            case .known(let key, let until) where until > now: return .known(key)
            case .fetching: return .follows
            default:
                state.slots[exam] = .fetching([:])
                return .leads
            }
        }
    }

    private func settle(_ exam: Exam, _ outcome: Outcome) {
        let now = now()
        let waiting = state.withLock { state -> [CheckedContinuation<Outcome, Never>] in
            guard case .fetching(let waiting)? = state.slots.removeValue(forKey: exam) else { return [] }
            if case .key(let key) = outcome, lifetime > .zero {
                Self.makeRoom(in: &state.slots, capacity, now)
                state.slots[exam] = .known(key, until: now + lifetime)
            }
            return Array(waiting.values)
        }
        for continuation in waiting { continuation.resume(returning: outcome) }
    }

    /// Drops what has ended and, if that is not enough, what ends next.
    private static func makeRoom(in slots: inout [Exam: Slot], _ capacity: Int, _ now: ContinuousClock.Instant) {
        guard slots.count >= capacity else { return }
        var ends: [(exam: Exam, until: ContinuousClock.Instant)] = []
        for case (let exam, .known(_, let until)) in slots { ends.append((exam, until)) }
        ends.sort { $0.until < $1.until }
        for (index, end) in ends.enumerated() where end.until <= now || index <= slots.count - capacity {
            slots[end.exam] = nil
        }
    }

    /// Waits for who fetches; a cancelled task does not wait.
    private func outcome(of exam: Exam) async -> Outcome {
        let id = state.withLock { state in
            state.lastWaiter &+= 1
            return state.lastWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ended = state.withLock { state -> Outcome? in
                    guard !Task.isCancelled, case .fetching(var waiting)? = state.slots[exam] else { return .abandoned }
                    waiting[id] = continuation
                    state.slots[exam] = .fetching(waiting)
                    return nil
                }
                if let ended { continuation.resume(returning: ended) }
            }
        } onCancel: {
            let left = state.withLock { state -> CheckedContinuation<Outcome, Never>? in
                guard case .fetching(var waiting)? = state.slots[exam] else { return nil }
                let left = waiting.removeValue(forKey: id)
                state.slots[exam] = .fetching(waiting)
                return left
            }
            left?.resume(returning: .abandoned)
        }
    }
}
