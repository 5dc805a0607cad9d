import GRDB
import HostDatabase
import HostDeadLetters
import HostDispatch

/// A job on its way into a queue.
struct IncomingJob: Sendable {
    let queue: String
    let id: String
    let headers: [(name: String, value: String)]
    let payload: [UInt8]
    let priority: Int64
    /// Milliseconds from its insertion.
    let delay: Int64
    let subject: String?
    /// Most jobs that may wait in the queue.
    let limit: Int64
    /// The dead letter whose replay it is.
    var letter: Int64?

    /// Larger payloads are refused: SQLite's own bound for a row is a billion bytes.
    static let largestPayload = 512 << 20
    static let longestID = 512

    init(_ job: NewJob, limit: Int, letter: Int64? = nil) {
        queue = job.queue
        id = job.id ?? JobIdentity.job()
        let subject = job.subject ?? job.headers.first { $0.name == "x-subject-id" }?.value
        headers = JobIdentity.completed(job.headers, subject: subject)
        payload = job.payload
        priority = Int64(min(max(job.priority, -1000), 1000))
        delay = job.delay.rowMilliseconds
        self.subject = subject
        self.limit = Int64(limit)
        self.letter = letter
    }

    /// Why the job cannot be kept, whatever the queue; nil when it can.
    var refusal: JobError? {
        if id.isEmpty || id.utf8.count > Self.longestID {
            return JobError(code: "queue.bad_id", message: "a job's id has 1 to \(Self.longestID) bytes")
        }
        if payload.count > Self.largestPayload {
            return JobError(
                code: "queue.payload_too_large",
                message: "a job's payload has at most \(Self.largestPayload >> 20) MiB: put large data into a blob")
        }
        return nil
    }
}

/// What became of one job that was to be inserted.
enum Insertion: Equatable {
    /// `due` is later than now for a job that is delayed.
    case added(due: Int64, isDelayed: Bool)
    case duplicate
    case full
}

/// Inserts jobs within one transaction.
struct JobInserter {
    private let db: GRDB.Database
    private let now: Int64
    private var queues: [String: (id: Int64, waiting: Int64)] = [:]
    private var counts = QueueCounts()
    private let job: Statement
    private let payload: Statement

    init(_ db: GRDB.Database, now: Int64) throws {
        self.db = db
        self.now = now
        job = try db.cachedStatement(
            sql: """
                INSERT INTO queue_jobs (queue, id, state, priority, due, created, tenant, subject, letter)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (queue, id) DO NOTHING
                """)
        payload = try db.cachedStatement(sql: "INSERT INTO queue_payloads (seq, headers, payload) VALUES (?, ?, ?)")
    }

    mutating func insert(_ new: IncomingJob) throws -> Insertion {
        let queue = try queue(new.queue)
        guard queue.waiting < new.limit else {
            return try exists(new.id, in: queue.id) ? .duplicate : .full
        }
        let due = now &+ new.delay
        let state = new.delay > 0 ? JobState.delayed : .ready
        let tenant = new.headers.first { $0.name == "x-tenant-slug" }?.value
        try job.execute(arguments: [
            queue.id, new.id, state.rawValue, new.priority, due, now, tenant, new.subject, new.letter,
        ])
        guard db.changesCount > 0 else { return .duplicate }
        try payload.execute(arguments: [
            db.lastInsertedRowID, Column.blob(HeaderBlock.encode(new.headers)), Column.blob(new.payload),
        ])
        counts.move(queue.id, from: nil, to: state)
        queues[new.queue]?.waiting += 1
        return .added(due: due, isDelayed: state == .delayed)
    }

    /// Writes what is left to write; once, after the last job.
    func finish() throws { try counts.apply(db) }

    private func exists(_ id: String, in queue: Int64) throws -> Bool {
        try Int64.fetchOne(db, sql: "SELECT seq FROM queue_jobs WHERE queue = ? AND id = ?", arguments: [queue, id])
            != nil
    }

    private mutating func queue(_ name: String) throws -> (id: Int64, waiting: Int64) {
        if let known = queues[name] { return known }
        let found = try QueueRow.make(name, in: db)
        queues[name] = (found.id, found.waiting)
        return (found.id, found.waiting)
    }
}
