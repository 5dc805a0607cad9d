import Foundation
import GRDB
import HostConfiguration
import HostDatabase
import HostDeadLetters
import HostDispatch
import HostObservability
import HostThreads
import Logging
import Synchronization

@testable import HostQueue

/// A clock that stands until it is set.
final class TestClock: Sendable {
    /// Milliseconds since 1970.
    static let start: Int64 = 1_800_000_000_000
    private let time = Mutex(TestClock.start)

    var wall: WallClock { WallClock { [self] in now } }
    var now: Int64 { time.withLock { $0 } }
    func advance(_ milliseconds: Int64) { time.withLock { $0 += milliseconds } }
}

/// A real database file in a folder of its own, which goes with this object.
final class TestStore: Sendable {
    let path: String
    let database: HostDatabase.Database
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "queue-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appending(path: "test.db").path
        database = try Self.open(path)
    }

    deinit {
        database.close()
        try? FileManager.default.removeItem(at: folder)
    }

    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    static func open(_ path: String) throws -> HostDatabase.Database {
        try HostDatabase.Database(
            path: path, synchronous: false, schemas: [QueueSchema.schema, DeadLetterTable.schema], log: silent)
    }

    func read<Value>(_ sql: String, as type: Value.Type) throws -> Value? where Value: DatabaseValueConvertible {
        try database.read { try Value.fetchOne($0, sql: sql) }
    }

    /// The state of a job; nil when there is none of this id.
    func state(_ id: String) throws -> JobState? {
        try database.read { db in
            try Int64.fetchOne(db, sql: "SELECT state FROM queue_jobs WHERE id = ?", arguments: [id])
        }.flatMap(JobState.init)
    }

    /// The counts that are kept with the queue, and those that counting gives, in the order of the columns.
    func counts(_ queue: String = "work") throws -> (kept: [Int64], counted: [Int64]) {
        let columns = ["ready", "delayed", "running", "done", "failed"]
        @Sendable func read(_ db: GRDB.Database) throws -> [Int64] {
            let row = try Row.fetchOne(db, sql: "SELECT * FROM queue_queues WHERE name = ?", arguments: [queue])
            return columns.map { row?[$0] ?? 0 }
        }
        let kept = try database.read(read)
        let counted = try database.write { db in
            try QueueCounts.recount(db)
            return try read(db)
        }
        return (kept, counted)
    }
}

/// One owner of claims that makes its rounds when the test says so: the queue without its thread.
final class TestOwner {
    let store: TestStore
    let clock: TestClock
    let leases: Leases
    var lease: Int64 = 30_000
    private var lastClaim: Int64 = 0
    private var silence = OwnerSilence()

    init(
        _ store: TestStore, _ clock: TestClock, host: String = "one", mostLosses: Int = 3,
        wasInFlight: @escaping @Sendable (String) -> Bool = { _ in true }
    ) {
        self.store = store
        self.clock = clock
        leases = Leases(
            owner: Int64.random(in: 1...Int64.max), host: host, mostLosses: mostLosses, wasInFlight: wasInFlight)
    }

    @discardableResult
    func put(_ jobs: [NewJob], limit: Int = 1_000) throws -> [Insertion] {
        let now = clock.now
        let incoming = jobs.map { IncomingJob($0, limit: limit) }
        return try store.database.write { db in
            var inserter = try JobInserter(db, now: now)
            let insertions = try incoming.map { try inserter.insert($0) }
            try inserter.finish()
            return insertions
        }
    }

    @discardableResult
    func round(
        claims: [(queue: String, count: Int)] = [], settlements: [Settlement] = [], isFirst: Bool = false,
        looks: Bool = false, promotes: Bool = false, renews: Bool = false, held: Set<Int64>? = nil,
        takesSuspect: Bool = true
    ) throws -> QueueRound.Outcome {
        let address = LaneAddress(origin: "queue work", processor: "fixture", operation: "a.b")
        let round = QueueRound(
            leases: leases, letter: LostLetter(addresses: ["work": address]), now: clock.now,
            moment: UInt64(clock.now - TestClock.start) * 1_000_000, isFirst: isFirst, renews: renews, looks: looks,
            command: 0, othersWrote: false, promotes: promotes, due: NextDue(), silence: silence, held: held,
            settlements: settlements,
            claims: claims.map { ClaimRequest(queue: $0.queue, count: $0.count, lease: lease) }, lastClaim: lastClaim,
            takesSuspect: takesSuspect)
        lastClaim += Int64(claims.reduce(0) { $0 + $1.count })
        let outcome = try store.database.write { try round.run($0) }
        if let seen = outcome.silence { silence = seen }
        return outcome
    }

    /// Looks every second, as the clock goes on. Returns how many jobs of others it freed.
    func watch(for milliseconds: Int64) throws -> Int {
        // Silence runs from the second look at a beat.
        var released = try round(looks: true).released + round(looks: true).released
        var rest = milliseconds
        while rest > 0 {
            clock.advance(min(rest, 1_000))
            rest -= min(rest, 1_000)
            released += try round(looks: true).released
        }
        return released
    }

    func claim(_ count: Int, queue: String = "work", takesSuspect: Bool = true) throws -> [ClaimedJob] {
        try round(claims: [(queue, count)], takesSuspect: takesSuspect).claims.flatMap(\.jobs)
    }

    func end(_ job: ClaimedJob, _ outcome: Settlement.Outcome) -> Settlement {
        Settlement(job: job, outcome: outcome, time: clock.now)
    }

    static func letter(_ job: ClaimedJob, code: String = "sheet.not_found") -> DeadLetter {
        DeadLetter(
            origin: "queue work", job: job.id, operation: "a.b", processor: "fixture", payload: job.payload,
            headers: job.headers, attempts: job.attempt, status: .reject,
            error: JobError(code: code, message: "there is no sheet"), subject: job.subject)
    }
}

extension NewJob {
    static func work(
        _ id: String, priority: Int = 0, delay: Duration = .zero, headers: [(name: String, value: String)] = []
    ) -> NewJob {
        NewJob(
            queue: "work", id: id, payload: Array("payload of \(id)".utf8), headers: headers, priority: priority,
            delay: delay)
    }
}
