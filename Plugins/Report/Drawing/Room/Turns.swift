import Synchronization

/// The queue of lanes for tasks: who waits is suspended, and holds no thread.
final class Turns: Sendable {
    private struct State {
        var queue: LaneQueue
        var next: LaneQueue.Ticket = 0
        var waiting: [LaneQueue.Ticket: CheckedContinuation<Void, any Error>] = [:]
        /// Tickets whose task has not come to wait yet, and whether it was cancelled meanwhile.
        var coming: [LaneQueue.Ticket: Bool] = [:]
    }

    private let state: Mutex<State>

    init(_ queue: LaneQueue) { state = Mutex(State(queue: queue)) }

    var load: (drawing: Int, waiting: Int) {
        state.withLock { ($0.queue.drawingCount, $0.queue.waitingCount) }
    }

    /// Waits for a lane and for room for the pixels.
    /// - Throws: `CancellationError`.
    nonisolated(nonsending) func take(pixels: Int) async throws -> LaneQueue.Ticket {
        let ticket = state.withLock { state in
            state.next &+= 1
            state.coming[state.next] = false
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer: Result<Void, any Error>? = state.withLock { state in
                    if state.coming.removeValue(forKey: ticket) == true { return .failure(CancellationError()) }
                    if state.queue.enter(ticket, pixels: pixels) { return .success(()) }
                    state.waiting[ticket] = continuation
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            cancel(ticket)
        }
        return ticket
    }

    func giveBack(_ ticket: LaneQueue.Ticket) { wake { $0.queue.leave(ticket) } }

    private func cancel(_ ticket: LaneQueue.Ticket) {
        var gone: CheckedContinuation<Void, any Error>?
        wake { state in
            if state.coming[ticket] != nil { state.coming[ticket] = true }
            gone = state.waiting.removeValue(forKey: ticket)
            return state.queue.abandon(ticket) ?? []
        }
        gone?.resume(throwing: CancellationError())
    }

    /// Changes the queue and wakes who may draw now.
    private func wake(_ change: (inout State) -> [LaneQueue.Ticket]) {
        let ready = state.withLock { state in
            change(&state).compactMap { state.waiting.removeValue(forKey: $0) }
        }
        for continuation in ready { continuation.resume() }
    }
}
