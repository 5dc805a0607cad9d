import DequeModule
import HostConfiguration
import HostThreads

/// Which message is to be sent, which waits for its confirm or its next attempt, and what has become of it: a state
/// machine without clock, chance or connection of its own.
struct PublishLedger {
    /// Messages that may be under way at once.
    static let window = 4096
    /// How long an exchange that is missing is taken for missing: its messages fail unsent.
    static let missing = Duration.seconds(1)

    /// What has happened and is to be told.
    enum Effect {
        case ended(PublishTicket, PublishOutcome)
        /// An attempt failed, and another follows.
        case retried(PublishTicket)
    }

    /// Why nothing can be sent.
    enum Standing: Equatable {
        case sending
        case unreachable(String)
        case blocked(String)
    }

    /// One attempt that was sent.
    private struct Sent {
        let ticket: PublishTicket
        let attempt: Int
        var returned: ReturnedMessage?

        /// False when the attempt was given up in the meantime, or the message has ended.
        var isCurrent: Bool { ticket.place == .underWay && ticket.attempt == attempt }
    }

    /// To be carried out and cleared by the owner.
    var effects: [Effect] = []
    /// Messages without an outcome.
    private(set) var pending = 0
    /// When ``expire(at:standing:)`` has something to do, or earlier; nil when nothing waits.
    private(set) var nextMoment: UInt64?

    private var ready: Deque<PublishTicket> = []
    private var pausing: [PublishTicket] = []
    private var sent = ConfirmRing<Sent>()
    private var settled: [Sent] = []
    private var missingExchanges: [String: UInt64] = [:]
    private let chance: () -> Double

    /// - Parameter chance: 0 to 1, for the pauses.
    init(chance: @escaping () -> Double) {
        self.chance = chance
    }

    mutating func add(_ ticket: PublishTicket) {
        pending += 1
        let request = ticket.request
        if let violation = MessageLimits.violation(
            exchange: request.exchange, routingKey: request.routingKey, properties: request.properties)
        {
            return end(ticket, .failed(code: Code.refused, message: violation))
        }
        ready.append(ticket)
        look(at: ticket.moment)
    }

    // MARK: - Sending

    /// The next message to be sent, if one may be: it is under way from here on, with the channel's next number.
    mutating func next(at now: UInt64) -> PublishTicket? {
        while let ticket = ready.first {
            guard ticket.place == .ready else {
                ready.removeFirst()
                continue
            }
            if let until = missingExchanges[ticket.request.exchange] {
                if now < until {
                    ready.removeFirst()
                    fail(ticket, Code.refused, Self.noExchange(ticket.request.exchange), at: now)
                    continue
                }
                // By itself: when the exchange is still missing, nothing else has to be sent again.
                missingExchanges[ticket.request.exchange] = nil
                ticket.isSuspect = true
            }
            guard sent.count < Self.window, !ticket.isSuspect || sent.isEmpty, !isSuspectUnderWay else { return nil }
            ready.removeFirst()
            ticket.place = .underWay
            sent.append(Sent(ticket: ticket, attempt: ticket.attempt))
            return ticket
        }
        return nil
    }

    private var isSuspectUnderWay: Bool {
        sent.count == 1 && sent.waiting.contains { $0.ticket.isSuspect && $0.isCurrent }
    }

    // MARK: - What the broker says

    /// A late confirm counts too: the message is there.
    mutating func confirmed(_ tag: UInt64, upTo: Bool, isAck: Bool, at now: UInt64) {
        settled.removeAll(keepingCapacity: true)
        sent.settle(tag, upTo: upTo, into: &settled)
        for one in settled {
            if isAck, one.returned == nil {
                if one.ticket.place != .ended { end(one.ticket, .confirmed) }
            } else if one.isCurrent {
                if let returned = one.returned {
                    fail(one.ticket, Code.unroutable, Self.unroutable(returned), at: now)
                } else {
                    fail(one.ticket, Code.refused, "The broker could not take the message.", at: now)
                }
            }
        }
        settled.removeAll(keepingCapacity: true)
    }

    /// The confirm of a returned message follows; several may have the same id, then it is the first of them.
    mutating func returned(_ message: ReturnedMessage) {
        sent.changeFirst(where: { one in
            let request = one.ticket.request
            return one.returned == nil && (request.properties.messageID ?? "") == message.messageID
                && request.exchange == message.exchange && request.routingKey == message.routingKey
        }) { $0.returned = message }
    }

    /// The broker has closed the channel over one message; what else was under way is sent again on the next channel.
    ///
    /// When the broker names an exchange its messages are the cause, and when one message only was under way, it is.
    /// Otherwise each is sent by itself until the cause is found.
    mutating func channelClosed(code: UInt16, text: String, at now: UInt64) {
        let underWay = sent.restart().filter(\.isCurrent).map(\.ticket)
        let named = code == 404 || code == 403 ? Self.exchange(in: text) : nil
        var causes = underWay.filter { $0.request.exchange == named }
        if let named, !causes.isEmpty {
            missingExchanges[named] = now &+ Self.missing.nanoseconds
        } else if underWay.count == 1 {
            causes = underWay
        }
        for ticket in underWay.reversed() where !causes.contains(where: { $0 === ticket }) {
            ticket.place = .ready
            ticket.isSuspect = causes.isEmpty
            ready.prepend(ticket)
        }
        for ticket in causes { fail(ticket, Code.refused, "The broker said \(code) \(text)", at: now) }
    }

