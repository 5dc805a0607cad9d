import HostDispatch
import HostThreads
import Logging
import Synchronization

/// The way of a consumer's jobs: from the broker to the processor, and what follows from how they end.
extension QueueConsumer {
    /// How long a job rests before it goes back: it would come again at once.
    private static let requeuePause = Duration.seconds(1)
    /// The publisher's word for a message that no broker would ever take.
    private static let invalid = "callback.invalid"

    // MARK: Coming in

    func take(_ message: IncomingMessage, now: UInt64) {
        let place = ledger.take(message.tag)
        // What the broker had sent before it heard of the cancellation.
        guard phase == .consuming, !isLeaving else {
            _ = ledger.refuse(place, requeue: true)
            return
        }
        let job = QueueJob(
            message: message,
            id: MessageIdentity.job(message.properties, queue: lane.queue, body: message.body), place: place,
            count: AttemptCount(message.properties.headers, redelivered: message.redelivered), terms: terms, lane: lane)
        guard message.redelivered else { return begin(job, now: now) }
        tallies.redelivered += 1
        history.look(
            queue: lane.queue, processor: terms.bound.processor, job: job.id, step: job.count.step,
            counts: !job.count.isCounted
        ) { [lane] in lane.post(.lookedUp(job, $0)) }
    }

    private func lookedUp(_ job: QueueJob, _ record: JobHistory.Record, now: UInt64) {
        if let count = record.redeliveries { job.count.counted(count) }
        guard record.losses < JobHistory.mostLosses else {
            let reason = "\(record.losses) hosts ended while the job was inside the processor"
            let error = JobError(code: "job.poison", message: reason)
            lane.log.error("a job is given up", metadata: ["job": "\(job.id)", "reason": "\(reason)"])
            // More than that: it took the failure's own operation along too.
            let isHopeless = record.losses > JobHistory.mostLosses
            return act(job, isHopeless ? .reject : SettlementTable.final(job.terms.terms), error, now: now)
        }
        job.isSuspect = record.losses > 0
        begin(job, now: now)
    }

    // MARK: To the processor

    /// Hands a job over, or holds it until there is room.
    private func begin(_ job: QueueJob, now: UInt64) {
        if isLeaving, job.failure == nil || isHindered {
            _ = ledger.refuse(job.place, requeue: true)
        } else if job.isSuspect {
            suspects.append(job)
            beginSuspect(now: now)
        } else if held.isEmpty, admits(now: now) {
            submit(job, now: now)
        } else {
            held.append(job)
        }
    }

    private func beginSuspect(now: UInt64) {
        guard !suspects.isEmpty, admits(now: now) else { return }
        guard lane.seat.take(for: lane, orWake: { [lane] in lane.nudge() }) else { return gate.ended() }
        submit(suspects.removeFirst(), now: now)
    }

    private func submit(_ job: QueueJob, now: UInt64) {
        let isFailure = job.failure != nil
        job.beginAttempt()
        let submitted = router.submit(
            find: { isFailure ? bound($0)?.failure : bound($0)?.route },
            delivery: { route in
                job.operation = route.operation
                job.mediaType = route.mediaType
                job.began = MonotonicClock.now()
                var headers = EnvelopeHeaders.read(job.message.properties)
                if let failure = job.failure { headers = EnvelopeHeaders.with(failure: failure, headers) }
                return Delivery(
                    envelope: JobEnvelope(id: job.id, operation: route.operation, headers: headers),
                    attempt: job.count.attempt, origin: lane.queue, payload: job.message.body, receiver: job,
                    received: job.began, deadlineFrom: .start)
            })
        guard let submitted else { return unbound(job, now: now) }
        inFlight += 1
        // Settled at once for want of room: that news is on its way.
        if submitted.ticket == nil {
            job.wasRefused = true
            gate.refused(now: now)
            lane.isShort.store(true, ordering: .relaxed)
        }
    }

    /// The routing names nothing for the job: the consumer will hear of that in a moment, and what it holds goes back.
    private func unbound(_ job: QueueJob, now: UInt64) {
        if job.isSuspect { lane.seat.leave() }
        (job.count.tries, job.hasLeft) = (job.count.tries - 1, true)
        if isLeaving {
            _ = ledger.refuse(job.place, requeue: true)
        } else if job.failure != nil, seen?.bound?.route != nil {
            // The reload took the failure's operation away.
            _ = ledger.refuse(job.place, requeue: false)
        } else {
            hold(job, now: now)
        }
    }

    private func hold(_ job: QueueJob, now: UInt64) {
        gate.refused(now: now)
        if job.isSuspect { suspects.prepend(job) } else { held.prepend(job) }
    }

