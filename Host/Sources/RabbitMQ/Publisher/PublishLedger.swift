import DequeModule
import HostConfiguration
import HostThreads

/// Which message is to be sent, which waits for its confirm or its next attempt, and what has become of it: a state
/// machine without clock, chance or connection of its own.
struct PublishLedger {
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

    /// To be carried out and cleared by the owner.
    var effects: [Effect] = []
    /// Messages without an outcome.
    private(set) var pending = 0
    /// When ``expire(at:standing:)`` has something to do, or earlier; nil when nothing waits.
    private(set) var nextMoment: UInt64?

    private var ready: Deque<PublishTicket> = []
    private var pausing: [PublishTicket] = []
    private var window = PublishWindow()
    /// The last suspect that was sent.
    private var suspect: PublishTicket?
    private var settled: [PublishWindow.Sent] = []
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
            return end(ticket, .failed(code: Code.invalid, message: violation))
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
            guard !window.isFull, !ticket.isSuspect || window.underWay == 0, suspect?.place != .underWay else {
                return nil
            }
            ready.removeFirst()
            window.send(ticket)
            if ticket.isSuspect { suspect = ticket }
            ticket.moment = ticket.late(from: now)
            look(at: ticket.moment)
            return ticket
        }
        return nil
    }

    /// The channel is to be closed and opened again, and ``channelRestarted(at:)`` to be called.
    var needsNewChannel: Bool { window.needsNewChannel }

    /// The channel was closed by this side: what was under way is sent again, and no attempt of it is used up.
    mutating func channelRestarted(at now: UInt64) {
        for ticket in window.restart().reversed() { sendAgain(ticket, at: now) }
    }

    /// The broker takes messages again: what was sent to it before has its time for a confirm from now on.
    mutating func resumed(at now: UInt64) {
        for ticket in window.tickets {
            ticket.moment = ticket.late(from: now)
            look(at: ticket.moment)
        }
    }

    // MARK: - What the broker says

    /// A late confirm counts too: the message is there.
    mutating func confirmed(_ tag: UInt64, upTo: Bool, isAck: Bool, at now: UInt64) {
        settled.removeAll(keepingCapacity: true)
        window.settle(tag, upTo: upTo, into: &settled)
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

    /// The confirm of a returned message follows.
    mutating func returned(_ message: ReturnedMessage) { window.returned(message) }

    /// The broker has closed the channel over one message; what else was under way is sent again on the next channel.
    ///
    /// When the broker names an exchange its messages are the cause, and when one message only was under way, it is.
    /// Otherwise each is sent by itself until the cause is found.
    mutating func channelClosed(code: UInt16, text: String, at now: UInt64) {
        let tickets = window.restart()
        let named = code == 404 || code == 403 ? Self.exchange(in: text) : nil
        var causes = tickets.filter { $0.request.exchange == named }
        if let named, !causes.isEmpty {
            missingExchanges[named] = now &+ Self.missing.nanoseconds
        } else if tickets.count == 1 {
            causes = tickets
        }
        for ticket in tickets.reversed() where !causes.contains(where: { $0 === ticket }) {
            ticket.isSuspect = causes.isEmpty
            sendAgain(ticket, at: now)
        }
        for ticket in causes { fail(ticket, Code.refused, "The broker said \(code) \(text)", at: now) }
    }

    /// The connection is gone: what was under way is sent again on the next one. No attempt is used up, unless the broker
    /// ended the connection over what was sent.
    mutating func connectionLost(_ failure: BrokerFailure, at now: UInt64) {
        let isOurs = failure.reason == .broken
        for ticket in window.restart().reversed() {
            if ticket.patienceEnds <= now {
                end(ticket, .failed(code: Code.unreachable, message: failure.message))
            } else if !isOurs || begin(nextAttemptOf: ticket, Code.unreachable, failure.message) {
                sendAgain(ticket, at: now)
            }
        }
    }

    private mutating func sendAgain(_ ticket: PublishTicket, at now: UInt64) {
        window.move(ticket, to: .ready)
        ticket.moment = ticket.tired(from: now)
        ready.prepend(ticket)
        look(at: ticket.moment)
    }

    // MARK: - Time

    /// Ends attempts that last too long, and begins those whose pause is over.
    mutating func expire(at now: UInt64, standing: Standing) {
        guard let due = nextMoment, due <= now else { return }
        nextMoment = nil
        for ticket in Array(window.tickets) where ticket.moment <= now { late(ticket, standing, at: now) }
        let waits = ready
        ready.removeAll(keepingCapacity: true)
        for ticket in waits where ticket.place == .ready {
            if ticket.moment <= now { giveUp(ticket, standing) } else { ready.append(ticket) }
        }
        let rests = pausing
        pausing.removeAll(keepingCapacity: true)
        for ticket in rests where ticket.place == .pausing {
            if ticket.moment <= now {
                window.move(ticket, to: .ready)
                ticket.moment = ticket.tired(from: now)
                ready.append(ticket)
            } else {
                pausing.append(ticket)
            }
        }
        for ticket in window.tickets { look(at: ticket.moment) }
        for ticket in ready { look(at: ticket.moment) }
        for ticket in pausing { look(at: ticket.moment) }
    }

    /// Ends all: nothing is sent any more.
    mutating func endAll(_ message: String) {
        let all = window.restart() + ready + pausing
        (ready, pausing) = ([], [])
        for ticket in all where ticket.place != .ended {
            end(ticket, .failed(code: Code.unreachable, message: message))
        }
        nextMoment = nil
    }

    /// No confirm in time. While the broker is blocked it reads nothing, and what was sent is waited for.
    private mutating func late(_ ticket: PublishTicket, _ standing: Standing, at now: UInt64) {
        guard case .sending = standing else {
            if ticket.patienceEnds <= now { return giveUp(ticket, standing) }
            ticket.moment = ticket.patienceEnds
            return
        }
        let time = ticket.request.timeout
        fail(ticket, Code.timeout, "The broker has not confirmed the message within \(time).", at: now)
    }

    /// It has waited for the broker as long as it may.
    private mutating func giveUp(_ ticket: PublishTicket, _ standing: Standing) {
        switch standing {
        case .sending:
            let time = ticket.request.patience
            end(ticket, .failed(code: Code.timeout, message: "The broker has not taken the message within \(time)."))
        case .unreachable(let why): end(ticket, .failed(code: Code.unreachable, message: why))
        case .blocked(let why):
            end(ticket, .failed(code: Code.blocked, message: "The broker takes no messages: \(why)"))
        }
    }

    private mutating func look(at moment: UInt64) {
        nextMoment = min(nextMoment ?? moment, moment)
    }

    // MARK: - Ends of attempts

    private mutating func fail(_ ticket: PublishTicket, _ code: String, _ message: String, at now: UInt64) {
        let failed = ticket.attempt
        guard begin(nextAttemptOf: ticket, code, message) else { return }
        window.move(ticket, to: .pausing)
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
        window.move(ticket, to: .ended)
        pending -= 1
        effects.append(.ended(ticket, outcome))
    }
}
