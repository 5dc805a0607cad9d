import Synchronization

@testable import LanguageModel

/// A clock that stands still until it is told how much time has passed; then it wakes who slept so long.
final class ManualClock: Sendable {
    private struct Sleeper {
        let end: Duration
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var now = Duration.seconds(1000)
        var sleepers: [UInt64: Sleeper] = [:]
        var last: UInt64 = 0
    }

    private let state = Mutex(State())

    var now: Duration { state.withLock { $0.now } }
    /// How many sleep now.
    var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    func advance(by time: Duration) {
        let woken = state.withLock { state in
            state.now += time
            let woken = state.sleepers.filter { $0.value.end <= state.now }
            for id in woken.keys { state.sleepers[id] = nil }
            return woken.values.sorted { $0.end < $1.end }
        }
        for sleeper in woken { sleeper.continuation.resume(returning: true) }
    }

    /// - Throws: `CancellationError`.
    func sleep(_ time: Duration) async throws {
        let id = state.withLock { state in
            state.last += 1
            return state.last
        }
        let hasSlept = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ended = state.withLock { state -> Bool? in
                    if Task.isCancelled { return false }
                    if time <= .zero { return true }
                    state.sleepers[id] = Sleeper(end: state.now + time, continuation: continuation)
                    return nil
                }
                if let ended { continuation.resume(returning: ended) }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: id) }?.continuation.resume(returning: false)
        }
        if !hasSlept { throw CancellationError() }
    }

    var model: ModelClock {
        ModelClock(
            now: { self.now }, secondsSince1970: { LeapingClock.date }, sleep: { try await self.sleep($0) })
    }
}
