import HostDispatch
import Synchronization

/// The queue's side of one attempt at a job.
final class QueueReceiver: DeliveryReceiver {
    private let queue: EmbeddedQueue
    private let job: ClaimedJob
    /// Of an answer that does not name its own.
    private let mediaType: String
    private let pieces = Mutex(ResultPieces())

    init(queue: EmbeddedQueue, job: ClaimedJob, mediaType: String) {
        self.queue = queue
        self.job = job
        self.mediaType = mediaType
    }

    func take(piece: UnsafeRawBufferPointer) -> PieceVerdict { pieces.withLock { $0.take(piece) } }

    func settle(_ completion: borrowing Completion) {
        let pieces = pieces.withLock { $0 }
        if pieces.isTooLarge {
            return queue.ended(job, .reject, ResultPieces.tooLarge, isHostsDoing: false, result: Self.nothing)
        }
        guard completion.status == .ok else {
            let error =
                completion.error ?? JobError(code: "job.\(completion.status.rawValue)", message: "no reason was given")
            return queue.ended(
                job, completion.status, error, isHostsDoing: completion.isHostsDoing, result: Self.nothing)
        }
        let result =
            pieces.bytes.isEmpty
            ? JobResult(mediaType: completion.mediaType ?? mediaType, bytes: [UInt8](completion.payload))
            : JobResult(mediaType: ResultPieces.mediaType, bytes: pieces.bytes)
        queue.ended(job, .ok, nil, isHostsDoing: false, result: result)
    }

    private static let nothing = JobResult(mediaType: "", bytes: [])
}