    private func bound(_ routing: RoutingSnapshot) -> BoundRoute? {
        if let seen, seen.routing === routing { return seen.bound }
        let binding = terms.bound.binding
        let bound = routing.bindings.first {
            guard case .amqp(let other) = $0.binding.source else { return false }
            return other.queue == binding.queue && other.broker == binding.broker
        }
        seen = (routing, bound)
        return bound
    }

    // MARK: What has ended

    /// Acts upon what has come and what is due.
    func work(now: UInt64) {
        var news = news
        self.news = []
        lane.take(into: &news)
        for item in news { hear(item, now: now) }
        news.removeAll(keepingCapacity: true)
        self.news = news
        while let (job, purpose) = timers.take(now: now) {
            switch purpose {
            case .begin: begin(job, now: now)
            case .requeue: _ = ledger.refuse(job.place, requeue: true)
            }
        }
        beginSuspect(now: now)
        while let job = held.first, admits(now: now) {
            held.removeFirst()
            submit(job, now: now)
        }
        if gate.nextMoment == nil, lane.isShort.load(ordering: .relaxed) {
            lane.isShort.store(false, ordering: .relaxed)
        }
    }

    private func hear(_ item: ConsumerNews, now: UInt64) {
        switch item {
        case .left(let job): leftProcessor(job)
        case .ended(let job, let verdict, let error):
            leftProcessor(job)
            job.hasLeft = true
            isCurrent(job) ? act(job, verdict, error, now: now) : (tallies.stale += 1)
        case .published(let job, let outcome):
            if !job.hasLeft { leftProcessor(job) }
            job.hasLeft = true
            published(job, outcome, now: now)
        case .lookedUp(let job, let record):
            if isCurrent(job) { lookedUp(job, record, now: now) }
        }
    }

    private func leftProcessor(_ job: QueueJob) {
        inFlight -= 1
        // One that was refused has had no place there.
        if !job.wasRefused { gate.ended() }
    }

    private func isCurrent(_ job: QueueJob) -> Bool { job.place.epoch == ledger.epoch }

    private func published(_ job: QueueJob, _ outcome: PublishOutcome, now: UInt64) {
        guard isCurrent(job) else { return tallies.stale += 1 }
        switch outcome {
        case .confirmed:
            if !ledger.done(job.place, now: now) { tallies.stale += 1 }
        case .failed(Self.invalid, let message):
            lane.log.error(
                "a message can never be published: its job has failed",
                metadata: ["job": "\(job.id)", "reason": "\(message)"])
            let verdict = job.failure == nil ? SettlementTable.final(job.terms.terms) : .reject
            act(job, verdict, JobError(code: Self.invalid, message: message), now: now)
        case .failed(let code, let message):
            lane.log.warning(
                "a message could not be published: its job goes back to the queue",
                metadata: ["job": "\(job.id)", "code": "\(code)", "reason": "\(message)"])
            giveBack(job, after: Self.requeuePause, now: now)
        }
    }

    private func giveBack(_ job: QueueJob, after pause: Duration, now: UInt64) {
        if isLeaving {
            _ = ledger.refuse(job.place, requeue: true)
        } else {
            timers.set(job, for: .requeue, at: now &+ pause.nanoseconds)
        }
    }

    private func act(_ job: QueueJob, _ verdict: Verdict, _ error: JobError?, now: UInt64) {
        switch verdict {
        case .acknowledge:
            if !ledger.done(job.place, now: now) { tallies.stale += 1 }
        case .reject: _ = ledger.refuse(job.place, requeue: false)
        // A callback is published by the thread on which the job ended, and only a stale one comes here.
        case .requeue, .callback: giveBack(job, after: Self.requeuePause, now: now)
        case .again(let pause):
            guard !isLeaving else { return _ = ledger.refuse(job.place, requeue: true) }
            timers.set(job, for: .begin, at: now &+ pause.nanoseconds)
        case .hold(let pause):
            job.count.tries -= 1
            guard !isLeaving else { return _ = ledger.refuse(job.place, requeue: true) }
            if job.wasRefused {
                hold(job, now: now)
            } else {
                timers.set(job, for: .begin, at: now &+ pause.nanoseconds)
            }
        case .ladder(let step): climb(job, step, now: now)
        case .failure:
            job.failure = error ?? JobError(code: "job.failed", message: "no reason was given")
            job.count.tries = 0
            begin(job, now: now)
        }
    }

    private func climb(_ job: QueueJob, _ step: Int, now: UInt64) {
        guard let publisher = job.terms.copies, let queue = job.terms.bound.binding.ladderQueue(step) else {
            return giveBack(job, after: Self.requeuePause, now: now)
        }
        let copy = OutgoingMessages.ladderCopy(job.message, job: job.id, count: job.count, queue: queue)
        job.publish(copy, by: publisher, "ladder publish")
    }
}
