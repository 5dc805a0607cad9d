import GRDB

/// Owners and their leases: which process holds which jobs, and what becomes of them when it is gone.
///
/// A lease is the time since its owner's last sign of life, so that one small write renews all leases of a process.
/// Owner and observers measure it on the monotonic clock, which is one for all processes of a machine: the owner from
/// before it wrote the sign, the others from when they saw it.
struct Leases: Sendable {
    /// What is known of a job whose owner is gone.
    private enum Loss {
        /// It was inside a plugin: that is a loss, and an attempt.
        case running
        /// It may have begun: an attempt, and nothing to hold against it.
        case unknown
        /// It had only been claimed.
        case waiting
    }

    /// This process's own number, chosen at random.
    let owner: Int64
    /// What is the same for all starts of one host.
    let host: String
    /// How often hosts may end under a job until it becomes a dead letter.
    let mostLosses: Int
    /// Whether a job of this id was inside a plugin when an earlier start of this host ended.
    let wasInFlight: @Sendable (String) -> Bool

    /// Losses from which on a job is a suspect: one more, and it is a dead letter.
    var suspectLosses: Int { max(1, mostLosses - 1) }

    /// Registers this owner. Jobs of this host's earlier starts are free at once: one host runs in a state folder at
    /// a time, so those processes are gone. So are those of owners that the database does not know.
    func begin(now: Int64, letter: LostLetter, counts: inout QueueCounts, _ db: GRDB.Database) throws -> Int {
        let earlier = try Int64.fetchAll(
            db, sql: "SELECT id FROM queue_owners WHERE host = ? AND id <> ?", arguments: [host, owner])
        var released = 0
        for previous in earlier {
            released += try release(
                previous, now: now, loss: { wasInFlight($0) ? .running : .waiting }, letter: letter, counts: &counts, db
            )
            try forget(previous, db)
        }
        for unknown in try unknownOwners(db) {
            released += try release(
                unknown, now: now, loss: { wasInFlight($0) ? .running : .unknown }, letter: letter, counts: &counts, db)
        }
        try renew(now: now, db)
        return released
    }

    /// Renews all leases of this owner.
    func renew(now: Int64, _ db: GRDB.Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO queue_owners (id, host, beat) VALUES (?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET beat = excluded.beat
                """)
        try statement.execute(arguments: [owner, host, now])
    }

    /// Makes this owner known, should a restore, or others after a long silence, have taken it out: claims of an owner
    /// that is not known are anybody's.
    func register(now: Int64, _ db: GRDB.Database) throws {
        let statement = try db.cachedStatement(
            sql: "INSERT INTO queue_owners (id, host, beat) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING")
        try statement.execute(arguments: [owner, host, now])
    }

    /// Frees the jobs of other owners whose leases ran out, and of those that the database does not know. Returns how
    /// many.
    /// - Parameters:
    ///   - silence: what was seen of the others so far; it is brought up to date.
    ///   - moment: nanoseconds of the monotonic clock.
    func expire(
        _ silence: inout OwnerSilence, now: Int64, at moment: UInt64, letter: LostLetter, counts: inout QueueCounts,
        _ db: GRDB.Database
    ) throws -> Int {
        let others = try Row.fetchAll(
            db.cachedStatement(sql: "SELECT id, beat FROM queue_owners WHERE id <> ?"), arguments: [owner])
        silence.look(others.reduce(into: [:]) { $0[$1[0]] = $1[1] }, at: moment)
        var released = 0
        for other in others {
            let id: Int64 = other[0]
            let silent = silence.milliseconds(of: id)
            released += try release(
                id, silent: silent, now: now, loss: { _ in .unknown }, letter: letter, counts: &counts, db)
            if silent >= Self.forgotten { try forget(id, db) }
        }
        for unknown in try unknownOwners(db) {
            released += try release(
                unknown, now: now, loss: { _ in .unknown }, letter: letter, counts: &counts, db)
        }
        return released
    }

    /// Owners of running jobs that are not registered.
    private func unknownOwners(_ db: GRDB.Database) throws -> [Int64] {
        try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT DISTINCT owner FROM queue_jobs INDEXED BY queue_running
                    WHERE state = 2 AND owner <> ? AND owner NOT IN (SELECT id FROM queue_owners)
                    """), arguments: [owner])
    }

    /// Takes this owner out; what it still holds goes back as if it had not been claimed.
    func end(counts: inout QueueCounts, _ db: GRDB.Database) throws {
        try giveBackAll(except: [], counts: &counts, db)
        try forget(owner, db)
    }

    /// Gives back, uncounted, what the database has under this owner and `claims` does not hold: claims whose
    /// transaction was reported as failed although it was written.
    func giveBackAll(except claims: Set<Int64>, counts: inout QueueCounts, _ db: GRDB.Database) throws {
        let rows = try Row.fetchAll(
            db, sql: "SELECT seq, claim, queue FROM queue_jobs WHERE state = 2 AND owner = ?", arguments: [owner])
        for row in rows where !claims.contains(row[1]) {
            try db.execute(
                sql: """
                    UPDATE queue_jobs SET state = CASE WHEN losses >= ? THEN 3 ELSE 0 END, owner = NULL,
                        attempt = attempt - 1 WHERE seq = ?
                    """, arguments: [suspectLosses, row[0] as Int64])
            counts.move(row[2], from: .running, to: .ready)
        }
    }

    /// Frees jobs of a dead owner: all of them, or those whose lease is shorter than the milliseconds it was silent.
    private func release(
        _ dead: Int64, silent: Int64? = nil, now: Int64, loss: (String) -> Loss, letter: LostLetter,
        counts: inout QueueCounts, _ db: GRDB.Database
    ) throws -> Int {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT seq, queue, id, attempt, losses, letter, lease FROM queue_jobs
                WHERE state = 2 AND owner = ?
                """, arguments: [dead])
        var released = 0
        for row in rows {
            let (seq, queue, lease): (Int64, Int64, Int64) = (row[0], row[1], row[6])
            if let silent, silent <= lease { continue }
            released += 1
            let loss = loss(row[2])
            let losses: Int = row[4] + (loss == .running ? 1 : 0)
            if losses >= mostLosses {
                try letter.keep(seq: seq, losses: losses, attempts: row[3], letter: row[5], at: now, db)
                counts.move(queue, from: .running, to: .failed)
                continue
            }
            let state: JobState = losses >= suspectLosses ? .suspect : .ready
            try db.execute(
                sql: "UPDATE queue_jobs SET state = ?, owner = NULL, losses = ?, attempt = attempt - ? WHERE seq = ?",
                arguments: [state.rawValue, losses, loss == .waiting ? 1 : 0, seq])
            counts.move(queue, from: .running, to: state)
        }
        return released
    }

    /// Removes an owner that holds no job any more.
    private func forget(_ id: Int64, _ db: GRDB.Database) throws {
        try db.execute(
            sql: """
                DELETE FROM queue_owners WHERE id = ?1
                    AND NOT EXISTS (SELECT 1 FROM queue_jobs WHERE state = 2 AND owner = ?1)
                """, arguments: [id])
    }

    /// Another owner is forgotten after an hour of silence, in milliseconds.
    private static let forgotten: Int64 = 3_600_000
}
