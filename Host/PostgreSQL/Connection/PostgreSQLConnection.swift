import CPostgreSQL
import DequeModule
import Glibc
import HostThreads

/// One connection and what is under way on it. All of it belongs to the pool's thread; nothing here blocks but the
/// look-up of a host's name.
final class PostgreSQLConnection {
    enum Phase: Equatable { case connecting, ready, lost }

    /// What ``advance(_:)`` has brought to an end.
    struct Ended {
        let exchange: Exchange
        let outcome: Result<[PostgreSQLResult], PostgreSQLFailure>
    }

    private static let cleaningTime = Duration.seconds(5)
    private static let inFailedTransaction = "25P02"

    /// Owned: made by `PQconnectStartParams`, given back by `PQfinish` in ``close()``.
    private var handle: OpaquePointer?
    private let depth: Int
    private(set) var phase = Phase.connecting
    /// Whether its session was made, and so the server is there.
    private(set) var wasReady = false
    /// When the connection has to be there.
    let connectDeadline: UInt64
    private var wantsWrite = true
    private var statements = PreparedStatements()
    private var underWay: Deque<Exchange> = []
    private let settings: PostgreSQLSettings
    private(set) var failure: PostgreSQLFailure?

    init(_ settings: PostgreSQLSettings, now: UInt64) {
        self.settings = settings
        depth = max(1, settings.pipeline)
        connectDeadline = now &+ settings.connectTimeout.nanoseconds
        handle = ConnectionText.start(settings.parameters)
        guard let handle, PQstatus(handle) != CONNECTION_BAD else {
            lose(handle)
            return
        }
        // Notices go to standard error otherwise.
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
    }

    deinit { close() }

    /// Ends it at once; what is under way is for the caller to answer.
    func close() {
        if let handle { PQfinish(handle) }
        handle = nil
        phase = .lost
    }

    /// All that was under way, for the pool to answer.
    func takeUnderWay() -> [Exchange] {
        defer { underWay = [] }
        return underWay.filter { !$0.isOwn }
    }

    /// The socket; nil when there is none.
    var descriptor: Int32? { handle.map { PQsocket($0) }.flatMap { $0 >= 0 ? $0 : nil } }

    /// What the socket has to be watched for.
    var events: Int16 {
        switch phase {
        case .connecting: Int16(wantsWrite ? POLLOUT : POLLIN)
        case .ready: Int16(wantsWrite ? POLLIN | POLLOUT : POLLIN)
        case .lost: 0
        }
    }

    var count: Int { underWay.count }

    /// Whether ``advance(now:)`` has something to do already: while libpq sends it reads too, and nothing more may come.
    var hasInput: Bool { phase == .ready && !underWay.isEmpty && PQisBusy(handle) == 0 }

    /// When the first request that is under way has to be done.
    var nextDeadline: UInt64? { underWay.lazy.map(\.pending.deadline).min() }

    func canTake(_ request: PostgreSQLRequest) -> Bool {
        guard phase == .ready, wasReady else { return false }
        guard request.transaction == .implicit else { return underWay.isEmpty }
        return underWay.count < depth && !underWay.contains(where: \.isBlock)
    }

    // MARK: Sending

    /// Puts a request on the wire; only after ``canTake(_:)``. On failure the connection is lost, with the request
    /// among those under way.
    func send(_ pending: PendingRequest, now: UInt64) {
        var exchange = Exchange(pending)
        let isFirst = underWay.isEmpty
        let isSent = RequestWriter(handle: handle).write(&exchange, preparing: &statements, now: now)
        underWay.append(exchange)
        guard isSent, let handle, PQpipelineSync(handle) == 1 else { return lose(handle) }
        if isFirst { beginStep() }
        if exchange.isBlock {
            clean(withRollback: false, until: pending.deadline &+ Self.cleaningTime.nanoseconds, now: now)
        } else {
            flush()
        }
    }

    /// Takes back what a block has left in the session. On the wire right behind the block, it costs nobody a round
    /// trip; in a transaction that has failed it is refused, and sent again with a roll-back.
    private func clean(withRollback isOpen: Bool, until deadline: UInt64, now: UInt64) {
        let cleaning = settings.cleaning(version: PQserverVersion(handle))
        let request = PostgreSQLRequest((isOpen ? [PostgreSQLStatement("ROLLBACK")] : []) + cleaning, .implicit)
        send(PendingRequest(request: request, deadline: deadline, isOwn: true) { _ in }, now: now)
    }

    private func flush() {
        guard let handle, phase == .ready else { return }
        switch PQflush(handle) {
        case 0: wantsWrite = false
        case 1: wantsWrite = true
        default: lose(handle)
        }
    }

