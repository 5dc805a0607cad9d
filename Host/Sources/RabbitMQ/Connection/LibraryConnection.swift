import CRabbitMQ
import DequeModule
import Glibc
import HostThreads

/// One open connection of librabbitmq's, and what is sent over it. For its own thread only; made by ``open``.
///
/// The first failure is kept, and every later call ends with it: a connection that is half gone is never used again.
final class LibraryConnection: OpenBroker {
    let state: amqp_connection_state_t
    let generation: UInt64
    let server: String
    /// To be shown; no credentials.
    let address: String
    /// What has come while something else was waited for, and was taken out of the library's queue.
    var kept: Deque<BrokerEvent> = []
    var assembly = FrameAssembly()
    /// Channels on which nothing that comes is meant for this host: the broker may still send deliveries and confirms of
    /// a channel after it has closed it, even when it is being opened again, and their tags mean others by then.
    private(set) var unheard: Set<UInt16> = []
    /// Why the connection is of no use any more.
    private(set) var failure: BrokerFailure?
    /// The session wants to be called when the socket takes more.
    private(set) var waitsForRoom = false
    /// Nil when the broker wants none.
    var heartbeats: Heartbeats?
    private let memory = OutgoingMemory()
    private var isCorked = false

    /// Takes `state` over, which has logged in.
    init(_ state: amqp_connection_state_t, generation: UInt64, address: String, heartbeats: Heartbeats?) {
        self.state = state
        self.heartbeats = heartbeats
        self.generation = generation
        self.address = address
        self.server = Self.product(of: state)
    }

    deinit {
        // The library's own close would wait for a peer that does not answer.
        shutdown(amqp_get_sockfd(state), CInt(SHUT_RDWR))
        amqp_destroy_connection(state)
    }

    var socket: CInt { amqp_get_sockfd(state) }

    // MARK: - Channels and topology

    func openChannel(_ channel: UInt16, prefetch: UInt16?, confirms: Bool) throws(BrokerFailure) {
        try call("Channel \(channel)", on: channel) { amqp_channel_open(state, channel) != nil }
        if let prefetch {
            try call("Prefetch \(prefetch)", on: channel) { amqp_basic_qos(state, channel, 0, prefetch, 0) != nil }
        }
        if confirms {
            try call("Publisher confirms", on: channel) { amqp_confirm_select(state, channel) != nil }
        }
        // A channel that consumes is heard once it does.
        try forget(channel)
        if prefetch == nil { unheard.remove(channel) }
    }

    func closeChannel(_ channel: UInt16) throws(BrokerFailure) {
        try usable()
        let reply = amqp_channel_close(state, channel, AMQP_REPLY_SUCCESS)
        try check(reply, "Closing channel \(channel)", channel)
        try forget(channel)
    }

    func declareQueue(_ queue: QueueDeclaration, on channel: UInt16) throws(BrokerFailure) {
        let fields = queue.arguments.map { name, value in
            switch value {
            case .text(let text): (name: name, value: MessageProperties.Value.text(text))
            case .number(let number): (name: name, value: MessageProperties.Value.integer(number))
            }
        }
        var shape = MessageProperties()
        shape.headers = fields
        memory.begin(room: queue.name.utf8.count + shape.textSize, fields: fields.count)
        let name = memory.text(queue.name)
        let arguments = queue.isPassive ? amqp_table_t() : memory.table(fields)
        try call("Queue \"\(queue.name)\"", on: channel) {
            amqp_queue_declare(state, channel, name, queue.isPassive ? 1 : 0, 1, 0, 0, arguments) != nil
        }
    }

    func bind(queue: String, to exchange: String, key: String, on channel: UInt16) throws(BrokerFailure) {
        memory.begin(room: queue.utf8.count + exchange.utf8.count + key.utf8.count)
        let (name, from, by) = (memory.text(queue), memory.text(exchange), memory.text(key))
        try call("Binding queue \"\(queue)\" to exchange \"\(exchange)\"", on: channel) {
            amqp_queue_bind(state, channel, name, from, by, amqp_table_t()) != nil
        }
    }

    func consume(_ queue: String, tag: String, on channel: UInt16) throws(BrokerFailure) {
        memory.begin(room: queue.utf8.count + tag.utf8.count)
        let (name, consumer) = (memory.text(queue), memory.text(tag))
        try call("Consuming queue \"\(queue)\"", on: channel) {
            amqp_basic_consume(state, channel, name, consumer, 0, 0, 0, amqp_table_t()) != nil
        }
        if unheard.contains(channel) {
            try forget(channel)
            unheard.remove(channel)
        }
    }

    func cancelConsumer(_ tag: String, on channel: UInt16) throws(BrokerFailure) {
        memory.begin(room: tag.utf8.count)
        let consumer = memory.text(tag)
        try call("Ending consumer \"\(tag)\"", on: channel) { amqp_basic_cancel(state, channel, consumer) != nil }
    }

    // MARK: - Messages

    func acknowledge(_ tag: UInt64, upTo: Bool, on channel: UInt16) throws(BrokerFailure) {
        try sent("Acknowledging") { amqp_basic_ack(state, channel, tag, upTo ? 1 : 0) }
    }

    func refuse(_ tag: UInt64, requeue: Bool, on channel: UInt16) throws(BrokerFailure) {
        try sent("Refusing a delivery") { amqp_basic_reject(state, channel, tag, requeue ? 1 : 0) }
    }

