/// How messages that could not be published are named and explained.
extension PublishLedger {
    /// The stable codes of ``PublishOutcome``.
    enum Code {
        static let unroutable = "callback.unroutable"
        static let invalid = "callback.invalid"
        static let refused = "callback.refused"
        static let timeout = "callback.timeout"
        static let unreachable = "broker.unreachable"
        static let blocked = "broker.blocked"
    }

    static func noExchange(_ name: String) -> String {
        "The broker has no exchange \"\(name)\", or forbids it."
    }

    static func unroutable(_ message: ReturnedMessage) -> String {
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