    // MARK: Receiving

    /// Goes on as far as it can without waiting. Call it when the socket is ready, and not otherwise.
    func advance(now: UInt64) -> [Ended] {
        switch phase {
        case .connecting:
            connect(now: now)
            return []
        case .ready: return receive()
        case .lost: return []
        }
    }

    private func connect(now: UInt64) {
        guard let handle else { return }
        switch PQconnectPoll(handle) {
        case PGRES_POLLING_READING: wantsWrite = false
        case PGRES_POLLING_WRITING: wantsWrite = true
        case PGRES_POLLING_OK:
            guard PQsetnonblocking(handle, 1) == 0, PQenterPipelineMode(handle) == 1 else { return lose(handle) }
            phase = .ready
            let session = PostgreSQLRequest(
                [settings.sessionStatement(version: PQserverVersion(handle))]
                    + settings.setup.map { PostgreSQLStatement($0) }, .implicit)
            send(PendingRequest(request: session, deadline: connectDeadline, isOwn: true) { _ in }, now: now)
        default: lose(handle)
        }
    }

    private func receive() -> [Ended] {
        guard let handle else { return [] }
        guard PQconsumeInput(handle) == 1 else {
            lose(handle)
            return []
        }
        var ended: [Ended] = []
        while !underWay.isEmpty, phase == .ready, PQisBusy(handle) == 0 {
            guard let result = PQgetResult(handle) else {
                guard underWay[0].stepEnded() else {
                    lose(handle)
                    break
                }
                beginStep()
                continue
            }
            defer { PQclear(result) }
            if PQresultStatus(result) == PGRES_PIPELINE_SYNC {
                finish(underWay.removeFirst(), &ended)
                if !underWay.isEmpty { beginStep() }
            } else {
                read(result)
            }
        }
        // While something is under way libpq gives what came in a result before it says that the connection is gone.
        if phase == .ready, PQstatus(handle) == CONNECTION_BAD { lose(handle) }
        flush()
        return ended
    }

    /// libpq wants to know before it reads the first row of a statement.
    private func beginStep() {
        if let first = underWay.first, first.wantsSingleRows { PQsetSingleRowMode(handle) }
    }

    private func read(_ result: OpaquePointer) {
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE: readRows(result)
        case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: underWay[0].succeeded()
        case PGRES_PIPELINE_ABORTED: return
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            // There is no way out of a copy inside a pipeline.
            underWay[0].failed(PostgreSQLFailure(.refused, "COPY is not possible here", sqlstate: "0A000"))
            return lose(handle)
        default: return underWay[0].failed(PostgreSQLFailure(result))
        }
        let isRead = PQcmdStatus(result).map { String(cString: $0).hasPrefix("SELECT") } ?? false
        if !isRead, let count = PQcmdTuples(result).flatMap({ Int(String(cString: $0)) }) {
            underWay[0].affected(count)
        }
    }

    private func readRows(_ result: OpaquePointer) {
        let columns = ResultColumns(result)
        underWay[0].columns(columns.names)
        for index in 0..<PQntuples(result) {
            let size = columns.size(index, of: result)
            guard underWay[0].wantsRow(size: size) else { return }
            underWay[0].row(columns.row(index, of: result), size: size)
        }
    }

    private func finish(_ exchange: Exchange, _ ended: inout [Ended]) {
        for text in exchange.unprepared { statements.forget(text, isOnServer: false) }
        if exchange.isOutdated {
            for statement in exchange.pending.request.statements {
                statements.forget(Array(statement.text.utf8), isOnServer: false)
            }
        }
        let outcome = exchange.outcome
        if exchange.isOwn {
            // A session that could not be made what it has to be is of no use.
            switch outcome {
            case .success: wasReady = true
            case .failure(let failure) where failure.sqlstate == Self.inFailedTransaction: break
            // Whatever the server's word for it is: it cannot be used now, and may be some time later.
            case .failure(let failure):
                lose(.noConnection(failure.detail ?? failure.message, sqlstate: failure.sqlstate))
            }
        } else {
            ended.append(Ended(exchange: exchange, outcome: outcome))
        }
        guard phase == .ready, underWay.isEmpty, PQtransactionStatus(handle) != PQTRANS_IDLE else { return }
        let now = MonotonicClock.now()
        clean(withRollback: true, until: now &+ Self.cleaningTime.nanoseconds, now: now)
    }

    // MARK: Loss

    private func lose(_ handle: OpaquePointer?) { lose(ConnectionText.failure(handle)) }

    /// It is of no use any more, for this reason; the first one counts.
    func lose(_ failure: PostgreSQLFailure) {
        if self.failure == nil { self.failure = failure }
        close()
    }
}
