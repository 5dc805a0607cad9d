import CPostgreSQL
import Glibc
import HostThreads

/// What other threads hand to the pool's, with the bell that wakes it.
final class PoolInbox: Sendable {
    struct Contents {
        var requests: [PendingRequest] = []
        var isClosing = false
    }

    private let contents = Guarded(Contents())
    /// Requests that were taken in and not yet answered or begun, for the bound.
    private let waiting = Guarded(0)
    private let limit: Int
    /// An eventfd, readable when there is something; owned; -1 when the system had none.
    let bell: Int32

    init(limit: Int) {
        self.limit = limit
        bell = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    }

    deinit {
        if bell >= 0 { Glibc.close(bell) }
    }

    /// - Returns: why it was not taken; nil when it was.
    func add(_ request: PendingRequest) -> PostgreSQLFailure? {
        let hasRoom = waiting.withLock { waiting in
            guard waiting < limit else { return false }
            waiting += 1
            return true
        }
        guard hasRoom else {
            return PostgreSQLFailure(.busy, "\(limit) requests wait for a connection already")
        }
        let isOpen = contents.withLock { contents in
            guard !contents.isClosing else { return false }
            contents.requests.append(request)
            return true
        }
        guard isOpen else {
            left(1)
            return .closed
        }
        ring()
        return nil
    }

    /// So many do not wait any more.
    func left(_ count: Int) { waiting.withLock { $0 -= count } }

    /// One that had left waits once more; whatever the bound says.
    func returned() { waiting.withLock { $0 += 1 } }

    func close() {
        contents.withLock { $0.isClosing = true }
        ring()
    }

    /// What has gathered; on the pool's thread.
    func take() -> Contents {
        var rings: eventfd_t = 0
        eventfd_read(bell, &rings)
        return contents.withLock { contents in
            defer { contents.requests = [] }
            return contents
        }
    }

    private func ring() { eventfd_write(bell, 1) }
}
