import Synchronization

/// Where a sender waits until the reader of its stream has room again.
final class WritableGate: Sendable {
    private struct State {
        var openings: UInt64 = 0
        var waits = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// To be read before trying to send: an opening after that is not missed.
    var openings: UInt64 { state.withLock { $0.openings } }

    /// How often a sender came to wait.
    var waits: Int { state.withLock { $0.waits } }

    func open() {
        let waiting = state.withLock { state in
            state.openings &+= 1
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Waits for an opening after that many; a cancelled task does not wait.
    func waitForOpening(after seen: UInt64) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock { state in
                    state.waits += 1
                    if state.openings != seen || Task.isCancelled { return true }
                    state.waiting.append(continuation)
                    return false
                }
                if isOpen { continuation.resume() }
            }
        } onCancel: {
            open()
        }
    }
}
