import CRabbitMQ
import Glibc
import HostThreads

extension LibraryConnection {
    /// Frames that are taken before the session gets its turn.
    private static let mostFrames = 2048

    /// True when something has come that no system call is needed for.
    var hasBuffered: Bool {
        !kept.isEmpty || amqp_frames_enqueued(state) != 0 || amqp_data_in_buffer(state) != 0
    }

    /// Sends a heartbeat when one is due, and fails when the peer has been silent for too long.
    func keepAlive() throws(BrokerFailure) {
        let now = MonotonicClock.now()
        if heartbeats?.isSilent(at: now) == true {
            throw fail(
                BrokerFailure(
                    reason: .unreachable, message: "\(address) has been silent for longer than two heartbeats."))
        }
        guard heartbeats?.isDue(at: now) == true else { return }
        var frame = amqp_frame_t()
        frame.frame_type = UInt8(AMQP_FRAME_HEARTBEAT)
        let status = amqp_send_frame(state, &frame)
        guard status == AMQP_STATUS_OK.rawValue else {
            throw fail(BrokerFailure(status: status, what: "Sending a heartbeat"))
        }
    }

    /// Whether the peer has sent what is not read yet; a closed connection counts as well.
    private var isReadable: Bool {
        var descriptor = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) > 0
    }

    /// Takes in what has come, without waiting, and hands it to the session.
    func receive(for session: any BrokerSession) throws(BrokerFailure) {
        if isReadable { heartbeats?.hear(at: MonotonicClock.now()) }
        try handOver(to: session)
        var frames = 0
        var frame = amqp_frame_t()
        var none = timeval()
        repeat {
            try usable()
            let status = amqp_simple_wait_frame_noblock(state, &frame, &none)
            if status == AMQP_STATUS_TIMEOUT.rawValue { return }
            guard status == AMQP_STATUS_OK.rawValue else { throw fail(BrokerFailure(status: status, what: "Reading")) }
            let event = try event(of: frame)
            amqp_maybe_release_buffers_on_channel(state, frame.channel)
            if let event { try session.received(event, self) }
            try handOver(to: session)
            frames += 1
        } while frames < Self.mostFrames && (amqp_data_in_buffer(state) != 0 || amqp_frames_enqueued(state) != 0)
    }

    /// Hands over what came while the session, or a request of its, waited for an answer: it is older than all that is
    /// read from now on, and tags have to come in their order.
    private func handOver(to session: any BrokerSession) throws(BrokerFailure) {
        while let event = kept.popFirst() { try session.received(event, self) }
    }

    /// What a frame means; nil when more frames belong to it, or nothing is to be done.
    func event(of frame: borrowing amqp_frame_t) throws(BrokerFailure) -> BrokerEvent? {
        if unheard.contains(frame.channel), !Self.isChannelClose(frame) { return nil }
        do {
            switch CInt(frame.frame_type) {
            case AMQP_FRAME_METHOD: return try event(of: frame.payload.method, on: frame.channel)
            case AMQP_FRAME_HEADER: return try assembly.header(frame)
            case AMQP_FRAME_BODY: return try assembly.body(frame)
            default: return nil
            }
        } catch {
            throw fail(error)
        }
    }

    private static func isChannelClose(_ frame: borrowing amqp_frame_t) -> Bool {
        guard CInt(frame.frame_type) == AMQP_FRAME_METHOD else { return false }
        return frame.payload.method.id == AMQP_CHANNEL_CLOSE_METHOD
    }

    private func event(of method: amqp_method_t, on channel: UInt16) throws(BrokerFailure) -> BrokerEvent? {
        switch method.id {
        case AMQP_BASIC_DELIVER_METHOD, AMQP_BASIC_RETURN_METHOD:
            assembly.begin(method, on: channel)
            return nil
        case AMQP_BASIC_ACK_METHOD:
            let ack = method.decoded.assumingMemoryBound(to: amqp_basic_ack_t.self).pointee
            return .confirm(channel: channel, tag: ack.delivery_tag, upTo: ack.multiple != 0, isAck: true)
        case AMQP_BASIC_NACK_METHOD:
            let nack = method.decoded.assumingMemoryBound(to: amqp_basic_nack_t.self).pointee
            return .confirm(channel: channel, tag: nack.delivery_tag, upTo: nack.multiple != 0, isAck: false)
        case AMQP_BASIC_CANCEL_METHOD:
            return try consumerCancelled(method, on: channel)
        case AMQP_CHANNEL_CLOSE_METHOD:
            let close = method.decoded.assumingMemoryBound(to: amqp_channel_close_t.self).pointee
            let (code, text) = (close.reply_code, BrokerFailure.shown(close.reply_text))
            _ = try channelClosed(method, on: channel, what: "Channel \(channel)")
            return .channelClosed(channel: channel, code: code, text: text)
        case AMQP_CONNECTION_CLOSE_METHOD:
            throw connectionClosed(method, what: "Connection to \(address)")
        case AMQP_CONNECTION_BLOCKED_METHOD:
            let blocked = method.decoded.assumingMemoryBound(to: amqp_connection_blocked_t.self).pointee
            return .blocked(BrokerFailure.shown(blocked.reason))
        case AMQP_CONNECTION_UNBLOCKED_METHOD:
            return .blocked(nil)
        default:
            return nil
        }
    }

    private func consumerCancelled(_ method: amqp_method_t, on channel: UInt16) throws(BrokerFailure) -> BrokerEvent {
        let cancel = method.decoded.assumingMemoryBound(to: amqp_basic_cancel_t.self).pointee
        let tag = String(cancel.consumer_tag)
        if cancel.nowait == 0 {
            var ok = amqp_basic_cancel_ok_t(consumer_tag: cancel.consumer_tag)
            let status = amqp_send_method(state, channel, AMQP_BASIC_CANCEL_OK_METHOD, &ok)
            guard status == 0 else { throw fail(BrokerFailure(status: status, what: "Consumer \"\(tag)\"")) }
        }
        return .consumerCancelled(channel: channel, tag: tag)
    }
}
