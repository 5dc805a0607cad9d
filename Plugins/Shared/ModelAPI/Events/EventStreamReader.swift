/// One event of a stream (WHATWG HTML, 9.2 "Server-sent events").
struct ServerSentEvent: Sendable, Equatable {
    /// Of the field `event`; nil: it has none.
    var name: String?
    /// The lines of its fields `data`, with a line feed between each two.
    var data: [UInt8]
}

/// Takes a stream apart into events, however its bytes were cut. Lines end in CR, LF or both. Comments and the fields
/// `id` and `retry` are passed over; so is an event that the end of the stream cuts off, as the standard has it.
struct EventStreamReader: Sendable {
    private let longest: Int
    private var line: [UInt8] = []
    private var name: String?
    private var data: [UInt8] = []
    private var hasData = false
    private var endedInReturn = false
    private var isFirstLine = true
    /// Whether there was a field that an event stream has. False at the end: it was something else, such as a page.
    private(set) var hasFields = false

    /// - Parameter longest: most bytes of a line, and of the data of one event.
    init(longest: Int = AnswerBounds.line) { self.longest = longest }

    /// The events that the bytes complete. After one that is too long there are no more.
    mutating func read(_ bytes: [UInt8]) -> (events: [ServerSentEvent], isTooLong: Bool) {
        var events: [ServerSentEvent] = []
        var start = 0
        if endedInReturn, let first = bytes.first {
            endedInReturn = false
            if first == UInt8(ascii: "\n") { start = 1 }
        }
        while let end = bytes[start...].firstIndex(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
            guard append(bytes[start..<end]) else { return (events, true) }
            start = end + 1
            if bytes[end] == UInt8(ascii: "\r") {
                if start == bytes.count {
                    endedInReturn = true
                } else if bytes[start] == UInt8(ascii: "\n") {
                    start += 1
                }
            }
            if let event = completeLine() { events.append(event) }
            guard data.count <= longest else { return (events, true) }
        }
        return (events, !append(bytes[start...]))
    }

    /// False: the line is too long.
    private mutating func append(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard line.count + bytes.count <= longest else { return false }
        line.append(contentsOf: bytes)
        return true
    }

    private mutating func completeLine() -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        }
        if line.isEmpty { return dispatch() }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[colon...].dropFirst()
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        let field = line[..<colon]
        if field.elementsEqual("data".utf8) {
            if hasData { data.append(UInt8(ascii: "\n")) }
            data.append(contentsOf: value)
            (hasData, hasFields) = (true, true)
        } else if field.elementsEqual("event".utf8) {
            name = String(decoding: value, as: UTF8.self)
            hasFields = true
        }
        return nil
    }

    private mutating func dispatch() -> ServerSentEvent? {
        defer { (name, data, hasData) = (nil, [], false) }
        guard hasData else { return nil }
        return ServerSentEvent(name: name.flatMap { $0.isEmpty ? nil : $0 }, data: data)
    }
}
