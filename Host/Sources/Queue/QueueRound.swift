import GRDB

/// Counts the operator's commands, so that a host notices those of its own process too.
enum CommandCounter {
    static func read(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(db.cachedStatement(sql: "SELECT version FROM queue_control")) ?? 0
    }

    static func raise(_ db: Database) throws {
        try db.execute(sql: "UPDATE queue_control SET version = version + 1")
    }
}

/// When the next delayed job falls due, in milliseconds since 1970; nil when none is delayed.
struct NextDue: Sendable, Equatable {
    var time: Int64?

    mutating func lower(to other: Int64) { time = min(time ?? other, other) }
    mutating func lower(to other: NextDue) { if let time = other.time { lower(to: time) } }
}

/// One transaction of the queue: ends of claims and new claims together, and what is due beside them.
struct QueueRound: Sendable {
    struct Outcome: Sendable {
        var claims: [ClaimResult] = []
        /// Settlements of claims that were not ours any more.
        var lost = 0
        /// Jobs of dead owners that are free again.
        var released = 0
        var promoted = 0
        /// When the next delayed job falls due, or never; only when it was looked up.
        var due: NextDue?
        /// The number of the operator's last command; only when it was looked up.
        var command: Int64?
        /// Others may have changed anything.
        var isNews = false
        /// The queues that the operator has stopped; present when it was looked up.
        var paused: Set<String>?
        /// What is known of other owners; only when it was looked up.
        var silence: OwnerSilence?
    }

    let leases: Leases
    let letter: LostLetter
    /// Milliseconds since 1970.
    let now: Int64
    /// The same moment in nanoseconds of the monotonic clock.
    let moment: UInt64
    /// The first transaction of this owner.
    let isFirst: Bool
    let renews: Bool
    /// Whether to look for commands after `command`, and for owners that are dead.
    let looks: Bool
    let command: Int64?
    /// Another process has written.
    let othersWrote: Bool
    let promotes: Bool
    /// When the next delayed job falls due, as it was known before: what is heard of meanwhile is kept apart.
    let due: NextDue
    /// What was seen of other owners before.
    let silence: OwnerSilence
    /// The claims that are held, when the last transaction failed: others are strays.
    let held: Set<Int64>?
    let settlements: [Settlement]
    let claims: [ClaimRequest]
    /// The claims of this round have numbers above it.
    let lastClaim: Int64
    let takesSuspect: Bool

    func run(_ db: Database) throws -> Outcome {
        var outcome = Outcome()
        var counts = QueueCounts()
        if isFirst {
            try QueueCounts.recount(db)
            outcome.released += try leases.begin(now: now, letter: letter, counts: &counts, db)
        }
        if renews { try leases.renew(now: now, db) } else { try leases.register(now: now, db) }
        if let held { try leases.giveBackAll(except: held, counts: &counts, db) }
        var settler = JobSettler(db, owner: leases.owner, now: now)
        for settlement in settlements { try settler.settle(settlement, counts: &counts) }
        outcome.lost = settler.lost
        if looks || othersWrote { try look(&outcome, &counts, db) }
        if promotes {
            outcome.promoted = try DelayedJobs.promote(
                now: now, suspectLosses: leases.suspectLosses, counts: &counts, db)
        }
        try claim(&outcome, &counts, db)
        if isFirst || promotes || outcome.isNews { outcome.due = NextDue(time: try DelayedJobs.nextDue(db)) }
        try counts.apply(db)
        return outcome
    }

    private func look(_ outcome: inout Outcome, _ counts: inout QueueCounts, _ db: Database) throws {
        var silence = silence
        outcome.released += try leases.expire(
            &silence, now: now, at: moment, letter: letter, counts: &counts, db)
        outcome.silence = silence
        let seen = try CommandCounter.read(db)
        outcome.command = seen
        outcome.isNews = othersWrote || seen != command
        guard outcome.isNews else { return }
        outcome.paused = try String.fetchSet(db, sql: "SELECT name FROM queue_queues WHERE paused")
    }

    private func claim(_ outcome: inout Outcome, _ counts: inout QueueCounts, _ db: Database) throws {
        var claimer = JobClaimer(
            owner: leases.owner, now: now, lastClaim: lastClaim, suspectLosses: leases.suspectLosses)
        var takesSuspect = takesSuspect
        for request in claims {
            let result = try claimer.claim(request, takesSuspect: takesSuspect, counts: &counts, db)
            if result.jobs.contains(where: \.isSuspect) { takesSuspect = false }
            outcome.claims.append(result)
        }
    }
}
