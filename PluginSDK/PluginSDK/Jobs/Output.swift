import CPluginABI
import FoundationEssentials

/// The reader's end of a streamed answer. A piece is an `Encodable` value, which is sent on as one JSON document, or a
/// `RawPiece`.
public struct Output<Piece: Sendable>: Sendable {
    private let sendPiece: @Sendable (Piece) async throws -> Void
    private let writable: WritableGate?

    private init(_ writable: WritableGate?, _ sendPiece: @escaping @Sendable (Piece) async throws -> Void) {
        self.writable = writable
        self.sendPiece = sendPiece
    }

    /// Sends a piece, and waits while the reader is slow.
    ///
    /// - Throws: `CancellationError` when nobody reads any more; what encoding the piece throws.
    public func send(_ piece: Piece) async throws { try await sendPiece(piece) }

    /// How often a `send` had to wait so far, because the reader was slower: for a metric.
    public var waits: Int { writable?.waits ?? 0 }
}

extension Output where Piece: Encodable {
    init(_ state: JobState) {
        self.init(state.writable) { try await Emission.emit(try JSONCoding.encode($0), state) }
    }
}

extension Output where Piece: Codable {
    /// An output that hands its pieces to a function: for a unit test that calls a handler itself.
    public init(_ receive: @escaping @Sendable (Piece) -> Void) {
        self.init(nil) { piece in
            receive(try JSONCoding.encode(piece).withUnsafeBytes { try JSONCoding.decode(Piece.self, from: $0) })
        }
    }
}

/// Bytes of a stream that is not JSON: text as it grows, a large file. They reach an HTTP client as they are, under
/// the media type that the operation says with `.produces("text/plain")`.
public struct RawPiece: Sendable, Hashable {
    public var bytes: [UInt8]

    public init(_ bytes: [UInt8]) { self.bytes = bytes }
    public init(_ text: String) { self.init(Array(text.utf8)) }
}

extension Output where Piece == RawPiece {
    init(_ state: JobState) {
        self.init(state.writable) { try await Emission.emit($0.bytes, state) }
    }

    /// An output that hands its pieces to a function: for a unit test that calls a handler itself.
    public init(_ receive: @escaping @Sendable (RawPiece) -> Void) { self.init(nil) { receive($0) } }
}

private enum Emission {
    static func emit(_ piece: some ContiguousBytes, _ state: JobState) async throws {
        while true {
            try Task.checkCancellation()
            let openings = state.writable.openings
            let status = state.host.connection?.use { host in
                piece.withUnsafeBytes { host.emit?(host.self_, state.token, proctor_bytes($0)) }
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
