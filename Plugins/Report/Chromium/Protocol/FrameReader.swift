import Glibc

/// Cuts the browser's answers apart: each is JSON text and ends with a NUL byte ("--remote-debugging-pipe").
struct FrameReader {
    private let limit: Int
    private var bytes: [UInt8] = []
    /// Where the frame that is being read begins.
    private var start = 0
    /// Up to here there is no NUL in it.
    private var scanned = 0

    /// - Parameter limit: Bytes of the longest frame that is taken.
    init(limit: Int) { self.limit = limit }

    mutating func append(_ piece: UnsafeRawBufferPointer) { bytes.append(contentsOf: piece) }

    /// The next whole frame without its NUL; nil when more bytes are needed.
    mutating func next() throws(ProtocolFault) -> [UInt8]? {
        guard let end = endOfFrame() else {
            guard bytes.count - start <= limit else { throw ProtocolFault("an answer of more than \(limit) bytes") }
            forgetTaken()
            return nil
        }
        guard end - start <= limit else { throw ProtocolFault("an answer of more than \(limit) bytes") }
        let frame: [UInt8]
        if start == 0, end == bytes.count - 1 {
            // Alone, as a screenshot mostly is: handed over without a copy.
            bytes.removeLast()
            frame = bytes
            bytes = []
            scanned = 0
            return frame
        }
        frame = Array(bytes[start..<end])
        start = end + 1
        scanned = start
        return frame
    }

    private mutating func endOfFrame() -> Int? {
        let from = scanned
        let end = bytes.withUnsafeBytes { buffer -> Int? in
            guard let base = buffer.baseAddress, from < buffer.count else { return nil }
            guard let found = memchr(base + from, 0, buffer.count - from) else { return nil }
            return UnsafeRawPointer(found) - base
        }
        if end == nil { scanned = bytes.count }
        return end
    }

    private mutating func forgetTaken() {
        guard start > 0 else { return }
        bytes.removeSubrange(..<start)
        scanned -= start
        start = 0
    }
}
