@testable import HostRabbitMQ

/// An open connection that keeps what it is told, as lines: `consume work on 1`.
final class FakeBroker: OpenBroker {
    private(set) var heard: [String] = []
    /// Queues that are not there.
    var missing: Set<String> = []
    var refusal = BrokerFailure.Reason.notFound
    /// Queues whose name ends the connection.
    var breaking: Set<String> = []
    /// Says no to each channel that is to be closed.
    var refusesToClose = false
    let server = "Fake 1"
    /// Messages after which the socket is full.
    var room = Int.max
    var hasRoom: Bool { heard("publish").count < room }
    let generation: UInt64 = 1

    /// What was heard that begins with `word`, which is cut off.
    func heard(_ word: String) -> [String] {
        heard.filter { $0.hasPrefix(word + " ") }.map { String($0.dropFirst(word.count + 1)) }
    }

    func forget() { heard = [] }

    func openChannel(_ channel: UInt16, prefetch: UInt16?, confirms: Bool) throws(BrokerFailure) {
        heard.append("open \(channel) prefetch \(prefetch.map(String.init) ?? "none")")
    }
    func closeChannel(_ channel: UInt16) throws(BrokerFailure) {
        heard.append("close \(channel)")
        if refusesToClose { throw BrokerFailure(reason: .mismatch, message: "the broker said no") }
    }
    func declareQueue(_ queue: QueueDeclaration, on channel: UInt16) throws(BrokerFailure) {
        heard.append("\(queue.isPassive ? "ask" : "declare") \(queue.name) on \(channel)")
        try check(queue.name)
    }
    func bind(queue: String, to exchange: String, key: String, on channel: UInt16) throws(BrokerFailure) {
        heard.append("bind \(queue) to \(exchange) by \(key)")
    }
    func consume(_ queue: String, tag: String, on channel: UInt16) throws(BrokerFailure) {
        heard.append("consume \(queue) on \(channel)")
        try check(queue)
    }
    func cancelConsumer(_ tag: String, on channel: UInt16) throws(BrokerFailure) {
        heard.append("cancel \(tag) on \(channel)")
    }
    func acknowledge(_ tag: UInt64, upTo: Bool, on channel: UInt16) throws(BrokerFailure) {
        heard.append("ack \(upTo ? "<=" : "")\(tag) on \(channel)")
    }
    func refuse(_ tag: UInt64, requeue: Bool, on channel: UInt16) throws(BrokerFailure) {
        heard.append("\(requeue ? "requeue" : "reject") \(tag) on \(channel)")
    }
    func publish(_ message: borrowing OutgoingMessage, on channel: UInt16) throws(BrokerFailure) {
        heard.append("publish \(message.routingKey)")
    }

    private func check(_ queue: String) throws(BrokerFailure) {
        if breaking.contains(queue) {
            throw BrokerFailure(reason: .broken, message: "queue \(queue): the broker did not answer")
        }
        guard missing.contains(queue) else { return }
        throw BrokerFailure(reason: refusal, message: "queue \(queue): the broker said no")
    }
}