    func publish(_ message: borrowing OutgoingMessage, on channel: UInt16) throws(BrokerFailure) {
        let (exchange, routingKey) = (message.exchange, message.routingKey)
        if let violation = MessageLimits.violation(
            exchange: exchange, routingKey: routingKey, properties: message.properties)
        {
            throw BrokerFailure(reason: .broken, message: violation)
        }
        cork()
        memory.begin(
            room: exchange.utf8.count + routingKey.utf8.count + message.properties.textSize,
            fields: message.properties.headers.count)
        let (to, by) = (memory.text(exchange), memory.text(routingKey))
        var properties = memory.properties(message.properties)
        let isMandatory: CInt = message.isMandatory ? 1 : 0
        try sent("Publishing") {
            message.body.withUnsafeBytes { body in
                let bytes = amqp_bytes_t(len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress))
                return amqp_basic_publish(state, channel, to, by, isMandatory, 0, &properties, bytes)
            }
        }
    }

    var hasRoom: Bool {
        var poll = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        let isWritable = Glibc.poll(&poll, 1, 0) != 0
        waitsForRoom = !isWritable
        return isWritable
    }

    func roomCame() {
        waitsForRoom = false
    }

    // MARK: - Beneath

    /// A batch of small messages leaves in full packets: the library writes three times for each.
    private func cork() {
        guard !isCorked else { return }
        isCorked = true
        setOption(TCP_CORK, 1)
    }

    /// Lets go what has been held back since the last call.
    func flush() {
        guard isCorked else { return }
        isCorked = false
        setOption(TCP_CORK, 0)
    }

    func setOption(_ option: CInt, _ value: CInt) {
        var value = value
        setsockopt(socket, CInt(IPPROTO_TCP), option, &value, socklen_t(MemoryLayout<CInt>.size))
    }

    func usable() throws(BrokerFailure) {
        if let failure { throw failure }
    }

    func fail(_ new: BrokerFailure) -> BrokerFailure {
        let first = failure ?? new
        failure = first
        return first
    }

    private func sent(_ what: String, _ send: () -> CInt) throws(BrokerFailure) {
        try usable()
        let status = send()
        guard status == 0 else { throw fail(BrokerFailure(status: status, what: what)) }
    }

    private func call(_ what: String, on channel: UInt16, _ request: () -> Bool) throws(BrokerFailure) {
        try usable()
        flush()
        if request() {
            amqp_maybe_release_buffers_on_channel(state, channel)
            return
        }
        try check(amqp_get_rpc_reply(state), what, channel)
    }

    /// Throws what the answer to a request says, and does what the protocol wants to be done about it.
    private func check(_ reply: amqp_rpc_reply_t, _ what: String, _ channel: UInt16) throws(BrokerFailure) {
        switch reply.reply_type {
        case AMQP_RESPONSE_NORMAL: return
        case AMQP_RESPONSE_SERVER_EXCEPTION where reply.reply.id == AMQP_CHANNEL_CLOSE_METHOD:
            let failure = try channelClosed(reply.reply, on: channel, what: what)
            throw failure
        case AMQP_RESPONSE_SERVER_EXCEPTION where reply.reply.id == AMQP_CONNECTION_CLOSE_METHOD:
            throw connectionClosed(reply.reply, what: what)
        case AMQP_RESPONSE_LIBRARY_EXCEPTION:
            throw fail(BrokerFailure(status: reply.library_error, what: what))
        default:
            throw fail(BrokerFailure(reason: .unreachable, message: "\(what): the broker ended the connection."))
        }
    }

    /// The broker has closed a channel: confirms that, and forgets all that is under way on it.
    func channelClosed(_ method: amqp_method_t, on channel: UInt16, what: String) throws(BrokerFailure) -> BrokerFailure
    {
        let close = method.decoded.assumingMemoryBound(to: amqp_channel_close_t.self).pointee
        let said = BrokerFailure(code: close.reply_code, text: BrokerFailure.shown(close.reply_text), what: what)
        var ok = amqp_channel_close_ok_t()
        try sent("Closing channel \(channel)") {
            amqp_send_method(state, channel, AMQP_CHANNEL_CLOSE_OK_METHOD, &ok)
        }
        try forget(channel)
        return said
    }

    /// The broker has closed the connection.
    func connectionClosed(_ method: amqp_method_t, what: String) -> BrokerFailure {
        let close = method.decoded.assumingMemoryBound(to: amqp_connection_close_t.self).pointee
        let said = BrokerFailure(code: close.reply_code, text: BrokerFailure.shown(close.reply_text), what: what)
        var ok = amqp_connection_close_ok_t()
        amqp_send_method(state, 0, AMQP_CONNECTION_CLOSE_OK_METHOD, &ok)
        return fail(said)
    }

    /// Throws away what has come on a channel and waits in the library's queue, and all that comes on it from now on;
    /// what came for other channels is kept.
    private func forget(_ channel: UInt16) throws(BrokerFailure) {
        unheard.insert(channel)
        assembly.drop(channel)
        kept.removeAll { $0.channel == channel }
        while amqp_frames_enqueued(state) != 0 {
            var frame = amqp_frame_t()
            var none = timeval()
            let status = amqp_simple_wait_frame_noblock(state, &frame, &none)
            guard status == 0 else { throw fail(BrokerFailure(status: status, what: "Reading")) }
            guard frame.channel != channel else { continue }
            if let event = try event(of: frame) { kept.append(event) }
        }
        amqp_maybe_release_buffers_on_channel(state, channel)
    }
}
