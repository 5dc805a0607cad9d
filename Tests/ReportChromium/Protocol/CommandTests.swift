import Testing

@testable import ReportChromium

@Suite("Calls of the browser") struct CommandTests {
    @Test("a call is JSON that ends with the only NUL")
    func frame() {
        let command = ProtocolCommand(
            "Page.x", session: "S", ["a": .bool(true), "b": .integer(-3), "c": .number(0.5), "d": .object([])])
        let frame = command.frame(id: 9)
        #expect(frame.last == 0)
        #expect(
            String(decoding: frame.dropLast(), as: UTF8.self)
                == #"{"id":9,"method":"Page.x","params":{"a":true,"b":-3,"c":0.5,"d":{}},"sessionId":"S"}"#)
    }

    @Test("text comes out as it went in, control characters and quotes too")
    func text() throws {
        let text = (0..<0x80).map { String(UnicodeScalar(UInt8($0))) }.joined() + "가😀\u{2028}</script>{{"
        let frame = ProtocolCommand("x", ["html": .string(text)]).frame(id: 1)
        #expect(frame.count { $0 == 0 } == 1)
        let read = try ProtocolReader.read(Array(frame.dropLast()))
        #expect(read["params"]?["html"]?.text == text)
    }

    @Test("each call has its own number, and an answer finds its call once")
    func table() {
        var calls = CallTable<String>()
        let one = calls.begin("one", deadline: 10)
        let two = calls.begin("two", deadline: 5)
        #expect(one != two)
        #expect(calls.nextDeadline == 5)
        #expect(calls.late(at: 7) == ["two"])
        calls.shorten(one, to: 3)
        calls.shorten(one, to: 100)
        #expect(calls.nextDeadline == 3)
        #expect(calls.take(one) == "one")
        #expect(calls.take(one) == nil)
        calls.forgetAll()
        #expect(calls.take(two) == nil)
        #expect(calls.begin("three", deadline: 1) > two)
    }
}
