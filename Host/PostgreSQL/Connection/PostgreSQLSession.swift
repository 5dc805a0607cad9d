import CPostgreSQL
import Glibc
import HostThreads

/// One connection for one thread that may block: what runs before a host's first job. Not thread-safe.
public final class PostgreSQLSession {
    /// Owned; given back in ``close()``.
    private var handle: OpaquePointer?

    /// Connects; waits as long as the settings say.
    public init(_ settings: PostgreSQLSettings) throws(PostgreSQLFailure) {
        let deadline = MonotonicClock.now() &+ settings.connectTimeout.nanoseconds
        let handle = ConnectionText.start(settings.parameters)
        self.handle = handle
        guard let handle else { throw PostgreSQLFailure(.unreachable, "no memory for a connection") }
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        var wantsWrite = true
        while PQstatus(handle) != CONNECTION_BAD {
            try wait(for: wantsWrite ? POLLOUT : POLLIN, until: deadline)
            switch PQconnectPoll(handle) {
            case PGRES_POLLING_READING: wantsWrite = false
            case PGRES_POLLING_WRITING: wantsWrite = true
            case PGRES_POLLING_OK: return
            default: throw lost
            }
        }
        throw lost
    }

    deinit { close() }

    /// What is open in it is undone, locks are given back.
    public func close() {
        if let handle { PQfinish(handle) }
        handle = nil
    }

    /// Whether a transaction is open and can go on.
    public var isInTransaction: Bool { PQtransactionStatus(handle) == PQTRANS_INTRANS }

    /// Runs one or more statements, which are one transaction when they do not say otherwise.
    ///
    /// - Parameter timeout: nil for as long as it takes.
    public func run(_ text: String, timeout: Duration? = .seconds(30)) throws(PostgreSQLFailure) {
        guard PQsendQuery(handle, text) == 1 else { throw lost }
        _ = try results(timeout)
    }

    /// Runs one statement with parameters.
    public func run(_ statement: PostgreSQLStatement) throws(PostgreSQLFailure) {
        let isSent = ParameterList(statement.parameters).withPointers { count, values, lengths, formats in
            PQsendQueryParams(handle, statement.text, count, nil, values, lengths, formats, 0) == 1
        }
        guard isSent else { throw lost }
        _ = try results(.seconds(30))
    }

    /// The rows of one statement.
    public func rows(_ text: String) throws(PostgreSQLFailure) -> [[PostgreSQLValue]] {
        guard PQsendQuery(handle, text) == 1 else { throw lost }
        return try results(.seconds(30))
    }

    /// All rows of all results, or the first failure. After a time-out the session is of no use.
    private func results(_ timeout: Duration?) throws(PostgreSQLFailure) -> [[PostgreSQLValue]] {
        let deadline = timeout.map { MonotonicClock.now() &+ $0.nanoseconds }
        var rows: [[PostgreSQLValue]] = []
        var failure: PostgreSQLFailure?
        while true {
            while PQisBusy(handle) == 1 {
                try wait(for: POLLIN, until: deadline)
                guard PQconsumeInput(handle) == 1 else { throw lost }
            }
            guard let result = PQgetResult(handle) else { break }
            defer { PQclear(result) }
            switch PQresultStatus(result) {
            case PGRES_TUPLES_OK:
                let columns = ResultColumns(result)
                rows += (0..<PQntuples(result)).map { columns.row($0, of: result) }
            case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: break
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                throw PostgreSQLFailure(.refused, "COPY from or to the client is not possible here", sqlstate: "0A000")
            default: if failure == nil { failure = PostgreSQLFailure(result) }
            }
        }
        if let failure { throw failure }
        return rows
    }

    private func wait(for events: Int32, until deadline: UInt64?) throws(PostgreSQLFailure) {
        while true {
            let now = MonotonicClock.now()
            if let deadline, now >= deadline {
                throw PostgreSQLFailure(.unreachable, "the server did not answer in time")
            }
            let left = deadline.map { ($0 &- now) / 1_000_000 + 1 } ?? 60_000
            var polled = pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0)
            if poll(&polled, 1, Int32(clamping: min(left, 60_000))) > 0 { return }
        }
    }

    private var lost: PostgreSQLFailure { ConnectionText.failure(handle) }
}
