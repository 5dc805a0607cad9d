import DequeModule
import HostDispatch
import HostThreads
import Logging
import Synchronization

/// The consumer of one queue over one connection, on a channel of its own. Used by the connection's thread only.
///
/// Its time begins anew with each channel that it opens; what it took before is the broker's again, and jobs that are
/// still under way end without being settled.
final class QueueConsumer {
    enum Phase: Equatable {
        /// There is no channel; it may be opened from then on.
        case closed(until: UInt64)
        case consuming
        /// Nothing comes any more; what was taken is settled.
        case cancelled
        /// Nothing is left to do.
        case gone
    }

    private static let firstPause: UInt64 = 250_000_000
    private static let longestPause: UInt64 = 10_000_000_000
    /// How long a queue is left alone whose opening has broken the connection: with it go the tags of all the others.
    private static let firstRest: UInt64 = 1_000_000_000
    private static let longestRest: UInt64 = 300_000_000_000
    /// Between looks at a publisher that can publish nothing.
    private static let publisherPause: UInt64 = 100_000_000
    private static let epochs = Atomic<UInt64>(0)

    /// What becomes of jobs that are taken from now on.
    var terms: JobTerms
    let lane: ConsumerLane
    let router: JobRouter
    let history: JobHistory
    private(set) var phase = Phase.closed(until: 0)
    private(set) var channel: UInt16 = 0
    /// Why the queue is not consumed, as a sentence; nil when it is.
    private(set) var trouble: String?
    private var failures = 0
    /// Connections that were broken by the attempt to open the queue, since it was consumed the last time.
    private var breaks = 0
    private var restsUntil: UInt64 = 0
    /// When the publisher of the callbacks is looked at again; 0 while it can publish.
    private var looksAgain: UInt64 = 0

    var ledger = AckLedger(epoch: 0, prefetch: 1)
    var gate = AdmissionGate()
    /// Jobs for which the processor had no room, the oldest first.
    var held = Deque<QueueJob>()
    var timers = JobTimers()
    /// Jobs that wait for the one seat of their kind.
    var suspects = Deque<QueueJob>()
    var tallies = ConsumerTallies()
    var inFlight = 0
    var news: [ConsumerNews] = []
    /// The route of the last snapshot that was seen.
    var seen: (routing: RoutingSnapshot, bound: BoundRoute?)?

    init(_ terms: JobTerms, lane: ConsumerLane, router: JobRouter, history: JobHistory) {
        (self.terms, self.lane, self.router, self.history) = (terms, lane, router, history)
    }

    var isLeaving: Bool { lane.isLeaving.load(ordering: .relaxed) }
    /// Whether it consumes, or will as soon as it can.
    var isServing: Bool { !isLeaving && phase != .cancelled && phase != .gone }

    // MARK: The channel

    /// Opens a channel and begins to consume. A refusal that concerns this queue alone is noted, and tried again later.
    func open(_ broker: any OpenBroker, channel: UInt16, now: UInt64) throws(BrokerFailure) {
        beginAnew(now: now)
        self.channel = channel
        let binding = terms.bound.binding
        do throws(BrokerFailure) {
            let topology = QueueTopology(binding)
            try broker.openChannel(
                channel, prefetch: UInt16(clamping: max(1, binding.prefetch)), confirms: false)
            for queue in topology.queues { try broker.declareQueue(queue, on: channel) }
            if let exchange = topology.exchange {
                try broker.bind(queue: binding.queue, to: exchange, key: topology.key, on: channel)
            }
            try broker.consume(binding.queue, tag: tag, on: channel)
        } catch {
            guard error.concernsChannel else {
                rest(because: error.message)
                throw error
            }
            return closed(because: error.message, now: now)
        }
        lane.log.log(level: trouble == nil ? .debug : .notice, "the queue is consumed")
        (phase, trouble, failures, breaks) = (.consuming, nil, 0, 0)
    }

    /// The connection has broken while the queue was opened, which may be the cause: the next one opens the others first.
    private func rest(because reason: String) {
        // Now: a request that was not answered has taken its time.
        restsUntil = MonotonicClock.now() &+ min(Self.firstRest << UInt64(min(breaks, 20)), Self.longestRest)
        breaks += 1
        trouble = reason
        lane.log.warning("the connection broke while the queue was opened", metadata: ["reason": "\(reason)"])
    }

