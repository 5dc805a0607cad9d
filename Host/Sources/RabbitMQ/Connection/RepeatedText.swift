import CRabbitMQ

/// Makes text out of bytes that are mostly the same as the time before: an exchange, a routing key, a media type.
struct RepeatedText {
    private var bytes: [UInt8] = []
    private var text = ShortString(wrappedValue: "")

    /// What is no UTF-8 is repaired.
    mutating func string(_ new: amqp_bytes_t) -> String { short(new).wrappedValue ?? "" }

    mutating func short(_ new: amqp_bytes_t) -> ShortString {
        let new = UnsafeRawBufferPointer(new)
        guard !bytes.elementsEqual(new) else { return text }
        bytes = [UInt8](new)
        text = ShortString(new)
        return text
    }
}

extension UnsafeRawBufferPointer {
    /// What the library's value points to; valid until the library's buffers of its channel are released.
    init(_ bytes: amqp_bytes_t) {
        self.init(start: bytes.bytes, count: bytes.bytes == nil ? 0 : bytes.len)
    }
}

extension String {
    /// Copies it; what is no UTF-8 is repaired.
    init(_ bytes: amqp_bytes_t) {
        self.init(decoding: UnsafeRawBufferPointer(bytes), as: UTF8.self)
    }
}
