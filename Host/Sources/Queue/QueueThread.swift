import HostDatabase
import HostDispatch
import HostThreads
import Logging

/// What the queue's own thread does.
extension EmbeddedQueue {
    private enum Step {
        case start([ClaimedJob])
        case write(QueueRound)
        case sweep
        case measure
        case end
    }

    func run() {
        while true {
            switch nextStep() {
            case .start(let jobs): for job in jobs { start(job) }
            case .write(let round): write(round)
            case .sweep: sweep()
            case .measure: measure()
            case .end: return farewell()
            }
        }
    }

    /// Waits until there is something to do.
    private func nextStep() -> Step {
        monitor.lock()
        defer { monitor.unlock() }
        while true {
            let now = settings.clock.now()
            let moment = MonotonicClock.now()
            if state.hasVanished || state.isGivingUp { return .end }
            state.flow.dropExpired(beat: state.beat, at: moment, now: now)
            let jobs = state.flow.startable(at: moment)
            if !jobs.isEmpty { return .start(jobs) }
            if state.isEnding, state.flow.isSettled { return .end }
            if moment >= state.retryAt {
                if state.isRegistered, moment >= state.nextSweep { return .sweep }
                if state.isRegistered, moment >= state.nextMeasure { return .measure }
                if state.isDue(now: now, at: moment) || state.flow.needsRound(at: moment) {
                    return .write(round(now: now, at: moment))
                }
            }
            _ = monitor.wait(until: state.wakeTime(now: now, at: moment))
        }
    }

    /// With the lock held.
    func round(now: Int64, at moment: UInt64) -> QueueRound {
        let claims = state.flow.claims(at: moment)
        let lastClaim = state.lastClaim
        defer {
            state.othersWrote = false
            state.due = NextDue()
        }
        // Also when the round fails: a number is never given to two claims.
        state.lastClaim &+= Int64(claims.reduce(0) { $0 + $1.count })
        return QueueRound(
            leases: leases, letter: LostLetter(addresses: state.flow.lanes.mapValues(\.settings.address)), now: now,
            moment: moment, isFirst: !state.isRegistered, renews: moment >= state.nextBeat,
            looks: moment >= state.nextLook, command: state.command, othersWrote: state.othersWrote,
            promotes: (state.due.time ?? .max) <= now, due: state.due, silence: state.silence,
            held: state.mayHaveStrays ? state.flow.held : nil, settlements: state.flow.takeSettlements(),
            claims: claims, lastClaim: lastClaim, takesSuspect: state.flow.takesSuspect)
    }

    // MARK: Jobs

    /// Hands a claimed job to the router. Also on the thread where another job has ended; does not block.
    func start(_ job: ClaimedJob) {
        metrics.waited(job.queue, milliseconds: settings.clock.now() &- job.due)
        let submitted = router.submit(find: { LaneRouting.route(job.queue, $0) }) { route in
            Delivery(
                envelope: JobEnvelope(id: job.id, operation: route.operation, headers: job.headers),
                attempt: UInt32(clamping: job.attempt), origin: job.queue, payload: job.payload,
                receiver: QueueReceiver(queue: self, job: job, mediaType: route.mediaType),
                received: MonotonicClock.now(), deadlineFrom: .start)
        }
        if submitted == nil {
            // The queue hears of a new routing a moment after it is published.
            let error = JobError(code: "queue.unbound", message: "nothing is bound to the queue any more")
            ended(job, .busy, error, isHostsDoing: true, result: JobResult(mediaType: "", bytes: []))
        }
    }

    /// A job has ended. On the thread where it did; does not block.
    func ended(_ job: ClaimedJob, _ status: JobStatus, _ error: JobError?, isHostsDoing: Bool, result: JobResult) {
        let now = settings.clock.now()
        let moment = MonotonicClock.now()
        var random = SystemRandomNumberGenerator()
        let next: ClaimedJob? = monitor.locked {
            let lane = state.flow.lanes[job.queue]?.settings
            let verdict = SettlementTable.verdict(
                status, error, isHostsDoing: isHostsDoing, attempt: job.attempt, lane?.retry ?? .init(),
                random: &random)
            let outcome = settlement(job, status, error, result, verdict, lane?.address, now: now)
            state.flow.settled(
                Settlement(job: job, outcome: outcome, time: now), busy: status == .busy, at: moment)
            monitor.signal()
            // A job that was turned away is settled within its own submission: another one started here would be one
            // call deeper, and so on.
            if case .giveBack = verdict { return nil }
            // The queue's thread, which looks after leases, may be waiting for the disk.
            guard let lane, lane.isHeld(beat: state.beat, at: moment) else { return nil }
            return state.flow.next(job.queue, at: moment)
        }
        if let next { start(next) }
    }

