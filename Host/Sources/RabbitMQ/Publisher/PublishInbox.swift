import HostThreads

/// Requests from any thread on their way to the publisher's, which takes them all at once.
final class PublishInbox: Sendable {
    struct Entry: Sendable {
        let request: PublishRequest
        let done: @Sendable (PublishOutcome) -> Void
    }

    enum Refusal {
        case closed
        case full
    }

    private struct State {
        var entries: [Entry] = []
        /// Taken, and without an outcome.
        var underWay = 0
        var isClosed = false
    }

    private let state = Guarded(State())
    private let monitor = Monitor()
    private let limit: Int

    /// - Parameter limit: most requests without an outcome.
    init(limit: Int) {
        self.limit = limit
    }

    /// Requests without an outcome.
    var pending: Int { state.withLock { $0.entries.count + $0.underWay } }

    /// Nil when it was taken.
    func add(_ entry: Entry) -> Refusal? {
        state.withLock { state in
            if state.isClosed { return .closed }
            if state.entries.count + state.underWay >= limit { return .full }
            state.entries.append(entry)
            return nil
        }
    }

    /// Exchanges the empty `entries` for all that wait.
    func take(_ entries: inout [Entry]) {
        state.withLock { state in
            swap(&state.entries, &entries)
            state.underWay += entries.count
        }
    }

    /// So many have their outcome.
    func ended(_ count: Int) {
        let isIdle = state.withLock { state in
            state.underWay -= count
            return state.underWay + state.entries.count == 0
        }
        if isIdle { monitor.locked { monitor.broadcast() } }
    }

    /// Takes no more; what waits is returned.
    func close() -> [Entry] {
        state.withLock { state in
            state.isClosed = true
            defer { state.entries = [] }
            state.underWay += state.entries.count
            return state.entries
        }
    }

    /// Waits until all have their outcome, or the moment has come.
    func waitUntilIdle(_ moment: UInt64) {
        monitor.locked {
            while pending > 0 {
                if !monitor.wait(until: moment) { return }
            }
        }
    }
}
