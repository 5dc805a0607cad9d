import Crypto
import HummingbirdCore
import NIOCore

/// Reads the body of a request, whole and bounded, by itself and together with all others of the listener.
struct RequestBodyReader: Sendable {
    struct Body {
        let bytes: ByteBuffer
        /// Present when it was asked for.
        let digest: SHA256.Digest?
        /// What the bytes hold of the listener's budget; goes with them.
        let share: BodyBudget.Share
    }

    /// Most bytes.
    let limit: Int
    let budget: BodyBudget

    /// - Parameter hashes: whether the SHA-256 of the bytes is wanted. It is made piece by piece: a large body does not
    ///   hold up the event loop at its end.
    func read(
        _ request: Request, from connection: ConnectionHandler?, hashes: Bool
    ) async throws(RequestRefusal) -> Body {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { throw tooLarge }
        connection?.continueBody()
        var bytes = ByteBuffer()
        var hash = SHA256()
        let share = budget.share()
        do {
            for try await var piece in request.body {
                guard bytes.readableBytes + piece.readableBytes <= limit else { throw tooLarge }
                guard share.take(piece.readableBytes) else { throw RequestRefusal.crowded }
                if hashes { piece.withUnsafeReadableBytes { hash.update(bufferPointer: $0) } }
                if bytes.readableBytes == 0 { bytes = piece } else { bytes.writeBuffer(&piece) }
            }
        } catch {
            throw error as? RequestRefusal ?? RequestRefusal(status: 400, reason: "the body could not be read")
        }
        return Body(bytes: bytes, digest: hashes ? hash.finalize() : nil, share: share)
    }

    private var tooLarge: RequestRefusal {
        RequestRefusal(status: 413, reason: "the body is larger than \(limit) bytes")
    }
}
