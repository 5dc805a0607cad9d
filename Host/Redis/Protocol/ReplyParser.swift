/// Reads replies out of a stream of bytes that comes in pieces of any size.
///
/// Lengths are only believed within ``ReplyLimits``, and room is made for what has arrived, never for what is
/// announced. Nothing is read twice but the beginning of an unfinished line.
public struct ReplyParser: Sendable {
    /// A list whose elements are still coming.
    private struct OpenList {
        var type: UInt8
        var missing: Int
        var elements: [RedisValue] = []
    }

    private enum Element {
        case value(RedisValue)
        /// A list began, or something ended that is no value.
        case passed
        case incomplete
    }

    private let limits: ReplyLimits
    private var buffer: [UInt8] = []
    /// Where the unread part of `buffer` begins.
    private var position = 0
    private var open: [OpenList] = []
    /// A string whose head has been read.
    private var string: (type: UInt8, length: Int)?
    /// Bytes of the reply under way that have been read.
    private var size = 0

    public init(limits: ReplyLimits = ReplyLimits()) { self.limits = limits }

    /// Whether a reply has begun and not ended.
    public var isInside: Bool { position < buffer.count || !open.isEmpty || string != nil }

    public mutating func append(_ bytes: some Sequence<UInt8>) {
        if position > 0, position == buffer.count || position > 1 << 16 {
            buffer.removeSubrange(..<position)
            position = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next complete reply; nil when more bytes are needed. After an error it must not be called again.
    public mutating func next() throws(ReplyDefect) -> RedisValue? {
        while true {
            switch try element() {
            case .incomplete: return nil
            case .passed: continue
            case .value(let value):
                guard let reply = close(with: value) else { continue }
                size = 0
                return reply
            }
        }
    }

    /// Puts a value into the innermost list. Returns what is complete with it: the whole reply or nothing.
    private mutating func close(with value: RedisValue) -> RedisValue? {
        var value = value
        while var list = open.popLast() {
            list.elements.append(value)
            list.missing -= 1
            guard list.missing == 0 else {
                open.append(list)
                return nil
            }
            // An attribute describes the value behind it; none is asked for.
            guard let closed = Self.list(list.type, list.elements) else { return nil }
            value = closed
        }
        return value
    }

    private mutating func element() throws(ReplyDefect) -> Element {
        if let string { return try content(string.type, string.length) }
        guard let line = try line() else { return .incomplete }
        let type = line.first ?? 0
        let text = line.dropFirst()
        switch type {
        case UInt8(ascii: "+"), UInt8(ascii: "("): return .value(.text(String(decoding: text, as: UTF8.self)))
        case UInt8(ascii: "-"): return .value(.error(RedisError(String(decoding: text, as: UTF8.self))))
        case UInt8(ascii: ":"): return .value(.integer(try Self.number(text)))
        case UInt8(ascii: "_"):
            guard text.isEmpty else { throw .line }
            return .value(.null)
        case UInt8(ascii: "#"):
            switch text.first {
            case UInt8(ascii: "t") where text.count == 1: return .value(.boolean(true))
            case UInt8(ascii: "f") where text.count == 1: return .value(.boolean(false))
            default: throw .line
            }
        case UInt8(ascii: ","):
            guard let number = Double(String(decoding: text, as: UTF8.self)) else { throw .number }
            return .value(.double(number))
        case UInt8(ascii: "$"), UInt8(ascii: "="), UInt8(ascii: "!"):
            guard let length = try length(text, most: limits.string) else { return .value(.null) }
            return try content(type, length)
        case UInt8(ascii: "*"), UInt8(ascii: "~"), UInt8(ascii: ">"), UInt8(ascii: "%"), UInt8(ascii: "|"):
            return try list(type, text)
        default: throw .type
        }
    }

    private mutating func list(_ type: UInt8, _ text: ArraySlice<UInt8>) throws(ReplyDefect) -> Element {
        guard let count = try length(text, most: limits.elements) else { return .value(.null) }
        guard count > 0 else { return Self.list(type, []).map { .value($0) } ?? .passed }
        guard open.count < limits.depth else { throw .depth }
        let isPairs = type == UInt8(ascii: "%") || type == UInt8(ascii: "|")
        open.append(OpenList(type: type, missing: isPairs ? count * 2 : count))
        return .passed
    }

    private static func list(_ type: UInt8, _ elements: [RedisValue]) -> RedisValue? {
        switch type {
        case UInt8(ascii: "|"): nil
        case UInt8(ascii: "%"): .map(elements)
        case UInt8(ascii: ">"): .push(elements)
        default: .array(elements)
        }
    }

    /// A string's bytes and the line end behind them.
    private mutating func content(_ type: UInt8, _ length: Int) throws(ReplyDefect) -> Element {
        guard buffer.count - position >= length + 2 else {
            string = (type, length)
            return .incomplete
        }
        string = nil
        let end = position + length
        guard buffer[end] == 0x0D, buffer[end + 1] == 0x0A else { throw .line }
        let bytes = buffer[position..<end]
        try advance(to: end + 2)
        switch type {
        case UInt8(ascii: "!"): return .value(.error(RedisError(String(decoding: bytes, as: UTF8.self))))
        // Verbatim: three letters and a colon say what the text is.
        case UInt8(ascii: "="):
            guard bytes.count >= 4, bytes[bytes.startIndex + 3] == UInt8(ascii: ":") else { throw .line }
            return .value(.bytes(Array(bytes.dropFirst(4))))
        default: return .value(.bytes(Array(bytes)))
        }
    }

    /// The next line without its end; nil when it has not ended yet.
    private mutating func line() throws(ReplyDefect) -> ArraySlice<UInt8>? {
        let unread = buffer[position...]
        guard let end = unread.prefix(limits.line + 1).firstIndex(of: 0x0D) else {
            guard unread.count <= limits.line else { throw .line }
            return nil
        }
        guard end + 1 < buffer.count else { return nil }
        guard buffer[end + 1] == 0x0A else { throw .line }
        let line = buffer[position..<end]
        try advance(to: end + 2)
        return line
    }

    private mutating func advance(to end: Int) throws(ReplyDefect) {
        size += end - position
        position = end
        guard size <= limits.reply else { throw .length }
    }

    /// Nil for -1, which is RESP2's null.
    private func length(_ text: ArraySlice<UInt8>, most: Int) throws(ReplyDefect) -> Int? {
        let number = try Self.number(text)
        guard number != -1 else { return nil }
        guard let length = Int(exactly: number), (0...most).contains(length) else { throw .length }
        return length
    }

    private static func number(_ text: ArraySlice<UInt8>) throws(ReplyDefect) -> Int64 {
        guard text.count <= 20, let number = Int64(String(decoding: text, as: UTF8.self)) else { throw .number }
        return number
    }
}
