import CBrowser
import Glibc
import Synchronization

/// What other threads want of the browser's.
enum BrowserRequest: Sendable {
    case capture(CaptureID, PageCapture, deadline: UInt64, CaptureTicket)
    case cancel(CaptureID)
    case warm(@Sendable (BrowserError?) -> Void)
    case close(@Sendable () -> Void)
}

/// The way from other threads to the browser's, and what it tells them of its state. Any thread.
final class BrowserInbox: Sendable {
    private struct State {
        var requests: [BrowserRequest] = []
        var lastID: CaptureID = 0
        var isClosed = false
        var statistics = BrowserStatistics()
    }

    private let state = Mutex(State())
    /// Readable when there is something in the inbox; -1 when the system has none to give.
    let bell = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))

    deinit { if bell >= 0 { close(bell) } }

    func newID() -> CaptureID {
        state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
    }

    /// False, and nothing done, when nobody will look any more.
    func post(_ request: BrowserRequest) -> Bool {
        let isTaken = state.withLock { state in
            guard !state.isClosed else { return false }
            if case .close = request { state.isClosed = true }
            state.requests.append(request)
            return true
        }
        if isTaken {
            var one: UInt64 = 1
            _ = write(bell, &one, MemoryLayout<UInt64>.size)
        }
        return isTaken
    }

    func take() -> [BrowserRequest] {
        var count: UInt64 = 0
        _ = read(bell, &count, MemoryLayout<UInt64>.size)
        return state.withLock { state in
            defer { state.requests = [] }
            return state.requests
        }
    }

    var statistics: BrowserStatistics {
        get { state.withLock { $0.statistics } }
        set { state.withLock { $0.statistics = newValue } }
    }
}
