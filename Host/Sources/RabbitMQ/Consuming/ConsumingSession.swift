import HostConfiguration
import HostDispatch
import HostObservability
import HostThreads
import Logging
import Synchronization

/// All consumers of one broker, over one connection.
///
/// What is wanted comes from the control thread and takes effect at the next turn; a consumer whose binding has not
/// changed is left alone.
final class ConsumingSession: BrokerSession, @unchecked Sendable {  // on the connection's thread, but what is guarded
    /// What the consumers work with.
    struct Surroundings: Sendable {
        let router: JobRouter
        let history: JobHistory
        let seat: SuspectSeat
        let registry: MetricRegistry
        let log: Logger
    }

    private struct Orders {
        var wanted: [JobTerms] = []
        var isPaused = false
        var isEnding = false
        var isNew = false
    }

    private static let tellEvery: UInt64 = 1_000_000_000
    /// Numbers of channels that are used in turn, well below what brokers allow.
    private static let channels = 120

    private let around: Surroundings
    private let broker: String
    private let wake: @Sendable () -> Void
    private let orders = Guarded(Orders())
    private let board: ConsumerBoard
    private let metrics: ConsumerMetrics
    /// Opens when everything has been settled after ``end()``, or will never be.
    let finished = Gate()

    private(set) var consumers: [QueueConsumer] = []
    private var order = Orders()
    private var lastChannel: UInt16 = 0
    private var nextTelling: UInt64 = 0
    private var isUntold = false
    private var connections = 0
    /// Why there is no connection; nil when there is.
    private var failure: String? = "not connected yet"

    /// - Parameters:
    ///   - broker: its name under `brokers:`.
    ///   - wake: has the connection's thread call ``turn(_:)`` soon.
    init(broker: String, around: Surroundings, wake: @escaping @Sendable () -> Void) {
        (self.broker, self.around, self.wake) = (broker, around, wake)
        board = ConsumerBoard(broker: broker)
        metrics = ConsumerMetrics(registry: around.registry, broker: broker)
    }

    // MARK: Any thread

    /// The queues to consume from now on.
    func want(_ wanted: [JobTerms]) { tell { $0.wanted = wanted } }

    /// Takes nothing more; what is under way goes on.
    func pause() { tell { $0.isPaused = true } }

    /// The same, and says in ``finished`` when nothing is under way.
    func end() {
        tell {
            $0.isPaused = true
            $0.isEnding = true
        }
    }

    var status: [QueueStatus] { board.status }

    /// Why not all that is wanted is consumed; nil when it is.
    var hindrance: String? { orders.withLock { $0.wanted.isEmpty } ? nil : board.hindrance }

    private func tell(_ change: (inout Orders) -> Void) {
        orders.withLock { orders in
            change(&orders)
            orders.isNew = true
        }
        wake()
    }

    // MARK: BrokerSession, on the connection's thread

    func opened(_ broker: any OpenBroker) throws(BrokerFailure) {
        failure = nil
        lastChannel = 0
        connections += 1
        if connections > 1 {
            around.registry.add(MetricSeries("proctor_amqp_reconnects_total", ["broker": self.broker]))
        }
        takeOrders()
        try reconcile(broker, now: MonotonicClock.now())
    }

    func received(_ event: BrokerEvent, _ broker: any OpenBroker) throws(BrokerFailure) {
        switch event {
        case .delivery(let message):
            let channel = message.channel
            consumer(channel)?.take(message, now: MonotonicClock.now())
            isUntold = true
        case .consumerCancelled(let channel, _):
            guard let consumer = consumer(channel) else { return }
            consumer.cancelled()
            // Its successor tries on a channel of its own: the refusal of a queue that is gone would void the tags.
            try reconcile(broker, now: MonotonicClock.now())
        case .channelClosed(let channel, let code, let text):
            consumer(channel)?.closed(
                because: "the broker closed the channel: \(code) \(text)", now: MonotonicClock.now())
            show()
        // Nothing is published over this connection.
        case .confirm, .returned, .blocked: break
        }
    }

