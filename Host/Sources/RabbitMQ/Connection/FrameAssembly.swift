import CRabbitMQ

/// Puts messages together out of method, header and body frames, channel by channel.
///
/// What a frame points to is copied at once: the library's buffers can be released after each frame.
struct FrameAssembly {
    /// A message whose last frame has not come.
    private struct Partial {
        enum Kind {
            case delivery(tag: UInt64, redelivered: Bool)
            case returned(code: UInt16, text: String)
        }

        let kind: Kind
        let exchange: String
        let routingKey: String
        var properties: MessageProperties?
        var size: UInt64 = 0
        var body: [UInt8] = []
    }

    /// A size that the peer claims is reserved up to this; what is larger grows as it comes.
    private static let mostReserved = 1 << 20

    private var partial: [UInt16: Partial] = [:]
    private var properties = IncomingProperties()
    private var exchange = RepeatedText()
    private var routingKey = RepeatedText()

    /// A delivery or returned message begins.
    mutating func begin(_ method: amqp_method_t, on channel: UInt16) {
        if method.id == AMQP_BASIC_DELIVER_METHOD {
            let deliver = method.decoded.assumingMemoryBound(to: amqp_basic_deliver_t.self)
            partial[channel] = Partial(
                kind: .delivery(tag: deliver.pointee.delivery_tag, redelivered: deliver.pointee.redelivered != 0),
                exchange: exchange.string(deliver.pointee.exchange),
                routingKey: routingKey.string(deliver.pointee.routing_key))
        } else {
            let returned = method.decoded.assumingMemoryBound(to: amqp_basic_return_t.self)
            partial[channel] = Partial(
                kind: .returned(
                    code: returned.pointee.reply_code, text: BrokerFailure.shown(returned.pointee.reply_text)),
                exchange: exchange.string(returned.pointee.exchange),
                routingKey: routingKey.string(returned.pointee.routing_key))
        }
    }

    /// A message's properties. The event when there is no body; nil when more frames follow.
    mutating func header(_ frame: borrowing amqp_frame_t) throws(BrokerFailure) -> BrokerEvent? {
        let header = frame.payload.properties
        guard let known = partial[frame.channel], known.properties == nil, header.class_id == UInt16(AMQP_BASIC_CLASS),
            let decoded = header.decoded
        else { throw .disorder }
        guard header.body_size <= UInt64(Int.max) else { throw .disorder }
        let read = properties.read(decoded.assumingMemoryBound(to: amqp_basic_properties_t.self).pointee)
        partial[frame.channel]?.properties = read
        partial[frame.channel]?.size = header.body_size
        return header.body_size == 0 ? try finish(frame.channel) : nil
    }

    /// A piece of a message's body. The event when it was the last; nil when more follow.
    mutating func body(_ frame: borrowing amqp_frame_t) throws(BrokerFailure) -> BrokerEvent? {
        let piece = UnsafeRawBufferPointer(frame.payload.body_fragment)
        guard let known = partial[frame.channel], known.properties != nil,
            UInt64(known.body.count) + UInt64(piece.count) <= known.size
        else { throw .disorder }
        if known.body.isEmpty, UInt64(piece.count) == known.size {
            partial[frame.channel]?.body = [UInt8](piece)
            return try finish(frame.channel)
        }
        let isLast = UInt64(known.body.count) + UInt64(piece.count) == known.size
        if known.body.isEmpty {
            partial[frame.channel]?.body.reserveCapacity(Int(min(known.size, UInt64(Self.mostReserved))))
        }
        partial[frame.channel]?.body.append(contentsOf: piece)
        return isLast ? try finish(frame.channel) : nil
    }

    /// The channel is closed: what has begun on it never ends.
    mutating func drop(_ channel: UInt16) {
        partial[channel] = nil
    }

    private mutating func finish(_ channel: UInt16) throws(BrokerFailure) -> BrokerEvent {
        guard let whole = partial.removeValue(forKey: channel), let properties = whole.properties else {
            throw .disorder
        }
        switch whole.kind {
        case .delivery(let tag, let redelivered):
            return .delivery(
                IncomingMessage(
                    channel: channel, tag: tag, redelivered: redelivered, exchange: whole.exchange,
                    routingKey: whole.routingKey, properties: properties, body: whole.body))
        case .returned(let code, let text):
            let message = ReturnedMessage(
                messageID: properties.messageID ?? "", exchange: whole.exchange, routingKey: whole.routingKey,
                code: code, text: text)
            return .returned(channel: channel, message: message)
        }
    }
}

extension BrokerFailure {
    /// Frames that do not belong together.
    fileprivate static var disorder: BrokerFailure {
        BrokerFailure(reason: .broken, message: "The broker sent frames that do not belong together.")
    }
}
