import HostThreads

/// What this process holds of all its queues, and what is to be written. A pure state machine: it takes what happened
/// and says what to do, and touches neither threads nor the database. Moments are nanoseconds of the monotonic clock.
struct QueueFlow {
    private(set) var lanes: [String: Lane] = [:]
    /// Ends of claims that are not written yet.
    private(set) var settlements: [Settlement] = []
    /// No more jobs are claimed or started.
    private(set) var isPaused = false
    private var suspects = 0

    var running: Int { lanes.values.reduce(0) { $0 + $1.running } }
    /// Nothing is held and nothing is to be written.
    var isSettled: Bool { settlements.isEmpty && lanes.values.allSatisfy(\.isEmpty) }
    /// Whether no job that runs alone among its kind is held.
    var takesSuspect: Bool { suspects == 0 }

    // MARK: What others say

    /// The queues that are served from now on. What is held of others goes back, once it has not begun.
    mutating func route(_ settings: [LaneSettings], now: Int64) {
        for queue in Array(lanes.keys) { lanes[queue]?.isBound = false }
        for new in settings {
            if lanes[new.queue] == nil { lanes[new.queue] = Lane(new) } else { lanes[new.queue]?.change(new) }
        }
        for (queue, lane) in lanes where !lane.isBound { giveBack(queue, now: now) }
        lanes = lanes.filter { $0.value.isBound || !$0.value.isEmpty }
    }

    mutating func pause(now: Int64) {
        isPaused = true
        for queue in Array(lanes.keys) { giveBack(queue, now: now) }
    }

    /// The queues that the operator has stopped.
    mutating func setPaused(_ queues: Set<String>, now: Int64) {
        for queue in Array(lanes.keys) {
            let isPaused = queues.contains(queue)
            if lanes[queue]?.isPaused == true, !isPaused { lanes[queue]?.mayHaveWork = true }
            lanes[queue]?.isPaused = isPaused
            if isPaused { giveBack(queue, now: now) }
        }
    }

    /// Jobs may have become ready in this queue; nil for any queue.
    mutating func wake(_ queue: String?) {
        if let queue {
            lanes[queue]?.mayHaveWork = true
        } else {
            for queue in Array(lanes.keys) { lanes[queue]?.mayHaveWork = true }
        }
    }

    // MARK: Jobs

    /// The next job of a queue to start.
    mutating func next(_ queue: String, at moment: UInt64) -> ClaimedJob? {
        isPaused ? nil : lanes[queue]?.next(at: moment)
    }

    /// All jobs that can start.
    mutating func startable(at moment: UInt64) -> [ClaimedJob] {
        var jobs: [ClaimedJob] = []
        for queue in lanes.keys {
            while let job = next(queue, at: moment) { jobs.append(job) }
        }
        return jobs
    }

    /// A started job has ended.
    mutating func settled(_ settlement: Settlement, busy: Bool, at moment: UInt64) {
        let queue = settlement.job.queue
        settlements.append(settlement)
        lanes[queue]?.ended(settlement.job.claim, busy: busy, at: moment)
        if settlement.job.isSuspect { suspectEnded() }
        if let lane = lanes[queue], !lane.isBound, lane.isEmpty { lanes[queue] = nil }
    }

    /// Claims have outlived their leases: what has not begun is not begun any more.
    /// - Parameter beat: when the last sign of life that was written was made.
    mutating func dropExpired(beat: UInt64, at moment: UInt64, now: Int64) {
        for (queue, lane) in lanes where !lane.waiting.isEmpty && !lane.settings.isHeld(beat: beat, at: moment) {
            giveBack(queue, now: now)
        }
    }

    private mutating func giveBack(_ queue: String, now: Int64) {
        for job in lanes[queue]?.takeWaiting() ?? [] {
            settlements.append(Settlement(job: job, outcome: .giveBack(due: 0), time: now))
            if job.isSuspect { suspectEnded() }
        }
    }

    private mutating func suspectEnded() {
        suspects -= 1
        // Others of its kind may wait, in any queue.
        wake(nil)
    }

    // MARK: Rounds

    /// The claims that are held, and those whose ends are not written yet.
    var held: Set<Int64> {
        lanes.values.reduce(into: Set(settlements.map(\.job.claim))) { $0.formUnion($1.held) }
    }

    /// Whether a round would do anything for jobs.
    func needsRound(at moment: UInt64) -> Bool {
        !settlements.isEmpty || (!isPaused && lanes.values.contains { $0.wants(at: moment) })
    }

    /// What to claim in the round that begins now.
    mutating func claims(at moment: UInt64) -> [ClaimRequest] {
        guard !isPaused else { return [] }
        return lanes.keys.sorted().compactMap { queue in
            guard let count = lanes[queue]?.wanted(at: moment), count > 0, let lane = lanes[queue] else { return nil }
            return ClaimRequest(queue: queue, count: count, lease: lane.settings.lease)
        }
    }

    /// What to write in the round that begins now.
    mutating func takeSettlements() -> [Settlement] {
        defer { settlements = [] }
        return settlements
    }

    /// A round was written.
    mutating func accept(_ results: [ClaimResult], now: Int64) {
        for result in results {
            suspects += result.jobs.count(where: \.isSuspect)
            guard lanes[result.queue] != nil else {
                for job in result.jobs {
                    settlements.append(Settlement(job: job, outcome: .giveBack(due: 0), time: now))
                    if job.isSuspect { suspectEnded() }
                }
                continue
            }
            lanes[result.queue]?.claimed(result.jobs)
            if result.isPartial { lanes[result.queue]?.mayHaveWork = true }
            if result.isPaused { lanes[result.queue]?.isPaused = true }
            if isPaused || lanes[result.queue]?.isOpen == false { giveBack(result.queue, now: now) }
        }
    }

    /// A round could not be written: it will be tried again.
    mutating func restore(_ unwritten: [Settlement], _ claims: [ClaimRequest]) {
        settlements = unwritten + settlements
        for claim in claims { wake(claim.queue) }
    }

    /// When a queue that is held back goes on, on the monotonic clock; nil when none is.
    func heldUntil(at moment: UInt64) -> UInt64? { lanes.values.compactMap { $0.held(at: moment) }.min() }
}
