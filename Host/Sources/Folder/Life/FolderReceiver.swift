import HostDispatch
import Synchronization

/// A folder's side of one attempt: collects the answer, and says once how it ended.
final class FolderReceiver: DeliveryReceiver {
    /// Most bytes of an answer that is kept beside a file.
    static let largestAnswer = 64 << 20

    private struct Pieces {
        var bytes: [UInt8] = []
        var isStream = false
        var isTooLarge = false
    }

    /// Of an answer that does not name its own.
    private let mediaType: String
    private let keepsAnswer: Bool
    private let ended: @Sendable (JobEnd) -> Void
    private let pieces = Mutex(Pieces())

    /// - Parameter ended: called once, from any thread; must not block.
    init(mediaType: String, keepsAnswer: Bool, ended: @escaping @Sendable (JobEnd) -> Void) {
        (self.mediaType, self.keepsAnswer, self.ended) = (mediaType, keepsAnswer, ended)
    }

    /// Pieces that are JSON documents become lines; others are put together as they are.
    func take(piece: UnsafeRawBufferPointer) -> PieceVerdict {
        pieces.withLock { pieces in
            pieces.isStream = true
            guard keepsAnswer else { return .accepted }
            guard !pieces.isTooLarge, pieces.bytes.count + piece.count < Self.largestAnswer else {
                (pieces.isTooLarge, pieces.bytes) = (true, [])
                return .closed
            }
            pieces.bytes.append(contentsOf: piece)
            if isLines { pieces.bytes.append(UInt8(ascii: "\n")) }
            return .accepted
        }
    }

    func settle(_ completion: borrowing Completion) {
        let pieces = pieces.withLock { $0 }
        if pieces.isTooLarge || (keepsAnswer && completion.payload.count > Self.largestAnswer) {
            return ended(JobEnd(.reject, Self.tooLarge))
        }
        guard completion.status == .ok else {
            return ended(JobEnd(completion.status, completion.error, isHostsDoing: completion.isHostsDoing))
        }
        guard keepsAnswer else { return ended(JobEnd(.ok)) }
        let answer =
            pieces.isStream
            ? JobEnd.Answer(bytes: pieces.bytes, mediaType: isLines ? "application/x-ndjson" : mediaType)
            : JobEnd.Answer(bytes: [UInt8](completion.payload), mediaType: completion.mediaType ?? mediaType)
        ended(JobEnd(.ok, answer: answer))
    }

    private var isLines: Bool { mediaType == "application/json" || mediaType == "application/x-ndjson" }

    private static let tooLarge = JobError(
        code: "folder.answer_too_large",
        message: """
            the answer is larger than the \(largestAnswer >> 20) MiB that are kept beside a file: put large answers into \
            a blob, or set answers: false
            """)
}
