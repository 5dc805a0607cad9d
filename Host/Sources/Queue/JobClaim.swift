import GRDB
import HostDeadLetters

/// How many jobs of one queue to claim, and for how long.
struct ClaimRequest: Sendable, Equatable {
    let queue: String
    let count: Int
    /// Milliseconds.
    let lease: Int64
}

/// What a claim brought.
struct ClaimResult: Sendable {
    let queue: String
    let jobs: [ClaimedJob]
    /// Whether more may be ready.
    let isPartial: Bool
    let isPaused: Bool
}

/// Claims jobs within one transaction: the highest priority first, then the oldest.
struct JobClaimer {
    /// Payload bytes that one claim may bring into memory; the first job comes whatever its size.
    static let mostBytes = 32 << 20

    let owner: Int64
    let now: Int64
    /// The number of the last claim of this owner; counts up.
    var lastClaim: Int64
    /// Losses from which on a job is a suspect.
    let suspectLosses: Int

    mutating func claim(
        _ request: ClaimRequest, takesSuspect: Bool, counts: inout QueueCounts, _ db: GRDB.Database
    ) throws -> ClaimResult {
        let queue = try QueueRow.find(request.queue, in: db)
        guard let queue, !queue.isPaused, request.count > 0 else {
            return ClaimResult(queue: request.queue, jobs: [], isPartial: false, isPaused: queue?.isPaused ?? false)
        }
        var jobs: [ClaimedJob] = []
        if takesSuspect { jobs += try take(.suspect, 1, request, queue.id, &counts, db).jobs }
        let ready = try take(.ready, request.count - jobs.count, request, queue.id, &counts, db)
        return ClaimResult(
            queue: request.queue, jobs: jobs + ready.jobs, isPartial: ready.isPartial, isPaused: false)
    }

    private mutating func take(
        _ state: JobState, _ most: Int, _ request: ClaimRequest, _ queue: Int64, _ counts: inout QueueCounts,
        _ db: GRDB.Database
    ) throws -> (jobs: [ClaimedJob], isPartial: Bool) {
        var jobs: [ClaimedJob] = []
        var bytes = 0
        let select = try db.cachedStatement(sql: state == .suspect ? Self.selectSuspect : Self.selectReady)
        let rows = try Row.fetchCursor(select, arguments: [queue, most])
        while bytes <= Self.mostBytes, let row = try rows.next() {
            lastClaim &+= 1
            let job = try read(row, queue: request.queue, queueID: queue)
            bytes += job.payload.count
            jobs.append(job)
        }
        let update = try db.cachedStatement(sql: Self.update)
        for job in jobs {
            try update.execute(arguments: [owner, job.claim, request.lease, now, job.attempt, job.seq])
        }
        counts.move(queue, from: state, to: .running, count: Int64(jobs.count))
        return (jobs, jobs.count == most || bytes > Self.mostBytes)
    }

    private func read(_ row: Row, queue: String, queueID: Int64) throws -> ClaimedJob {
        let losses: Int = row[5]
        let headers = try row.withUnsafeData(atIndex: 7) { data in
            data.map { $0.withUnsafeBytes(HeaderBlock.decode) } ?? []
        }
        let payload = try row.withUnsafeData(atIndex: 8) { data in data.map { [UInt8]($0) } ?? [] }
        let attempt: Int = row[2]
        return ClaimedJob(
            seq: row[0], claim: lastClaim, queue: queue, queueID: queueID, id: row[1], attempt: attempt + 1,
            isSuspect: losses >= suspectLosses, due: row[3], subject: row[4], letter: row[6], headers: headers,
            payload: payload)
    }

    private static let update = """
        UPDATE queue_jobs SET state = 2, owner = ?, claim = ?, lease = ?, started = ?, attempt = ? WHERE seq = ?
        """
    private static let selectReady = select(index: "queue_ready", state: 0)
    private static let selectSuspect = select(index: "queue_suspect", state: 3)

    /// The index is named: should it ever not fit, this fails in the first test and not slowly in the field. The state
    /// stands in the text, because only then does a partial index fit.
    private static func select(index: String, state: Int) -> String {
        """
        SELECT j.seq, j.id, j.attempt, j.due, j.subject, j.losses, j.letter, p.headers, p.payload
        FROM queue_jobs j INDEXED BY \(index) LEFT JOIN queue_payloads p ON p.seq = j.seq
        WHERE j.queue = ? AND j.state = \(state) ORDER BY j.priority DESC, j.seq LIMIT ?
        """
    }
}