    private func settlement(
        _ job: ClaimedJob, _ status: JobStatus, _ error: JobError?, _ result: JobResult, _ verdict: Verdict,
        _ address: LaneAddress?, now: Int64
    ) -> Settlement.Outcome {
        let error = error ?? JobError(code: "job.\(status.rawValue)", message: "no reason was given")
        switch verdict {
        case .done: return .done(result)
        case .again(let wait): return .again(due: now &+ wait, error)
        case .giveBack(let wait): return .giveBack(due: now &+ wait)
        case .failed:
            let address = address ?? LaneAddress(queue: job.queue)
            return .failed(
                DeadLetter(
                    origin: address.origin, job: job.id, operation: address.operation, processor: address.processor,
                    payload: job.payload, headers: job.headers, attempts: job.attempt, status: status, error: error,
                    subject: job.subject))
        }
    }

    // MARK: The database

    private func write(_ round: QueueRound) {
        do {
            let outcome = try database.write { try round.run($0) }
            monitor.locked { written(round, outcome) }
            report(outcome)
        } catch {
            monitor.locked { unwritten(round, error) }
        }
    }

    /// With the lock held.
    func unwritten(_ round: QueueRound, _ failure: DatabaseFailure) {
        state.flow.restore(round.settlements, round.claims)
        state.othersWrote = state.othersWrote || round.othersWrote
        state.due.lower(to: round.due)
        state.failure = failure.description
        state.mayHaveStrays = true
        state.retryAt = MonotonicClock.now() &+ state.retryPause
        state.retryPause = min(state.retryPause * 2, QueueState.longestPause)
    }

    /// With the lock held.
    func written(_ round: QueueRound, _ outcome: QueueRound.Outcome) {
        let moment = MonotonicClock.now()
        state.failure = nil
        state.retryPause = QueueState.firstPause
        if !state.isRegistered { settings.begun() }
        state.isRegistered = true
        if round.held != nil { state.mayHaveStrays = false }
        if round.renews || round.isFirst {
            state.beat = round.moment
            let lease = state.flow.lanes.values.map(\.settings.lease).min() ?? 30_000
            state.nextBeat = round.moment &+ UInt64(max(200, lease / 3)) &* 1_000_000
        }
        if round.looks { state.nextLook = moment &+ QueueState.lookInterval }
        // Lowered, not set: jobs that came behind the commit were heard of before this.
        state.due.lower(to: outcome.due ?? round.due)
        if let silence = outcome.silence { state.silence = silence }
        for settlement in round.settlements {
            switch settlement.outcome {
            case .again(let due, _), .giveBack(let due):
                if due > round.now { state.due.lower(to: due) } else { state.flow.wake(settlement.job.queue) }
            case .done, .failed: break
            }
        }
        if let paused = outcome.paused { state.flow.setPaused(paused, now: round.now) }
        if outcome.released > 0 || outcome.promoted > 0 || outcome.isNews {
            state.flow.wake(nil)
        }
        if let command = outcome.command { state.command = command }
        state.flow.accept(outcome.claims, now: round.now)
    }

    private func report(_ outcome: QueueRound.Outcome) {
        for claim in outcome.claims where !claim.jobs.isEmpty { metrics.claimed(claim.queue, claim.jobs.count) }
        if outcome.lost > 0 {
            metrics.leaseLost(outcome.lost)
            log.warning("jobs ended that others had taken or removed meanwhile", metadata: ["jobs": "\(outcome.lost)"])
        }
        if outcome.released > 0 {
            log.notice("jobs of a host that ended are free again", metadata: ["jobs": "\(outcome.released)"])
        }
    }
}
