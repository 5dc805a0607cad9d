/// What was sent over one channel and is not confirmed yet.
///
/// Only attempts that are waited for take a place. One that was given up keeps its number until the broker speaks of it,
/// which it may never do: a channel that holds too many of them is to be exchanged for a new one.
struct PublishWindow {
    /// Messages that may be under way at once.
    static let most = 4096
    /// Numbers that one channel may hold from the oldest that waits on: their memory.
    static let longestSpan = 16 * most

    /// One attempt that was sent.
    struct Sent {
        let ticket: PublishTicket
        let attempt: Int
        var returned: ReturnedMessage?

        /// False when the attempt was given up in the meantime, or the message has ended.
        var isCurrent: Bool { ticket.place == .underWay && ticket.attempt == attempt }
    }

    private var ring = ConfirmRing<Sent>()
    private(set) var underWay = 0

    var isFull: Bool { underWay >= Self.most }
    var needsNewChannel: Bool { ring.count - underWay >= Self.most || ring.span >= Self.longestSpan }

    /// What is under way, in order.
    var tickets: some Sequence<PublishTicket> { ring.waiting.lazy.filter(\.isCurrent).map(\.ticket) }

    /// The ticket is sent, with the channel's next number.
    mutating func send(_ ticket: PublishTicket) {
        move(ticket, to: .underWay)
        ring.append(Sent(ticket: ticket, attempt: ticket.attempt))
    }

    /// Changes the place of a ticket: here everything is counted that is under way.
    mutating func move(_ ticket: PublishTicket, to place: PublishTicket.Place) {
        if ticket.place == .underWay { underWay -= 1 }
        if place == .underWay { underWay += 1 }
        ticket.place = place
    }

    /// Takes out what a confirm tells of.
    mutating func settle(_ tag: UInt64, upTo: Bool, into settled: inout [Sent]) {
        ring.settle(tag, upTo: upTo, into: &settled)
    }

    /// Several may have the same id: then the first of them is meant.
    mutating func returned(_ message: ReturnedMessage) {
        ring.changeFirst(where: { one in
            let request = one.ticket.request
            return one.returned == nil && (request.properties.messageID ?? "") == message.messageID
                && request.exchange == message.exchange && request.routingKey == message.routingKey
        }) { $0.returned = message }
    }

    /// The channel is closed, and its numbers are void: what was under way, in order, and still has that place.
    mutating func restart() -> [PublishTicket] { ring.restart().filter(\.isCurrent).map(\.ticket) }
}
