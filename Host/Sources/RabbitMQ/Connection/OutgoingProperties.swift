import CRabbitMQ

/// Lays texts and header tables out as the library wants them, in memory that is used again for every message.
///
/// What a method returns is valid until the next ``begin(room:fields:)``.
final class OutgoingMemory {
    private var bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 1024, alignment: 16)
    private var used = 0
    private var entries = UnsafeMutableBufferPointer<amqp_table_entry_t>.allocate(capacity: 16)

    deinit {
        bytes.deallocate()
        entries.deallocate()
    }

    /// Forgets what was laid out. `room`: bytes of all texts that follow; `fields`: of the header table.
    func begin(room: Int, fields: Int = 0) {
        used = 0
        if bytes.count < room {
            bytes.deallocate()
            bytes = .allocate(byteCount: max(room, 2 * bytes.count), alignment: 16)
        }
        if entries.count < fields {
            entries.deallocate()
            entries = .allocate(capacity: max(fields, 2 * entries.count))
        }
    }

    func text(_ text: String) -> amqp_bytes_t {
        let start = used
        let free = UnsafeMutableRawBufferPointer(rebasing: bytes[start...])
        let isWhole: Void? = text.utf8.withContiguousStorageIfAvailable { free.copyMemory(from: .init($0)) }
        if isWhole == nil { free.copyBytes(from: text.utf8) }
        used += text.utf8.count
        return amqp_bytes_t(len: text.utf8.count, bytes: free.baseAddress)
    }

    private func text(_ text: ShortString) -> amqp_bytes_t {
        guard let raw = text.raw else { return self.text(text.wrappedValue ?? "") }
        let free = UnsafeMutableRawBufferPointer(rebasing: bytes[used...])
        free.copyBytes(from: raw)
        used += raw.count
        return amqp_bytes_t(len: raw.count, bytes: free.baseAddress)
    }

    /// The properties of a message; always persistent.
    func properties(_ properties: borrowing MessageProperties) -> amqp_basic_properties_t {
        var laid = amqp_basic_properties_t()
        var flags = AMQP_BASIC_DELIVERY_MODE_FLAG
        laid.delivery_mode = UInt8(AMQP_DELIVERY_PERSISTENT.rawValue)
        func text(_ value: ShortString, _ flag: CInt) -> amqp_bytes_t {
            guard value.wrappedValue != nil else { return amqp_bytes_t() }
            flags |= flag
            return self.text(value)
        }
        laid.content_type = text(properties.$contentType, AMQP_BASIC_CONTENT_TYPE_FLAG)
        laid.message_id = text(properties.$messageID, AMQP_BASIC_MESSAGE_ID_FLAG)
        laid.correlation_id = text(properties.$correlationID, AMQP_BASIC_CORRELATION_ID_FLAG)
        laid.reply_to = text(properties.$replyTo, AMQP_BASIC_REPLY_TO_FLAG)
        laid.type = text(properties.$type, AMQP_BASIC_TYPE_FLAG)
        laid.app_id = text(properties.$appID, AMQP_BASIC_APP_ID_FLAG)
        laid.expiration = text(properties.$expiration, AMQP_BASIC_EXPIRATION_FLAG)
        if let priority = properties.priority {
            flags |= AMQP_BASIC_PRIORITY_FLAG
            laid.priority = priority
        }
        if !properties.headers.isEmpty {
            flags |= AMQP_BASIC_HEADERS_FLAG
            laid.headers = table(properties.headers)
        }
        laid._flags = UInt32(flags)
        return laid
    }

    /// A value that is not carried is left out.
    func table(_ fields: [(name: String, value: MessageProperties.Value)]) -> amqp_table_t {
        var count = 0
        for field in fields {
            guard let value = self.value(field.value) else { continue }
            entries.initializeElement(at: count, to: amqp_table_entry_t(key: text(field.name), value: value))
            count += 1
        }
        return amqp_table_t(num_entries: CInt(count), entries: entries.baseAddress)
    }

    private func value(_ value: MessageProperties.Value) -> amqp_field_value_t? {
        var field = amqp_field_value_t()
        func kind(_ kind: amqp_field_value_kind_t) { field.kind = UInt8(truncatingIfNeeded: kind.rawValue) }
        switch value {
        case .text(let text):
            kind(AMQP_FIELD_KIND_UTF8)
            field.value.bytes = self.text(text)
        case .integer(let number):
            kind(AMQP_FIELD_KIND_I64)
            field.value.i64 = number
        case .number(let number):
            kind(AMQP_FIELD_KIND_F64)
            field.value.f64 = number
        case .boolean(let value):
            kind(AMQP_FIELD_KIND_BOOLEAN)
            field.value.boolean = value ? 1 : 0
        case .other: return nil
        }
        return field
    }
}

extension MessageProperties {
    /// Bytes of all texts.
    var textSize: Int {
        var size = $contentType.size + $messageID.size + $correlationID.size + $replyTo.size + $type.size
        size += $appID.size + $expiration.size
        for header in headers {
            size += header.name.utf8.count
            if case .text(let text) = header.value { size += text.utf8.count }
        }
        return size
    }
}
