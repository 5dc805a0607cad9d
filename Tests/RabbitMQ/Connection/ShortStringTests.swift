import CRabbitMQ
import Testing

@testable import HostRabbitMQ

@Suite("Short strings of a message's properties")
struct ShortStringTests {
    private func short(_ bytes: [UInt8]) -> ShortString { bytes.withUnsafeBytes { ShortString($0) } }

    @Test("UTF-8 is a text and nothing else")
    func text() {
        let short = short(Array("grüße".utf8))
        #expect(short.wrappedValue == "grüße" && short.raw == nil && short.size == 7)
        #expect(self.short([]).wrappedValue == "")
    }

    @Test("what is no UTF-8 keeps its bytes; its text is repaired and fits")
    func bytes() {
        let bytes = [UInt8](repeating: 0xE9, count: 255)
        let short = short(bytes)
        #expect(short.raw == bytes && short.size == 255)
        #expect(short.wrappedValue == String(repeating: "\u{FFFD}", count: 85))
    }

    @Test("a new text takes the place of the bytes")
    func assigned() {
        var short = short([0xFF])
        short.wrappedValue = "a"
        #expect(short.raw == nil && short.size == 1)
    }

    /// The bytes of a property in the library's form.
    private func bytes(_ value: amqp_bytes_t) -> [UInt8] { [UInt8](UnsafeRawBufferPointer(value)) }

    @Test("properties that are no UTF-8 are carried on as they came, and are no violation")
    func carried() {
        let latin = [UInt8](repeating: 0xE9, count: 255)
        var came = MessageProperties()
        (came.$correlationID, came.$messageID, came.$replyTo) = (short(latin), short([0xC3]), short([0x80, 0x41]))
        (came.$type, came.$appID, came.$contentType) = (short([0xFE]), short([0xFF]), short([0xFD]))
        let memory = OutgoingMemory()
        memory.begin(room: came.textSize)
        let laid = memory.properties(came)
        var reading = IncomingProperties()
        let read = reading.read(laid)
        #expect(read.$correlationID.raw == latin && read.$messageID.raw == [0xC3] && read.$replyTo.raw == [0x80, 0x41])
        #expect(read.$type.raw == [0xFE] && read.$appID.raw == [0xFF] && read.$contentType.raw == [0xFD])
        #expect(MessageLimits.violation(exchange: "", routingKey: "", properties: read) == nil)
        // Also where only the text is taken over.
        var copy = MessageProperties()
        copy.correlationID = read.correlationID
        #expect(MessageLimits.violation(exchange: "", routingKey: "", properties: copy) == nil)
    }

    @Test("a header whose name is no UTF-8 is left out, a value that is none is not carried")
    func headers() {
        var names: [[UInt8]] = [[0xFF, 0xFE], Array("text".utf8), Array("bytes".utf8)]
        var values: [[UInt8]] = [Array("a".utf8), Array("b".utf8), [0xE9]]
        func view(_ bytes: inout [UInt8]) -> amqp_bytes_t {
            bytes.withUnsafeMutableBytes { amqp_bytes_malloc_dup(amqp_bytes_t(len: $0.count, bytes: $0.baseAddress)) }
        }
        var entries = (0..<3).map { index in
            var value = amqp_field_value_t()
            value.kind = UInt8(AMQP_FIELD_KIND_UTF8.rawValue)
            value.value.bytes = view(&values[index])
            return amqp_table_entry_t(key: view(&names[index]), value: value)
        }
        defer {
            for entry in entries {
                amqp_bytes_free(entry.key)
                amqp_bytes_free(entry.value.value.bytes)
            }
        }
        let read = entries.withUnsafeMutableBufferPointer { entries in
            var raw = amqp_basic_properties_t()
            raw._flags = UInt32(AMQP_BASIC_HEADERS_FLAG)
            raw.headers = amqp_table_t(num_entries: 3, entries: entries.baseAddress)
            var reading = IncomingProperties()
            return reading.read(raw)
        }
        #expect(read.headers.map(\.name) == ["text", "bytes"])
        #expect(read.headers.map(\.value) == [.text("b"), .other])
    }
}
