import HostDatabase
import HostDeadLetters
import HostThreads
import Logging
import Synchronization

/// What the queue's thread does beside jobs: bounds on what is kept, numbers, and the end.
extension EmbeddedQueue {
    /// Removes a batch of what is older, or more, than is to be kept; goes on at once while there is more.
    func sweep() {
        let now = settings.clock.now()
        let bounds = settings.retention
        let letters = DeadLetters(
            database: database, age: bounds.deadLetters.age, count: bounds.deadLetters.count, clock: settings.clock)
        var isMore = false
        do {
            let jobs = try QueueRecords(database: database, bounds: bounds).sweep(now: now)
            isMore = try letters.sweep(now: now) + jobs > 0
        } catch {
            log.warning("old jobs could not be removed", metadata: ["reason": "\(error)"])
        }
        let moment = MonotonicClock.now()
        monitor.locked {
            state.nextSweep =
                moment &+ (isMore ? QueueState.sweepPause : QueueState.sweepInterval)
        }
    }

    func measure() {
        do {
            try metrics.measure(database, now: settings.clock.now())
        } catch {
            log.debug("the queues could not be measured", metadata: ["reason": "\(error)"])
        }
        let moment = MonotonicClock.now()
        monitor.locked { state.nextMeasure = moment &+ QueueState.measureInterval }
    }

    /// Writes what has ended, and gives back what has not. The thread does not wait for a disk that may be away.
    func farewell() {
        let (settlements, hasVanished, isRegistered) = monitor.locked {
            (state.flow.takeSettlements(), state.hasVanished, state.isRegistered)
        }
        guard !hasVanished, isRegistered else { return ended.open() }
        let leases = leases
        let now = settings.clock.now()
        let ended = ended
        let log = log
        database.write { db in
            var counts = QueueCounts()
            var settler = JobSettler(db, owner: leases.owner, now: now)
            for settlement in settlements { try settler.settle(settlement, counts: &counts) }
            try leases.end(counts: &counts, db)
            try counts.apply(db)
        } done: { (result: Result<Void, DatabaseFailure>) in
            if case .failure(let failure) = result {
                log.error(
                    "jobs could not be given back: they are free again at the next start",
                    metadata: ["reason": "\(failure)"])
            }
            ended.open()
        }
    }

    // MARK: For tests

    /// Ends like a process that is killed: nothing more is written, and nothing is given back.
    func vanish() {
        let isStarted = monitor.locked {
            state.hasVanished = true
            monitor.signal()
            return state.isStarted
        }
        if isStarted { ended.wait() }
    }

    /// Looks at once at clock, leases and what others changed: a clock that tests set tells nobody.
    func look() {
        monitor.locked {
            state.nextLook = 0
            state.nextBeat = 0
            monitor.signal()
        }
    }
}