    func turn(_ broker: any OpenBroker) throws(BrokerFailure) {
        let now = MonotonicClock.now()
        if takeOrders() { try reconcile(broker, now: now) }
        var hasChanged = false
        for consumer in consumers {
            if case .closed(let until) = consumer.phase, consumer.isServing, now >= until {
                try consumer.open(broker, channel: freeChannel(), now: now)
                hasChanged = true
            }
            consumer.work(now: now)
            try consumer.speak(broker, now: now)
            hasChanged = hasChanged || consumer.phase == .gone
        }
        if hasChanged { show() }
        if isUntold, now >= nextTelling { tellMetrics(now: now) }
        if order.isEnding, consumers.isEmpty { finished.open() }
    }

    var nextMoment: UInt64? {
        var next: UInt64 = isUntold ? nextTelling : .max
        // Without a connection nothing is due: the next one begins with all of it.
        for consumer in consumers where failure == nil {
            if let moment = consumer.nextMoment { next = min(next, moment) }
        }
        return next == .max ? nil : next
    }

    func lost(_ failure: BrokerFailure) {
        let now = MonotonicClock.now()
        for consumer in consumers { consumer.lost(now: now) }
        turnWithoutBroker(failure)
    }

    func turnWithoutBroker(_ failure: BrokerFailure) {
        let now = MonotonicClock.now()
        self.failure = failure.message
        takeOrders()
        // What ends now was taken over a connection that is no more.
        for consumer in consumers { consumer.work(now: now) }
        if order.isPaused { for consumer in consumers { try? consumer.leave(nil, now: now) } }
        show()
        if isUntold, now >= nextTelling { tellMetrics(now: now) }
        if order.isEnding { finished.open() }
    }

    func ended() {
        tellMetrics(now: MonotonicClock.now())
        finished.open()
    }

    // MARK: -

    @discardableResult
    private func takeOrders() -> Bool {
        let new: Orders? = orders.withLock { orders in
            guard orders.isNew else { return nil }
            orders.isNew = false
            return orders
        }
        if let new { order = new }
        return new != nil
    }

    /// Makes the consumers what is wanted.
    private func reconcile(_ broker: any OpenBroker, now: UInt64) throws(BrokerFailure) {
        var missing = order.isPaused ? [] : order.wanted
        for consumer in consumers where consumer.isServing {
            if let index = missing.firstIndex(where: { $0.bound.consumesLike(consumer.terms.bound) }) {
                consumer.terms = missing.remove(at: index)
                if consumer.phase == .closed(until: 0) { try consumer.open(broker, channel: freeChannel(), now: now) }
            } else {
                try consumer.leave(broker, now: now)
            }
        }
        // One whose queue was deleted finishes what it has; a reload or an end takes back what has not begun.
        for consumer in consumers where consumer.phase == .cancelled && order.isPaused {
            try consumer.leave(broker, now: now)
        }
        for terms in missing {
            let queue = terms.bound.binding.queue
            let lane = ConsumerLane(queue: queue, seat: around.seat, log: around.log, wake: wake)
            let consumer = QueueConsumer(terms, lane: lane, router: around.router, history: around.history)
            consumers.append(consumer)
            try consumer.open(broker, channel: freeChannel(), now: now)
        }
        show()
    }

    private func consumer(_ channel: UInt16) -> QueueConsumer? { consumers.first { $0.channel == channel } }

    /// A number that was not used for long: what may still come for the channel that had it belongs to nobody.
    private func freeChannel() -> UInt16 {
        let most = UInt16(clamping: max(Self.channels, consumers.count + 1))
        repeat {
            lastChannel = lastChannel % most + 1
        } while consumers.contains { $0.channel == lastChannel }
        return lastChannel
    }

    /// Forgets consumers that are gone, and lets others see the rest.
    private func show() {
        if consumers.contains(where: { $0.phase == .gone }) {
            metrics.tell(consumers)
            for consumer in consumers where consumer.phase == .gone {
                consumer.lane.close { [metrics, queue = consumer.lane.queue] in metrics.stale(queue) }
            }
            consumers.removeAll { $0.phase == .gone }
        }
        let entries = consumers.filter(\.isServing).map {
            ConsumerBoard.Entry(bound: $0.terms.bound, lane: $0.lane, trouble: $0.trouble)
        }
        board.show(entries, failure: failure)
    }

    private func tellMetrics(now: UInt64) {
        nextTelling = now &+ Self.tellEvery
        isUntold = consumers.contains { $0.inFlight > 0 || $0.ledger.unsettled > 0 }
        metrics.tell(consumers)
    }
}
