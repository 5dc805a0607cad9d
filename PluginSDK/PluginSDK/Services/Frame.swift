/// A message with raw bytes in it: one line of JSON, a line feed, then the bytes to the end.
struct Frame: Equatable {
    var head: [UInt8]
    /// Nil where there is no line feed.
    var body: [UInt8]?

    init(head: [UInt8], body: [UInt8]?) {
        self.head = head
        self.body = body
    }

    init(parsing bytes: [UInt8]) {
        guard let end = bytes.firstIndex(of: 0x0A) else {
            self.init(head: bytes, body: nil)
            return
        }
        self.init(head: Array(bytes[..<end]), body: Array(bytes[(end + 1)...]))
    }

    /// JSON of the SDK has no line feed in it, so that the first one ends the head.
    var bytes: [UInt8] {
        guard let body else { return head }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(head.count + 1 + body.count)
        bytes += head
        bytes.append(0x0A)
        bytes += body
        return bytes
    }
}