    /// The broker has closed the channel, or would not open it: its tags are void.
    func closed(because reason: String, now: UInt64) {
        beginAnew(now: now)
        guard isServing else { return phase = .gone }
        let pause = min(Self.firstPause << UInt64(min(failures, 10)), Self.longestPause)
        failures += 1
        phase = .closed(until: now &+ pause)
        if trouble == nil { lane.log.warning("the queue is not consumed", metadata: ["reason": "\(reason)"]) }
        trouble = reason
    }

    /// The connection is gone.
    func lost(now: UInt64) {
        beginAnew(now: now)
        // Any moment but 0: it is not opened with the others, but after them.
        phase = isServing ? .closed(until: breaks > 0 ? max(1, restsUntil) : 0) : .gone
    }

    /// The broker has ended the consumer. What it brought is finished on the channel, which stays until then.
    func cancelled() {
        guard phase == .consuming else { return }
        phase = .cancelled
        lane.log.warning("the broker has ended the consumer")
    }

    /// Takes nothing more, and gives back what has not begun. What is under way goes on.
    func leave(_ broker: (any OpenBroker)?, now: UInt64) throws(BrokerFailure) {
        guard !isLeaving else { return }
        let isConsuming = phase == .consuming
        lane.isLeaving.store(true, ordering: .relaxed)
        for job in held + suspects + timers.takeAll() { _ = ledger.refuse(job.place, requeue: true) }
        held.removeAll()
        suspects.removeAll()
        guard let broker, isConsuming else {
            if phase != .cancelled { phase = .gone }
            return
        }
        phase = .cancelled
        do throws(BrokerFailure) {
            try broker.cancelConsumer(tag, on: channel)
        } catch {
            guard error.concernsChannel else { throw error }
            closed(because: error.message, now: now)
        }
    }

    /// Sends what there is to say, and closes the channel when all is said.
    func speak(_ broker: any OpenBroker, now: UInt64) throws(BrokerFailure) {
        for word in ledger.words(now: now) {
            switch word {
            case .acknowledge(let tag, let upTo): try broker.acknowledge(tag, upTo: upTo, on: channel)
            case .refuse(let tag, let requeue): try broker.refuse(tag, requeue: requeue, on: channel)
            }
        }
        if phase == .cancelled, ledger.unsettled == 0 {
            phase = .gone
            do throws(BrokerFailure) {
                try broker.closeChannel(channel)
            } catch {
                // The broker has closed it already.
                guard error.concernsChannel else { throw error }
            }
        }
        lane.unsettled.store(ledger.unsettled, ordering: .relaxed)
        lane.inFlight.store(inFlight, ordering: .relaxed)
    }

    /// When something is due here though nothing happens.
    var nextMoment: UInt64? {
        var next = timers.nextMoment ?? .max
        if let moment = ledger.nextMoment { next = min(next, moment) }
        let admission = max(gate.nextMoment ?? 0, looksAgain)
        if !held.isEmpty { next = min(next, admission) }
        // Where there is a place they wait for the seat, and are woken when it is free.
        if !suspects.isEmpty, admission > 0 { next = min(next, admission) }
        if case .closed(let until) = phase, !isLeaving { next = min(next, until) }
        return next == .max ? nil : next
    }

    /// Whether a job may begin: its callback can be published, and there is room at the processor as far as is known.
    ///
    /// What is done while nothing can be published would gather here, and be done again should this host end.
    func admits(now: UInt64) -> Bool {
        guard now >= looksAgain else { return false }
        guard !isHindered else {
            looksAgain = now &+ Self.publisherPause
            return false
        }
        looksAgain = 0
        return gate.admits(now: now)
    }

    /// Whether callbacks cannot be published at the moment.
    var isHindered: Bool { terms.callbacks?.hindrance != nil }

    private var tag: String { "proctor.\(channel)" }

    private func beginAnew(now: UInt64) {
        channel = 0
        let epoch = Self.epochs.add(1, ordering: .relaxed).newValue
        lane.epoch.store(epoch, ordering: .relaxed)
        lane.isShort.store(false, ordering: .relaxed)
        lane.unsettled.store(0, ordering: .relaxed)
        ledger = AckLedger(epoch: epoch, prefetch: terms.bound.binding.prefetch)
        gate = AdmissionGate()
        looksAgain = 0
        held.removeAll()
        suspects.removeAll()
        timers = JobTimers()
    }
}

extension BrokerFailure {
    /// Whether the broker has refused something on a channel; the connection is well.
    var concernsChannel: Bool {
        switch reason {
        case .notFound, .mismatch, .locked, .refused: true
        case .unreachable, .untrusted, .broken: false
        }
    }
}