    /// The connection is gone: what was under way is sent again on the next one, as a further attempt.
    mutating func connectionLost(_ message: String, at now: UInt64) {
        for one in sent.restart().reversed() where one.isCurrent {
            guard begin(nextAttemptOf: one.ticket, Code.unreachable, message) else { continue }
            one.ticket.ready(at: now)
            ready.prepend(one.ticket)
            look(at: one.ticket.moment)
        }
    }

    // MARK: - Time

    /// Ends attempts that last too long, and begins those whose pause is over.
    mutating func expire(at now: UInt64, standing: Standing) {
        guard let due = nextMoment, due <= now else { return }
        nextMoment = nil
        for ticket in sent.waiting where ticket.isCurrent {
            if ticket.ticket.moment <= now { late(ticket.ticket, wasSent: true, standing, at: now) }
        }
        let waits = ready
        ready.removeAll(keepingCapacity: true)
        for ticket in waits where ticket.place == .ready {
            if ticket.moment <= now { late(ticket, wasSent: false, standing, at: now) } else { ready.append(ticket) }
        }
        let rests = pausing
        pausing.removeAll(keepingCapacity: true)
        for ticket in rests where ticket.place == .pausing {
            if ticket.moment <= now {
                ticket.ready(at: now)
                ready.append(ticket)
            } else {
                pausing.append(ticket)
            }
        }
        for one in sent.waiting where one.isCurrent { look(at: one.ticket.moment) }
        for ticket in ready { look(at: ticket.moment) }
        for ticket in pausing { look(at: ticket.moment) }
    }

    /// Ends all: nothing is sent any more.
    mutating func endAll(_ message: String) {
        let all = sent.restart().map(\.ticket) + ready + pausing
        (ready, pausing) = ([], [])
        for ticket in all where ticket.place != .ended {
            end(ticket, .failed(code: Code.unreachable, message: message))
        }
        nextMoment = nil
    }

    private mutating func late(_ ticket: PublishTicket, wasSent: Bool, _ standing: Standing, at now: UInt64) {
        switch standing {
        case .sending:
            let what = wasSent ? "confirmed" : "taken"
            let time = ticket.request.timeout
            fail(ticket, Code.timeout, "The broker has not \(what) the message within \(time).", at: now)
        case .unreachable(let why): fail(ticket, Code.unreachable, why, at: now)
        case .blocked(let why): fail(ticket, Code.blocked, "The broker takes no messages: \(why)", at: now)
        }
    }

    private mutating func look(at moment: UInt64) {
        nextMoment = min(nextMoment ?? moment, moment)
    }

    // MARK: - Ends of attempts

    private mutating func fail(_ ticket: PublishTicket, _ code: String, _ message: String, at now: UInt64) {
        let failed = ticket.attempt
        guard begin(nextAttemptOf: ticket, code, message) else { return }
        ticket.place = .pausing
        ticket.moment = now &+ ticket.request.retry.wait(after: failed, chance: chance()).nanoseconds
        pausing.append(ticket)
        look(at: ticket.moment)
    }

    /// False when that was the last one: it has ended then.
    private mutating func begin(nextAttemptOf ticket: PublishTicket, _ code: String, _ message: String) -> Bool {
        guard ticket.attempt < ticket.request.retry.attempts else {
            end(ticket, .failed(code: code, message: message))
            return false
        }
        ticket.attempt += 1
        effects.append(.retried(ticket))
        return true
    }

    private mutating func end(_ ticket: PublishTicket, _ outcome: PublishOutcome) {
        ticket.place = .ended
        pending -= 1
        effects.append(.ended(ticket, outcome))
    }
}

extension PublishLedger {
    private enum Code {
        static let unroutable = "callback.unroutable"
        static let refused = "callback.refused"
        static let timeout = "callback.timeout"
        static let unreachable = "broker.unreachable"
        static let blocked = "broker.blocked"
    }

    private static func noExchange(_ name: String) -> String {
        "The broker has no exchange \"\(name)\", or forbids it."
    }

    private static func unroutable(_ message: ReturnedMessage) -> String {
        "No queue is bound to exchange \"\(message.exchange)\" by key \"\(message.routingKey)\": "
            + "the broker gave the message back with \(message.code) \(message.text)."
    }

    /// The name in `NOT_FOUND - no exchange 'x' in vhost '/'`, which is how RabbitMQ says it.
    static func exchange(in text: String) -> String? {
        let parts = text.split(separator: "exchange '", maxSplits: 1)
        guard parts.count == 2, let end = parts[1].firstRange(of: "' in vhost")?.lowerBound else { return nil }
        return String(parts[1][..<end])
    }
}
