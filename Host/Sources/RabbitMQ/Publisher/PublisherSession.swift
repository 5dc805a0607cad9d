import HostObservability
import HostThreads

/// The publisher's side of its connection: one channel with confirms. On the connection's thread only.
final class PublisherSession: BrokerSession, @unchecked Sendable {  // all but the guarded is the thread's own
    private static let channel: UInt16 = 1
    /// Messages that are sent between two looks at the socket's room.
    private static let stride = 16
    /// The same in bytes of bodies: what the socket has no room for would hold the thread up.
    private static let strideBytes = 64 << 10

    /// Why the broker takes no messages although it is connected; from any thread.
    let obstacle = Guarded<String?>(nil)
    private let inbox: PublishInbox
    private var entries: [PublishInbox.Entry] = []
    private var ledger = PublishLedger(chance: { Double.random(in: 0...1) })
    private var metrics: CallbackMetrics
    private var hasChannel = false
    private var standing = PublishLedger.Standing.sending

    init(_ inbox: PublishInbox, _ registry: MetricRegistry) {
        self.inbox = inbox
        self.metrics = CallbackMetrics(registry)
    }

    var nextMoment: UInt64? { ledger.nextMoment }

    func opened(_ broker: any OpenBroker) throws(BrokerFailure) {
        hasChannel = false
        stand(.sending)
        try openChannel(broker)
    }

    func received(_ event: BrokerEvent, _ broker: any OpenBroker) throws(BrokerFailure) {
        switch event {
        case .confirm(_, let tag, let upTo, let isAck):
            ledger.confirmed(tag, upTo: upTo, isAck: isAck, at: MonotonicClock.now())
        case .returned(_, let message):
            ledger.returned(message)
        case .channelClosed(_, let code, let text):
            hasChannel = false
            ledger.channelClosed(code: code, text: text, at: MonotonicClock.now())
        case .blocked(let reason):
            stand(reason.map { .blocked($0) } ?? .sending)
        case .delivery, .consumerCancelled:
            break
        }
    }

    func turn(_ broker: any OpenBroker) throws(BrokerFailure) {
        takeIn()
        if standing == .sending { try send(broker) }
        tell()
    }

    private func send(_ broker: any OpenBroker) throws(BrokerFailure) {
        let now = MonotonicClock.now()
        var (sent, bytes) = (Self.stride, 0)
        while true {
            if sent >= Self.stride || bytes >= Self.strideBytes {
                guard broker.hasRoom else { return }
                (sent, bytes) = (0, 0)
            }
            if hasChannel, ledger.needsNewChannel {
                hasChannel = false
                try broker.closeChannel(Self.channel)
                ledger.channelRestarted(at: now)
            }
            if !hasChannel { try openChannel(broker) }
            guard let ticket = ledger.next(at: now) else { return }
            let request = ticket.request
            try broker.publish(
                OutgoingMessage(
                    exchange: request.exchange, routingKey: request.routingKey, properties: request.properties,
                    body: request.body),
                on: Self.channel)
            sent += 1
            bytes += request.body.count
        }
    }

    private func openChannel(_ broker: any OpenBroker) throws(BrokerFailure) {
        try broker.openChannel(Self.channel, prefetch: nil, confirms: true)
        hasChannel = true
    }

    func lost(_ failure: BrokerFailure) {
        hasChannel = false
        stand(.unreachable(failure.message))
        ledger.connectionLost(failure, at: MonotonicClock.now())
        tell()
    }

    func turnWithoutBroker(_ failure: BrokerFailure) {
        stand(.unreachable(failure.message))
        takeIn()
        tell()
    }

    func ended() {
        for entry in inbox.close() { ledger.add(PublishTicket(entry.request, now: 0, done: entry.done)) }
        ledger.endAll("The host is stopping.")
        tell()
    }

    /// New requests, and what time has brought about.
    private func takeIn() {
        let now = MonotonicClock.now()
        inbox.take(&entries)
        for entry in entries { ledger.add(PublishTicket(entry.request, now: now, done: entry.done)) }
        entries.removeAll(keepingCapacity: true)
        ledger.expire(at: now, standing: standing)
    }

    private func tell() {
        guard !ledger.effects.isEmpty else { return }
        var ended = 0
        for effect in ledger.effects {
            switch effect {
            case .ended(let ticket, let outcome):
                ended += 1
                metrics.ended(ticket.request, isConfirmed: outcome == .confirmed)
                ticket.done(outcome)
            case .retried(let ticket):
                metrics.retried(ticket.request)
            }
        }
        ledger.effects.removeAll(keepingCapacity: true)
        metrics.flush()
        inbox.ended(ended)
    }

    private func stand(_ new: PublishLedger.Standing) {
        guard standing != new else { return }
        standing = new
        if new == .sending { ledger.resumed(at: MonotonicClock.now()) }
        let text: String? = if case .blocked(let why) = new { "The broker takes no messages: \(why)" } else { nil }
        obstacle.withLock { $0 = text }
    }
}
