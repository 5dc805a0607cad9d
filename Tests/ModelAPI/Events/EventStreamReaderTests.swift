import Testing

@testable import ModelAPI

private func events(_ pieces: [[UInt8]], longest: Int = 1 << 20) -> [ServerSentEvent] {
    var reader = EventStreamReader(longest: longest)
    return pieces.flatMap { reader.read($0).events }
}

private func event(_ data: String, name: String? = nil) -> ServerSentEvent {
    ServerSentEvent(name: name, data: bytes(data))
}

/// WHATWG HTML, 9.2.6 "Interpreting an event stream".
struct EventStreamReaderTests {
    @Test(
        "lines end in LF, CR or both",
        arguments: ["data: a\n\ndata: b\n\n", "data: a\r\rdata: b\r\r", "data: a\r\n\r\ndata: b\r\n\r\n"])
    func lineEnds(_ stream: String) {
        #expect(events([bytes(stream)]) == [event("a"), event("b")])
    }

    @Test("one space behind the colon is not of the value, and lines of data are joined")
    func values() {
        #expect(events([bytes("data:a\ndata:  b\ndata\n\n")]) == [event("a\n b\n")])
        #expect(events([bytes("event: ping\ndata: {}\n\ndata: x\n\n")]) == [event("{}", name: "ping"), event("x")])
    }

    @Test("comments, other fields, a byte order mark, events without data and a cut one give nothing")
    func passedOver() {
        let stream = "\u{FEFF}: hello\ndata: a\nid: 1\nretry: 10\nother: x\n\n:\n\nevent: none\n\n\n\ndata: cut"
        #expect(events([bytes(stream)]) == [event("a")])
    }

    @Test("however the bytes are cut, the events are the same")
    func cuts() {
        let stream =
            "\u{FEFF}event: one\r\ndata: 한국어\r\ndata: \u{1F600}\r\n\r\n: ping\r\rdata: two\n\rdata: three\r\n\n"
        let whole = events([bytes(stream)])
        #expect(whole.count == 3)
        for pieces in everyCut(of: stream) { #expect(events(pieces) == whole) }
    }

    @Test("a line, and data of many lines, have a bound")
    func bounds() {
        var reader = EventStreamReader(longest: 100)
        #expect(!reader.read([UInt8](repeating: UInt8(ascii: "x"), count: 100)).isTooLong)
        #expect(reader.read([UInt8(ascii: "x")]).isTooLong)
        var lines = EventStreamReader(longest: 100)
        #expect(lines.read(bytes(String(repeating: "data: 0123456789\n", count: 12))).isTooLong)
    }

    @Test("whether it is a stream of events at all is known")
    func pages() {
        var page = EventStreamReader()
        _ = page.read(bytes("<html>\n\n<body>no: stream</body>\n"))
        #expect(!page.hasFields)
        _ = page.read(bytes("data: x\n"))
        #expect(page.hasFields)
    }
}
