import CPluginABI
import FoundationEssentials

/// The reader's end of a streamed answer: each piece is sent on as one JSON document.
public struct Output<Piece: Encodable & Sendable>: Sendable {
    private let sendBytes: @Sendable (Data) async throws -> Void

    init(_ state: JobState) {
        sendBytes = { try await Self.emit($0, state) }
    }

    /// An output that hands its pieces to a function: for a unit test that calls a handler itself.
    public init(_ receive: @escaping @Sendable (Piece) -> Void) where Piece: Decodable {
        sendBytes = { data in receive(try data.withUnsafeBytes { try JSONCoding.decode(Piece.self, from: $0) }) }
    }

    /// Sends a piece, and waits while the reader is slow.
    ///
    /// - Throws: `CancellationError` when nobody reads any more; what encoding the piece throws.
    public func send(_ piece: Piece) async throws {
        try await sendBytes(try JSONCoding.encode(piece))
    }

    private static func emit(_ data: Data, _ state: JobState) async throws {
        while true {
            try Task.checkCancellation()
            let openings = state.writable.openings
            let status = state.host.connection?.use { host in
                data.withUnsafeBytes { host.emit?(host.self_, state.token, proctor_bytes($0)) }
            }
            switch status ?? PROCTOR_CANCELLED {
            case PROCTOR_OK: return
            case PROCTOR_BUSY: await state.writable.waitForOpening(after: openings)
            case PROCTOR_UNSUPPORTED:
                throw Reject("This caller takes no stream.", code: "stream.unsupported", httpStatus: 406)
            default:
                state.cancel()
                throw CancellationError()
            }
        }
    }
}
