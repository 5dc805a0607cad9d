/// What a message may be at the most, by AMQP 0-9-1: a name has one byte for its length, and the properties must fit into
/// one frame.
enum MessageLimits {
    static let name = 255
    static let properties = 64 * 1024

    /// Why this cannot be sent, as a sentence; nil when it can.
    static func violation(exchange: String, routingKey: String, properties: borrowing MessageProperties) -> String? {
        func isLong(_ text: String) -> Bool { text.utf8.count > name }
        if isLong(exchange) { return "The exchange's name is longer than \(name) bytes." }
        if isLong(routingKey) { return "The routing key is longer than \(name) bytes." }
        if properties.$messageID.size > name || properties.$correlationID.size > name
            || properties.$contentType.size > name || properties.$replyTo.size > name || properties.$type.size > name
            || properties.$appID.size > name || properties.$expiration.size > name
        {
            return "A property of the message is longer than \(name) bytes."
        }
        if properties.headers.isEmpty { return nil }
        if properties.headers.contains(where: { isLong($0.name) }) {
            return "The name of a header is longer than \(name) bytes."
        }
        // A field's type, its length, and the longest number.
        if properties.textSize + 16 * properties.headers.count > Self.properties {
            return "The message's headers are larger than \(Self.properties / 1024) KiB."
        }
        return nil
    }
}
