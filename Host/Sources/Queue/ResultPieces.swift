import HostDispatch

/// The pieces of a streamed answer, collected into one result: a JSON document a line.
struct ResultPieces {
    /// The media type of a result made of pieces.
    static let mediaType = "application/x-ndjson"
    static let most = JobSettler.largestResult

    private(set) var bytes: [UInt8] = []
    private(set) var isTooLarge = false

    mutating func take(_ piece: UnsafeRawBufferPointer) -> PieceVerdict {
        guard !isTooLarge, bytes.count + piece.count < Self.most else {
            isTooLarge = true
            bytes = []
            return .closed
        }
        bytes.append(contentsOf: piece)
        bytes.append(UInt8(ascii: "\n"))
        return .accepted
    }

    static let tooLarge = JobError(
        code: "queue.result_too_large",
        message: """
            the streamed answer is larger than the \(most >> 20) MiB that a queue keeps of a result: put large results \
            into a blob, or call the operation by HTTP
            """)
}
