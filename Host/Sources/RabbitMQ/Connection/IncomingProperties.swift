import CRabbitMQ

/// Copies the properties of messages out of the library's buffers.
struct IncomingProperties {
    private var contentType = RepeatedText()
    private var replyTo = RepeatedText()
    private var type = RepeatedText()
    private var appID = RepeatedText()

    mutating func read(_ raw: borrowing amqp_basic_properties_t) -> MessageProperties {
        var read = MessageProperties()
        let flags = raw._flags
        func has(_ flag: CInt) -> Bool { flags & UInt32(flag) != 0 }
        if has(AMQP_BASIC_CONTENT_TYPE_FLAG) { read.$contentType = contentType.short(raw.content_type) }
        if has(AMQP_BASIC_MESSAGE_ID_FLAG) { read.$messageID = ShortString(UnsafeRawBufferPointer(raw.message_id)) }
        if has(AMQP_BASIC_CORRELATION_ID_FLAG) {
            read.$correlationID = ShortString(UnsafeRawBufferPointer(raw.correlation_id))
        }
        if has(AMQP_BASIC_REPLY_TO_FLAG) { read.$replyTo = replyTo.short(raw.reply_to) }
        if has(AMQP_BASIC_TYPE_FLAG) { read.$type = type.short(raw.type) }
        if has(AMQP_BASIC_APP_ID_FLAG) { read.$appID = appID.short(raw.app_id) }
        if has(AMQP_BASIC_PRIORITY_FLAG) { read.priority = raw.priority }
        if has(AMQP_BASIC_EXPIRATION_FLAG) { read.$expiration = ShortString(UnsafeRawBufferPointer(raw.expiration)) }
        if has(AMQP_BASIC_HEADERS_FLAG) {
            let table = UnsafeBufferPointer(start: raw.headers.entries, count: Int(max(raw.headers.num_entries, 0)))
            read.headers = table.compactMap { entry in
                // A repaired name would be another one, and could be too long to be sent on.
                guard let name = String(validating: UnsafeRawBufferPointer(entry.key), as: UTF8.self) else {
                    return nil
                }
                return (name, MessageProperties.Value(entry.value))
            }
        }
        return read
    }
}

extension MessageProperties.Value {
    init(_ field: amqp_field_value_t) {
        let value = field.value
        self =
            switch amqp_field_value_kind_t(UInt32(field.kind)) {
            case AMQP_FIELD_KIND_BOOLEAN: .boolean(value.boolean != 0)
            case AMQP_FIELD_KIND_I8: .integer(Int64(value.i8))
            case AMQP_FIELD_KIND_U8: .integer(Int64(value.u8))
            case AMQP_FIELD_KIND_I16: .integer(Int64(value.i16))
            case AMQP_FIELD_KIND_U16: .integer(Int64(value.u16))
            case AMQP_FIELD_KIND_I32: .integer(Int64(value.i32))
            case AMQP_FIELD_KIND_U32: .integer(Int64(value.u32))
            case AMQP_FIELD_KIND_I64: .integer(value.i64)
            case AMQP_FIELD_KIND_U64, AMQP_FIELD_KIND_TIMESTAMP:
                Int64(exactly: value.u64).map { .integer($0) } ?? .other
            case AMQP_FIELD_KIND_F32: .number(Double(value.f32))
            case AMQP_FIELD_KIND_F64: .number(value.f64)
            case AMQP_FIELD_KIND_UTF8:
                String(validating: UnsafeRawBufferPointer(value.bytes), as: UTF8.self).map { .text($0) } ?? .other
            default: .other
            }
    }
}
