import NIOCore

/// The pieces of a streamed answer that wait for the client: few, so that a slow reader slows the plugin down and does
/// not fill the memory.
struct PieceWindow {
    static let byteLimit = 256 << 10
    static let pieceLimit = 64

    private var pieces: [ByteBuffer] = []
    private var bytes = 0
    private var wasFull = false

    var isEmpty: Bool { pieces.isEmpty }

    /// Whether there is room for a piece of so many bytes. One piece always finds room in an empty window. What finds
    /// none waits to be called, which ``takeAll()`` tells.
    mutating func hasRoom(for count: Int) -> Bool {
        if pieces.count < Self.pieceLimit, bytes == 0 || bytes + count <= Self.byteLimit { return true }
        wasFull = true
        return false
    }

    mutating func append(_ piece: ByteBuffer) {
        bytes += piece.readableBytes
        pieces.append(piece)
    }

    /// Everything that waits, as one buffer, and whether somebody was turned away meanwhile and has to be called.
    mutating func takeAll() -> (buffer: ByteBuffer, wasFull: Bool)? {
        guard var buffer = pieces.first else { return nil }
        for var piece in pieces.dropFirst() { buffer.writeBuffer(&piece) }
        defer { self = PieceWindow() }
        return (buffer, wasFull)
    }
}
