/// What has come of a stream and has not been read: bounded, so that a slow reader holds the sender.
struct StreamBuffer {
    /// From so many bytes on the stream is held; also the most that one read gets.
    static let limit = 256 << 10

    private var bytes: [UInt8] = []
    private(set) var isHeld = false

    var isEmpty: Bool { bytes.isEmpty }

    /// - Returns: false when the sender is to be held.
    mutating func add(_ piece: UnsafeRawBufferPointer) -> Bool {
        bytes.append(contentsOf: piece)
        isHeld = bytes.count >= Self.limit
        return !isHeld
    }

    /// What one read gets.
    ///
    /// - Returns: whether the sender, if it was held, is to go on.
    mutating func take() -> (bytes: [UInt8], resumes: Bool) {
        let taken: [UInt8]
        if bytes.count <= Self.limit {
            taken = bytes
            bytes = []
        } else {
            taken = Array(bytes.prefix(Self.limit))
            bytes.removeFirst(Self.limit)
        }
        defer { isHeld = false }
        return (taken, isHeld)
    }
}
