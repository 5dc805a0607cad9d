import GRDB
public import HostDatabase
public import HostDeadLetters
import HostDispatch

/// What became of letters that were to be tried again.
public struct ReplayReport: Sendable, Equatable {
    public var replayed = 0
    /// Letters whose job waits or runs already, or is done.
    public var waiting = 0
    /// Letters that cannot go back: they say neither a queue nor an operation, or their payload could not be kept.
    public var homeless = 0
}

/// Puts the jobs of dead letters back to where they came from, under their old ids and with their attempts anew.
///
/// A queue's job goes to its queue, a schedule's to the schedule's. One that came by HTTP or from a folder goes to the
/// queue `replay:PROCESSOR/OPERATION`, which every host serves for every operation it has.
public struct LetterReplay: Sendable {
    /// Most letters in one transaction, and most bytes of their payloads; the first goes whatever its size.
    private static let batch = 200
    static let mostBytes = 16 << 20
    /// The header of a letter whose source could not keep the payload.
    private static let payloadMissing = "x-payload-missing"

    private let database: HostDatabase.Database
    private let clock: WallClock

    public init(database: HostDatabase.Database, clock: WallClock = .system) {
        self.database = database
        self.clock = clock
    }

    /// Replays the selected letters. Blocks. Each letter and its job change in one transaction. A filter that names no
    /// state is about letters that nothing has been done about yet.
    public func retry(_ selection: LetterSelection) throws(DatabaseFailure) -> ReplayReport {
        var selection = selection
        if case .matching(var filter) = selection {
            filter.state = filter.state ?? .kept
            selection = .matching(filter)
        }
        var report = ReplayReport()
        var last = Int64.min
        while true {
            let from = last
            let now = clock.now()
            let step = try database.write { [selection] db in
                let numbers = try DeadLetterTable.numbers(selection, beyond: from, limit: Self.batch, in: db)
                var part = ReplayReport()
                var inserter = try JobInserter(db, now: now)
                var (bytes, done) = (0, 0)
                while done < numbers.count, bytes < Self.mostBytes {
                    bytes += try Self.replay(numbers[done], &inserter, &part, db)
                    done += 1
                }
                try inserter.finish()
                try CommandCounter.raise(db)
                return (report: part, last: numbers.prefix(done).last)
            }
            report.replayed += step.report.replayed
            report.waiting += step.report.waiting
            report.homeless += step.report.homeless
            guard let end = step.last else { return report }
            last = end
        }
    }

    /// Returns the bytes of the letter's payload.
    private static func replay(
        _ number: Int64, _ inserter: inout JobInserter, _ report: inout ReplayReport, _ db: GRDB.Database
    ) throws -> Int {
        guard let letter = try DeadLetterTable.show(number, in: db) else { return 0 }
        let bytes = letter.payload.count
        guard let queue = queue(of: letter.summary), !letter.headers.contains(where: { $0.name == payloadMissing })
        else {
            report.homeless += 1
            return bytes
        }
        // The failed job's own record would make the replay a duplicate, as that of one that is done is to do.
        let record = try Row.fetchOne(
            db,
            sql: """
                SELECT j.seq, j.queue, j.state FROM queue_jobs j JOIN queue_queues q ON q.id = j.queue
                WHERE q.name = ? AND j.id = ? AND j.state = 5
                """, arguments: [queue, letter.summary.job])
        if let record { try JobRemoval.remove([record], db) }
        let job = NewJob(
            queue: queue, id: letter.summary.job, payload: letter.payload, headers: letter.headers,
            subject: letter.summary.subject)
        guard case .added = try inserter.insert(IncomingJob(job, limit: .max, letter: number)) else {
            report.waiting += 1
            return bytes
        }
        try DeadLetterTable.markReplayed(number, in: db)
        report.replayed += 1
        return bytes
    }

    /// Where a letter's job goes; nil when it does not say.
    static func queue(of letter: LetterSummary) -> String? {
        if letter.origin.hasPrefix("queue ") { return String(letter.origin.dropFirst("queue ".count)) }
        if letter.origin.hasPrefix("schedule ") { return "schedule:" + letter.origin.dropFirst("schedule ".count) }
        guard !letter.processor.isEmpty, !letter.operation.isEmpty else { return nil }
        return "\(LaneRouting.replayPrefix)\(letter.processor)/\(letter.operation)"
    }
}
