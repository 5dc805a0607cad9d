/// A request with who asked for it.
struct PendingRequest {
    let request: PostgreSQLRequest
    /// On the monotonic clock.
    let deadline: UInt64
    /// It was begun before, on a connection whose prepared statements were out of date.
    var isAgain = false
    /// It is the connection's own: nobody waits for it.
    var isOwn = false
    /// Called once, on the pool's thread.
    let done: @Sendable (Result<[PostgreSQLResult], PostgreSQLFailure>) -> Void
}

/// A request on the wire: what was sent, in order, and what has come back of it. A value without I/O.
struct Exchange {
    /// One message that the server answers by itself.
    enum Step: Equatable {
        /// A statement is prepared under its text.
        case prepare(PreparedStatements.Key)
        /// `BEGIN`, settings, `COMMIT`: what matters is that it succeeds.
        case command
        case statement(Int)
    }

    let pending: PendingRequest
    private(set) var steps: [Step] = []
    private var current = 0
    private var failure: PostgreSQLFailure?
    private var results: [PostgreSQLResult]
    private var room: Int
    /// Statements whose preparation failed or was skipped.
    private(set) var unprepared: Set<PreparedStatements.Key> = []

    init(_ pending: PendingRequest) {
        self.pending = pending
        results = pending.request.statements.map { _ in PostgreSQLResult() }
        room = pending.request.byteLimit
    }

    var isOwn: Bool { pending.isOwn }
    var isBlock: Bool { pending.request.transaction != .implicit }

    /// Whether the rows of the present step come one by one, so that too many are never held at once.
    var wantsSingleRows: Bool {
        guard current < steps.count, case .statement = steps[current] else { return false }
        return pending.request.rowLimit != Int.max || pending.request.byteLimit != Int.max
    }

    mutating func sent(_ step: Step) {
        steps.append(step)
        if case .prepare(let text) = step { unprepared.insert(text) }
    }

    // MARK: What comes back

    mutating func succeeded() {
        if current < steps.count, case .prepare(let text) = steps[current] { unprepared.remove(text) }
    }

    mutating func columns(_ names: [String]) {
        guard let index = statement, results[index].columns.isEmpty else { return }
        results[index].columns = names
    }

    /// Whether one more row, of about so many bytes, is wanted of the present statement; the answer counts as truncated
    /// if not, and none is wanted after that.
    mutating func wantsRow(size: Int) -> Bool {
        guard let index = statement, !results[index].isTruncated else { return false }
        let isWanted = results[index].rows.count < pending.request.rowLimit && size <= room
        if !isWanted { results[index].isTruncated = true }
        return isWanted
    }

    mutating func row(_ values: [PostgreSQLValue], size: Int) {
        guard let index = statement else { return }
        room -= size
        results[index].rows.append(values)
    }

    mutating func affected(_ count: Int) {
        if let index = statement { results[index].affected = count }
    }

    mutating func failed(_ failure: PostgreSQLFailure) {
        if self.failure == nil { self.failure = failure }
    }

    /// The present step is over. False when there is none: the server and this side do not understand each other.
    mutating func stepEnded() -> Bool {
        current += 1
        return current <= steps.count
    }

    /// What became of it once the server is through with it.
    var outcome: Result<[PostgreSQLResult], PostgreSQLFailure> {
        if let failure { return .failure(failure) }
        guard current == steps.count else {
            return .failure(PostgreSQLFailure(.unreachable, "the server's answer ended early"))
        }
        return .success(results)
    }

    /// Whether it failed because a prepared statement is out of date - a table was changed, or it was never there -
    /// and so may run once more: nothing of it has happened.
    var isOutdated: Bool { failure.map { ["26000", "0A000"].contains($0.sqlstate) } ?? false }

    /// What to say when the connection is lost for a reason while this is under way.
    func loss(_ reason: PostgreSQLFailure, now: UInt64) -> PostgreSQLFailure {
        if let failure { return failure }
        guard now < pending.deadline else {
            return PostgreSQLFailure(.timeout, "the server did not answer in time")
        }
        return PostgreSQLFailure(
            .unreachable,
            "the connection was lost before the answer came, so what was asked may have happened",
            sqlstate: reason.sqlstate, detail: reason.detail ?? reason.message)
    }

    private var statement: Int? {
        guard current < steps.count, case .statement(let index) = steps[current] else { return nil }
        return index
    }
}
