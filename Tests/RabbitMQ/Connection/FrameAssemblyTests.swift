import CRabbitMQ
import Fuzzing
import Testing

@testable import HostRabbitMQ

@Suite("Messages out of frames")
struct FrameAssemblyTests {
    private func number(_ value: UInt64, _ bytes: Int) -> [UInt8] {
        (0..<bytes).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
    }

    private func short(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + text.utf8 }

    /// A frame as AMQP 0-9-1, 4.2.3, says.
    private func frame(_ type: UInt8, _ channel: UInt16, _ payload: [UInt8]) -> [UInt8] {
        [type] + number(UInt64(channel), 2) + number(UInt64(payload.count), 4) + payload + [0xCE]
    }

    private func deliver(_ tag: UInt64, on channel: UInt16) -> [UInt8] {
        let method = number(60, 2) + number(60, 2) + short("consumer") + number(tag, 8) + [0]
        return frame(1, channel, method + short("x") + short("k"))
    }

    private func returned(on channel: UInt16) -> [UInt8] {
        frame(1, channel, number(60, 2) + number(50, 2) + number(312, 2) + short("NO_ROUTE") + short("x") + short("k"))
    }

    /// Content type, one header and a message id.
    private func header(_ size: UInt64, on channel: UInt16) -> [UInt8] {
        let flags: UInt64 = 1 << 15 | 1 << 13 | 1 << 7
        let table = short("tries") + [UInt8(ascii: "I")] + number(7, 4)
        let properties = short("text/plain") + number(UInt64(table.count), 4) + table + short("id-1")
        return frame(2, channel, number(60, 2) + number(0, 2) + number(size, 8) + number(flags, 2) + properties)
    }

    private func body(_ text: String, on channel: UInt16) -> [UInt8] { frame(3, channel, Array(text.utf8)) }

    /// What the bytes mean, put through the library as if they had been received.
    private func events(_ bytes: [UInt8]) throws -> [BrokerEvent] {
        let state = amqp_new_connection()
        defer { amqp_destroy_connection(state) }
        var assembly = FrameAssembly()
        var events: [BrokerEvent] = []
        var bytes = bytes
        try bytes.withUnsafeMutableBytes { all in
            var rest = all[...]
            while let start = UnsafeMutableRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
                var frame = amqp_frame_t()
                let used = amqp_handle_input(state, amqp_bytes_t(len: rest.count, bytes: start), &frame)
                guard used > 0 else { return }
                rest = rest.dropFirst(Int(used))
                switch Int32(frame.frame_type) {
                case AMQP_FRAME_METHOD
                where [AMQP_BASIC_DELIVER_METHOD, AMQP_BASIC_RETURN_METHOD].contains(frame.payload.method.id):
                    assembly.begin(frame.payload.method, on: frame.channel)
                case AMQP_FRAME_HEADER: if let event = try assembly.header(frame) { events.append(event) }
                case AMQP_FRAME_BODY: if let event = try assembly.body(frame) { events.append(event) }
                default: break
                }
                amqp_maybe_release_buffers_on_channel(state, frame.channel)
            }
        }
        return events
    }

    private func messages(_ bytes: [UInt8]) throws -> [IncomingMessage] {
        try events(bytes).compactMap { if case .delivery(let message) = $0 { message } else { nil } }
    }

    @Test("a message in pieces is put together, with its properties")
    func pieces() throws {
        let bytes = deliver(5, on: 1) + header(10, on: 1) + body("hello", on: 1) + body("world", on: 1)
        let message = try #require(try messages(bytes).first)
        #expect(String(decoding: message.body, as: UTF8.self) == "helloworld")
        #expect(message.tag == 5 && message.exchange == "x" && message.routingKey == "k" && !message.redelivered)
        #expect(message.properties.contentType == "text/plain" && message.properties.messageID == "id-1")
        #expect(message.properties.headers.map(\.name) == ["tries"])
        #expect(message.properties.headers.map(\.value) == [.integer(7)])
    }

    @Test("an empty message has no body frame")
    func empty() throws {
        #expect(try messages(deliver(1, on: 1) + header(0, on: 1)).map(\.body) == [[]])
    }

    @Test("messages of several channels may be mixed")
    func channels() throws {
        let bytes =
            deliver(1, on: 1) + deliver(9, on: 2) + header(2, on: 2) + header(1, on: 1) + body("2", on: 2)
            + body("1", on: 1) + body("2", on: 2)
        #expect(try messages(bytes).map(\.tag) == [1, 9])
        #expect(try messages(bytes).map { String(decoding: $0.body, as: UTF8.self) } == ["1", "22"])
    }

    @Test("a returned message tells where it was to go")
    func returnedMessage() throws {
        let events = try events(returned(on: 3) + header(1, on: 3) + body("a", on: 3))
        guard case .returned(channel: 3, let message) = events.first else {
            Issue.record("no returned message")
            return
        }
        #expect(
            message
                == ReturnedMessage(messageID: "id-1", exchange: "x", routingKey: "k", code: 312, text: "NO_ROUTE"))
    }

    @Test("frames that do not belong together end the connection")
    func disorder() {
        for bytes in [
            body("a", on: 1), deliver(1, on: 1) + body("a", on: 1),
            deliver(1, on: 1) + header(1, on: 1) + header(1, on: 1),
            deliver(1, on: 1) + header(1, on: 1) + body("ab", on: 1),
            deliver(1, on: 1) + header(.max, on: 1),
            header(1, on: 1), deliver(1, on: 1) + header(1, on: 2),
        ] {
            #expect(throws: BrokerFailure.self) { try events(bytes) }
        }
    }

    @Test("mutated frames do no harm")
    func mutatedFrames() {
        var random = SeededRandom(11)
        let whole =
            deliver(1, on: 1) + header(10, on: 1) + body("hello", on: 1) + body("world", on: 1) + returned(on: 2)
            + header(1, on: 2) + body("a", on: 2)
        for _ in 0..<FuzzRounds.count(2000) { _ = try? events(whole.mutated(&random)) }
    }
}
