import HostConfiguration
import Testing

@testable import HostRabbitMQ

/// A ledger with the outcomes it has told, and a clock that is turned by hand.
struct PublishDesk {
    var ledger = PublishLedger(chance: { 0 })
    var now: UInt64 = 0
    var outcomes: [String: PublishOutcome] = [:]
    var retries: [String] = []

    mutating func add(
        _ id: String, exchange: String = "x", key: String = "k", attempts: Int = 3, timeout: Int = 10,
        patience: Int = 600
    ) {
        var properties = MessageProperties()
        properties.messageID = id
        var request = PublishRequest(
            exchange: exchange, routingKey: key, properties: properties, body: [],
            retry: RetryPolicy(attempts: attempts, first: .seconds(1), most: .seconds(60)),
            timeout: .seconds(timeout))
        request.patience = .seconds(patience)
        ledger.add(PublishTicket(request, now: now) { _ in })
        tell()
    }

    /// Sends all that may be sent; their ids.
    mutating func send() -> [String] {
        var ids: [String] = []
        while let ticket = ledger.next(at: now) { ids.append(ticket.request.properties.messageID ?? "") }
        tell()
        return ids
    }

    mutating func confirm(_ tag: UInt64, upTo: Bool = false, isAck: Bool = true) {
        ledger.confirmed(tag, upTo: upTo, isAck: isAck, at: now)
        tell()
    }

    mutating func returned(_ id: String, exchange: String = "x", key: String = "k") {
        ledger.returned(
            ReturnedMessage(messageID: id, exchange: exchange, routingKey: key, code: 312, text: "NO_ROUTE"))
    }

    mutating func close(_ code: UInt16, _ text: String) {
        ledger.channelClosed(code: code, text: text, at: now)
        tell()
    }

    mutating func lose(_ reason: BrokerFailure.Reason = .unreachable) {
        ledger.connectionLost(BrokerFailure(reason: reason, message: "gone"), at: now)
        tell()
    }

    mutating func resume() { ledger.resumed(at: now) }

    /// As the session does with a channel that holds too much.
    mutating func restartChannel() { ledger.channelRestarted(at: now) }

    mutating func pass(_ seconds: Int, _ standing: PublishLedger.Standing = .sending) {
        now += UInt64(seconds) * 1_000_000_000
        ledger.expire(at: now, standing: standing)
        tell()
    }

    mutating func tell() {
        for effect in ledger.effects {
            switch effect {
            case .ended(let ticket, let outcome):
                let id = ticket.request.properties.messageID ?? ""
                #expect(outcomes[id] == nil, "told twice")
                outcomes[id] = outcome
            case .retried(let ticket): retries.append(ticket.request.properties.messageID ?? "")
            }
        }
        ledger.effects = []
    }

    func code(_ id: String) -> String? {
        switch outcomes[id] {
        case .failed(let code, _): code
        case .confirmed: "confirmed"
        case nil: nil
        }
    }
}
