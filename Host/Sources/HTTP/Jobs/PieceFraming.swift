import HostDispatch
import HostObservability
import NIOCore

/// How pieces of a streamed answer stand in an HTTP body.
enum PieceFraming: Sendable {
    /// Server-sent events: each piece is the data of one event (WHATWG HTML, section 9.2).
    case events
    /// A JSON document a line.
    case lines
    /// The bytes as they are.
    case raw

    /// What the client asked for, or what the operation's media type suggests.
    init(accept: String?, mediaType: String) {
        if mediaType == "text/event-stream" || accept?.contains("text/event-stream") == true {
            self = .events
        } else {
            self = mediaType == "application/json" || mediaType == "application/x-ndjson" ? .lines : .raw
        }
    }

    /// The media type of the whole body; nil means the operation's own.
    var mediaType: String? {
        switch self {
        case .events: "text/event-stream"
        case .lines: "application/x-ndjson"
        case .raw: nil
        }
    }

    /// Whether a failure in mid-stream can be said inside the body.
    var carriesFailure: Bool {
        if case .raw = self { return false }
        return true
    }

    /// What is sent when there is nothing to send, where the format has such a thing: a comment.
    var heartbeat: ByteBuffer? {
        guard case .events = self else { return nil }
        return ByteBuffer(string: ": ping\n\n")
    }

    func frame(_ piece: UnsafeRawBufferPointer) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: piece.count + 16)
        switch self {
        case .events:
            // A line ends with LF, CR or both (section 9.2.5): a CR in a piece must not begin a field of its own.
            var rest = piece[...]
            while true {
                let end = rest.firstIndex { $0 == 0x0A || $0 == 0x0D }
                buffer.writeStaticString("data: ")
                buffer.writeBytes(rest[..<(end ?? rest.endIndex)])
                buffer.writeInteger(UInt8(0x0A))
                guard let end else { break }
                let isPair = rest[end] == 0x0D && rest[end...].dropFirst().first == 0x0A
                rest = rest[end...].dropFirst(isPair ? 2 : 1)
            }
            buffer.writeInteger(UInt8(0x0A))
        case .lines:
            buffer.writeBytes(piece)
            buffer.writeInteger(UInt8(0x0A))
        case .raw:
            buffer.writeBytes(piece)
        }
        return buffer
    }

    /// The last piece of a stream that failed.
    func failure(_ error: JobError?) -> ByteBuffer? {
        let document = JSONText.object([
            ("code", JSONText.quoted(error?.code ?? "job.failed")),
            ("message", JSONText.quoted(error?.message ?? "the job failed")),
        ])
        switch self {
        case .events: return ByteBuffer(string: "event: error\ndata: \(document)\n\n")
        case .lines: return ByteBuffer(string: "{\"error\":\(document)}\n")
        case .raw: return nil
        }
    }
}
