/// Puts an answer's head together from the lines that arrive, one at a time (RFC 9112, sections 4 and 5; HTTP/2 comes
/// in the same form). Interim answers (1xx) are passed over; what follows the head, trailers, is left out.
struct HeadParser {
    /// Most bytes of a head, interim answers included.
    static let limit = 64 << 10

    enum Step: Equatable {
        case more
        case complete
        /// More than ``limit``, or no head at all.
        case broken
    }

    private var status = 0
    private var headers: [(name: String, value: String)] = []
    private var bytes = 0
    private(set) var head: TransferHead?

    /// - Parameter line: with or without its line break.
    mutating func add(_ line: UnsafeRawBufferPointer) -> Step {
        guard head == nil else { return .more }
        bytes += line.count
        guard bytes <= Self.limit else { return .broken }
        let text = Self.trimmed(line[...])
        if text.isEmpty { return end() }
        if Self.isStatusLine(text) {
            guard let status = Self.status(text) else { return .broken }
            self.status = status
            headers = []
        } else {
            addHeader(text)
        }
        return .more
    }

    private mutating func end() -> Step {
        guard (100...599).contains(status) else { return .broken }
        guard status >= 200 else { return .more }
        head = TransferHead(status: status, headers: headers)
        headers = []
        return .complete
    }

    private mutating func addHeader(_ line: Slice<UnsafeRawBufferPointer>) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else { return }
        let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
        headers.append((name, String(decoding: Self.trimmed(line[(colon + 1)...]), as: UTF8.self)))
    }

    private static func isStatusLine(_ line: Slice<UnsafeRawBufferPointer>) -> Bool {
        line.starts(with: "HTTP/".utf8)
    }

    /// `HTTP/1.1 200 OK`, `HTTP/2 200`.
    private static func status(_ line: Slice<UnsafeRawBufferPointer>) -> Int? {
        let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
        guard parts.count >= 2, parts[1].count == 3 else { return nil }
        return Int(String(decoding: parts[1], as: UTF8.self)).flatMap { (100...599).contains($0) ? $0 : nil }
    }

    /// Without white space and line breaks at either end.
    private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }
        let front = bytes.drop(while: isSpace)
        guard let last = front.lastIndex(where: { !isSpace($0) }) else { return front }
        return front[...last]
    }
}
