import CRabbitMQ
import Foundation

/// A plain client of the broker for the tests' own side: one connection, one channel, each call waits for its answer.
///
/// A call that the broker refuses throws and leaves the client of no more use. For one thread at a time.
package final class BrokerClient {
    package struct Message: Sendable, Equatable {
        package var body: String
        package var messageID: String?
        package var correlationID: String?
        package var contentType: String?
        package var isPersistent: Bool
        package var isRedelivered: Bool
        package var routingKey: String
        /// Text and numbers of the header table, as text.
        package var headers: [String: String]
    }

    private let state: amqp_connection_state_t

    package init(_ server: RabbitMQServer, virtualHost: String = "/") throws {
        state = amqp_new_connection()
        let socket = amqp_tcp_socket_new(state)
        var most = timeval(tv_sec: 10, tv_usec: 0)
        amqp_set_handshake_timeout(state, &most)
        amqp_set_rpc_timeout(state, &most)
        guard amqp_socket_open_noblock(socket, RabbitMQServer.host, Int32(server.port), &most) == 0 else {
            throw RabbitMQServer.Failure(description: "the broker takes no connection")
        }
        let reply = proctor_amqp_login(state, virtualHost, 0, "guest", "guest", "the tests' own")
        guard reply.reply_type == AMQP_RESPONSE_NORMAL, amqp_channel_open(state, 1) != nil else {
            throw RabbitMQServer.Failure(description: "the broker refused the tests' own client")
        }
        amqp_confirm_select(state, 1)
    }

    deinit {
        amqp_destroy_connection(state)
    }

    /// - Parameter arguments: text and numbers, as `x-queue-type` and `x-message-ttl`.
    package func declareQueue(_ name: String, _ arguments: [String: Any] = [:]) throws {
        let keys = arguments.keys.map { strdup($0) }
        let values = arguments.values.map { strdup("\($0)") }
        defer { for text in keys + values { free(text) } }
        var entries = zip(zip(keys, values), arguments.values).map { texts, value in
            var entry = amqp_table_entry_t(key: amqp_cstring_bytes(texts.0), value: amqp_field_value_t())
            if let number = value as? Int {
                entry.value.kind = UInt8(AMQP_FIELD_KIND_I64.rawValue)
                entry.value.value.i64 = Int64(number)
            } else {
                entry.value.kind = UInt8(AMQP_FIELD_KIND_UTF8.rawValue)
                entry.value.value.bytes = amqp_cstring_bytes(texts.1)
            }
            return entry
        }
        try entries.withUnsafeMutableBufferPointer { entries in
            let table = amqp_table_t(num_entries: Int32(entries.count), entries: entries.baseAddress)
            try name.withCString { name in
                try check(amqp_queue_declare(state, 1, amqp_cstring_bytes(name), 0, 1, 0, 0, table) != nil)
            }
        }
    }

    /// - Parameter type: `direct`, `topic` or `fanout`.
    package func declareExchange(_ name: String, type: String = "direct") throws {
        try check(
            name.withCString { name in
                type.withCString { type in
                    amqp_exchange_declare(
                        state, 1, amqp_cstring_bytes(name), amqp_cstring_bytes(type), 0, 1, 0, 0, amqp_table_t()) != nil
                }
            })
    }

    package func bind(queue: String, to exchange: String, key: String) throws {
        try check(
            queue.withCString { queue in
                exchange.withCString { exchange in
                    key.withCString { key in
                        amqp_queue_bind(
                            state, 1, amqp_cstring_bytes(queue), amqp_cstring_bytes(exchange), amqp_cstring_bytes(key),
                            amqp_table_t()) != nil
                    }
                }
            })
    }

    package func deleteQueue(_ name: String) throws {
        try check(name.withCString { amqp_queue_delete(state, 1, amqp_cstring_bytes($0), 0, 0) != nil })
    }

    package func deleteExchange(_ name: String) throws {
        try check(name.withCString { amqp_exchange_delete(state, 1, amqp_cstring_bytes($0), 0) != nil })
    }

    package func purge(_ name: String) throws {
        try check(name.withCString { amqp_queue_purge(state, 1, amqp_cstring_bytes($0)) != nil })
    }

    /// Messages that are ready in the queue.
    package func count(_ name: String) throws -> Int {
        let declared = name.withCString {
            amqp_queue_declare(state, 1, amqp_cstring_bytes($0), 1, 0, 0, 0, amqp_table_t())
        }
        guard let declared else { throw RabbitMQServer.Failure(description: "there is no queue \(name)") }
        return Int(declared.pointee.message_count)
    }

    /// Publishes a persistent message; returns once the broker has confirmed it.
    package func publish(
        _ body: String, to exchange: String = "", key: String, messageID: String? = nil, headers: [String: String] = [:]
    ) throws {
        try send(body, to: exchange, key: key, messageID: messageID, headers: headers)
        try confirmed(1)
    }

    /// Publishes all, then waits until the broker has confirmed them; their ids are as given.
    package func publish(_ bodies: [(id: String, body: String)], to exchange: String = "", key: String) throws {
        for (id, body) in bodies { try send(body, to: exchange, key: key, messageID: id, headers: [:]) }
        try confirmed(bodies.count)
    }

    private var sent: UInt64 = 0
    private var settled: UInt64 = 0

    private func send(
        _ body: String, to exchange: String, key: String, messageID: String?, headers: [String: String]
    ) throws {
        var texts: [UnsafeMutablePointer<CChar>?] = []
        defer { for text in texts { free(text) } }
        func kept(_ text: String) -> amqp_bytes_t {
            let copy = strdup(text)
            texts.append(copy)
            return amqp_cstring_bytes(copy)
        }
        var properties = amqp_basic_properties_t()
        var flags = AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_CONTENT_TYPE_FLAG
        properties.delivery_mode = 2
        properties.content_type = kept("application/json")
        if let messageID {
            flags |= AMQP_BASIC_MESSAGE_ID_FLAG
            properties.message_id = kept(messageID)
        }
        var entries = headers.map { name, value in
            var entry = amqp_table_entry_t(key: kept(name), value: amqp_field_value_t())
            entry.value.kind = UInt8(AMQP_FIELD_KIND_UTF8.rawValue)
            entry.value.value.bytes = kept(value)
            return entry
        }
        let status = entries.withUnsafeMutableBufferPointer { entries in
            if !entries.isEmpty {
                flags |= AMQP_BASIC_HEADERS_FLAG
                properties.headers = amqp_table_t(num_entries: Int32(entries.count), entries: entries.baseAddress)
            }
            properties._flags = UInt32(flags)
            return amqp_basic_publish(state, 1, kept(exchange), kept(key), 0, 0, &properties, kept(body))
        }
        guard status == 0 else { throw RabbitMQServer.Failure(description: "the tests' own client is disconnected") }
        sent += 1
    }

    private func confirmed(_ count: Int) throws {
        while settled < sent {
            var frame = amqp_frame_t()
            var most = timeval(tv_sec: 20, tv_usec: 0)
            guard amqp_simple_wait_frame_noblock(state, &frame, &most) == 0,
                frame.frame_type == UInt8(AMQP_FRAME_METHOD), frame.payload.method.id == AMQP_BASIC_ACK_METHOD
            else { throw RabbitMQServer.Failure(description: "the broker confirmed nothing to the tests' own client") }
            let ack = frame.payload.method.decoded.assumingMemoryBound(to: amqp_basic_ack_t.self).pointee
            settled = ack.multiple != 0 ? max(settled, ack.delivery_tag) : settled + 1
            amqp_maybe_release_buffers(state)
        }
    }

    /// Takes the next message out of the queue; nil when there is none.
    package func take(_ queue: String) throws -> Message? {
        let reply = queue.withCString { amqp_basic_get(state, 1, amqp_cstring_bytes($0), 1) }
        guard reply.reply_type == AMQP_RESPONSE_NORMAL else {
            throw RabbitMQServer.Failure(description: "there is no queue \(queue)")
        }
        guard reply.reply.id == AMQP_BASIC_GET_OK_METHOD else { return nil }
        let got = reply.reply.decoded.assumingMemoryBound(to: amqp_basic_get_ok_t.self).pointee
        let (isRedelivered, key) = (got.redelivered != 0, Self.text(got.routing_key))
        var message = amqp_message_t()
        guard amqp_read_message(state, 1, &message, 0).reply_type == AMQP_RESPONSE_NORMAL else {
            throw RabbitMQServer.Failure(description: "a message of \(queue) cannot be read")
        }
        defer {
            amqp_destroy_message(&message)
            amqp_maybe_release_buffers(state)
        }
        let properties = message.properties
        func text(_ bytes: amqp_bytes_t, _ flag: Int32) -> String? {
            properties._flags & UInt32(flag) != 0 ? Self.text(bytes) : nil
        }
        return Message(
            body: Self.text(message.body), messageID: text(properties.message_id, AMQP_BASIC_MESSAGE_ID_FLAG),
            correlationID: text(properties.correlation_id, AMQP_BASIC_CORRELATION_ID_FLAG),
            contentType: text(properties.content_type, AMQP_BASIC_CONTENT_TYPE_FLAG),
            isPersistent: properties.delivery_mode == 2, isRedelivered: isRedelivered, routingKey: key,
            headers: Self.headers(properties))
    }

    /// All messages that are ready.
    package func takeAll(_ queue: String) throws -> [Message] {
        var all: [Message] = []
        while let message = try take(queue) { all.append(message) }
        return all
    }

    private static func headers(_ properties: amqp_basic_properties_t) -> [String: String] {
        guard properties._flags & UInt32(AMQP_BASIC_HEADERS_FLAG) != 0 else { return [:] }
        var headers: [String: String] = [:]
        for entry in UnsafeBufferPointer(start: properties.headers.entries, count: Int(properties.headers.num_entries))
        {
            switch amqp_field_value_kind_t(UInt32(entry.value.kind)) {
            case AMQP_FIELD_KIND_UTF8: headers[text(entry.key)] = text(entry.value.value.bytes)
            case AMQP_FIELD_KIND_I64: headers[text(entry.key)] = "\(entry.value.value.i64)"
            case AMQP_FIELD_KIND_I32: headers[text(entry.key)] = "\(entry.value.value.i32)"
            default: headers[text(entry.key)] = ""
            }
        }
        return headers
    }

    private static func text(_ bytes: amqp_bytes_t) -> String {
        String(decoding: UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.len), as: UTF8.self)
    }

    private func check(_ isGood: Bool) throws {
        guard !isGood else { return }
        let reply = amqp_get_rpc_reply(state)
        var why = "the connection is gone"
        if reply.reply_type == AMQP_RESPONSE_SERVER_EXCEPTION, reply.reply.id == AMQP_CHANNEL_CLOSE_METHOD {
            why = Self.text(reply.reply.decoded.assumingMemoryBound(to: amqp_channel_close_t.self).pointee.reply_text)
        }
        throw RabbitMQServer.Failure(description: "the broker refused the tests' own client: \(why)")
    }
}
