/// A short string of a message's properties: up to 255 bytes, which should be UTF-8 and need not be (AMQP 0-9-1,
/// 4.2.5.3: the broker looks at none of them).
@propertyWrapper
struct ShortString: Sendable, Equatable {
    /// As a text. What is no UTF-8 is repaired in it, and cut to what fits: it never becomes too long to be sent.
    var wrappedValue: String? {
        didSet { raw = nil }
    }
    /// The bytes as they came, when they are no UTF-8; sent instead of the text.
    private(set) var raw: [UInt8]?

    init() {}

    init(wrappedValue: String?) {
        self.wrappedValue = wrappedValue
    }

    init(_ bytes: UnsafeRawBufferPointer) {
        if let text = String(validating: bytes, as: UTF8.self) {
            wrappedValue = text
        } else {
            wrappedValue = Self.repaired(bytes)
            raw = [UInt8](bytes)
        }
    }

    var projectedValue: ShortString {
        get { self }
        set { self = newValue }
    }

    /// Bytes that are sent.
    var size: Int { raw?.count ?? wrappedValue?.utf8.count ?? 0 }

    private static func repaired(_ bytes: UnsafeRawBufferPointer) -> String {
        var text = String(decoding: bytes, as: UTF8.self)
        while text.utf8.count > MessageLimits.name { text.unicodeScalars.removeLast() }
        return text
    }
}
