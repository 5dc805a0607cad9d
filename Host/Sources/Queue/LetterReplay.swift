import GRDB
public import HostDatabase
public import HostDeadLetters
import HostDispatch

/// What became of letters that were to be tried again.
public struct ReplayReport: Sendable, Equatable {
    public var replayed = 0
    /// Letters whose job waits or runs already.
    public var waiting = 0
    /// Letters that say neither a queue nor an operation to go to.
    public var homeless = 0
}

/// Puts the jobs of dead letters back to where they came from, under their old ids and with their attempts anew.
///
/// A queue's job goes to its queue, a schedule's to the schedule's. One that came by HTTP or from a folder goes to the
/// queue `replay:PROCESSOR/OPERATION`, which every host serves for every operation it has.
public struct LetterReplay: Sendable {
    private static let batch = 200

    private let database: HostDatabase.Database
    private let clock: WallClock

    public init(database: HostDatabase.Database, clock: WallClock = .system) {
        self.database = database
        self.clock = clock
    }

    /// Replays the selected letters. Blocks. Each letter and its job change in one transaction.
    public func retry(_ selection: LetterSelection) throws(DatabaseFailure) -> ReplayReport {
        var report = ReplayReport()
        var last = Int64.min
        while true {
            let from = last
            let now = clock.now()
            let step = try database.write { db in
                let numbers = try DeadLetterTable.numbers(selection, beyond: from, limit: Self.batch, in: db)
                var part = ReplayReport()
                var inserter = try JobInserter(db, now: now)
                for number in numbers { try Self.replay(number, &inserter, &part, db) }
                try inserter.finish()
                try CommandCounter.raise(db)
                return (report: part, last: numbers.last)
            }
            report.replayed += step.report.replayed
            report.waiting += step.report.waiting
            report.homeless += step.report.homeless
            guard let end = step.last else { return report }
            last = end
        }
    }

    private static func replay(
        _ number: Int64, _ inserter: inout JobInserter, _ report: inout ReplayReport, _ db: GRDB.Database
    ) throws {
        guard let letter = try DeadLetterTable.show(number, in: db) else { return }
        guard let queue = queue(of: letter.summary) else { return report.homeless += 1 }
        // The failed job's own record would make the replay a duplicate.
        let record = try Row.fetchOne(
            db,
            sql: """
                SELECT j.seq, j.queue, j.state FROM queue_jobs j JOIN queue_queues q ON q.id = j.queue
                WHERE q.name = ? AND j.id = ? AND j.state >= 4
                """, arguments: [queue, letter.summary.job])
        if let record { try JobRemoval.remove([record], db) }
        let job = NewJob(
            queue: queue, id: letter.summary.job, payload: letter.payload, headers: letter.headers,
            subject: letter.summary.subject)
        guard case .added = try inserter.insert(IncomingJob(job, limit: .max, letter: number)) else {
            return report.waiting += 1
        }
        try DeadLetterTable.markReplayed(number, in: db)
        report.replayed += 1
    }

    /// Where a letter's job goes; nil when it does not say.
    static func queue(of letter: LetterSummary) -> String? {
        if letter.origin.hasPrefix("queue ") { return String(letter.origin.dropFirst("queue ".count)) }
        if letter.origin.hasPrefix("schedule ") { return "schedule:" + letter.origin.dropFirst("schedule ".count) }
        guard !letter.processor.isEmpty, !letter.operation.isEmpty else { return nil }
        return "\(LaneRouting.replayPrefix)\(letter.processor)/\(letter.operation)"
    }
}
