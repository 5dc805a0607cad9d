import HTTPTypes
import HostDispatch
import HostObservability
import HummingbirdCore
import NIOCore

/// Puts requests into embedded queues, and tells what became of them.
struct QueueIntake: Sendable {
    let jobs: any JobQueue
    let status: StatusReader

    /// Answers once the job is durable, or refused.
    ///
    /// - Parameter path: the request's own: below it the job's status is found.
    func put(
        _ payload: [UInt8], into queue: String, fields: HTTPFields, parameters: RequestParameters, path: String
    ) async -> Response {
        let options: EnqueueOptions
        switch EnqueueOptions.read(fields) {
        case .success(let read): options = read
        case .failure(let nonsense): return PlainAnswer.failure(400, nonsense.reason).response()
        }
        let job = NewJob(
            queue: queue, id: options.id, payload: payload,
            headers: PassedHeaders.headers(of: fields, parameters: parameters), priority: options.priority,
            delay: options.delay, subject: fields[.subjectID])
        let outcome = await withUnsafeContinuation { continuation in
            jobs.put(job) { continuation.resume(returning: $0) }
        }
        return Self.response(outcome, queue: queue, path: path)
    }

    /// What is known of a job.
    func describe(job id: String, in queue: String) async -> Response {
        switch await status.describe(job: id, in: queue) {
        case .known(let document):
            return Response(
                status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: document)))
        case .unknown: return PlainAnswer.failure(404, "the queue \(queue) knows no such job").response()
        case .busy: return PlainAnswer.failure(503, "too many ask at once").response([(.retryAfter, "1")])
        }
    }

    /// The one table from a queue's word to HTTP.
    static func response(_ outcome: PutOutcome, queue: String, path: String) -> Response {
        switch outcome {
        case .added(let id): return accepted(id, queue: queue, isDuplicate: false, path: path)
        case .duplicate(let id): return accepted(id, queue: queue, isDuplicate: true, path: path)
        case .full(let limit):
            return PlainAnswer.failure(503, "the queue \(queue) has \(limit) jobs waiting, as many as it may")
                .response([(.retryAfter, "10")])
        case .unknownQueue:
            return PlainAnswer.failure(503, "nothing takes jobs from the queue \(queue)")
                .response([(.retryAfter, "10")])
        case .failed(let error):
            return PlainAnswer.failure(503, error.message.isEmpty ? error.code : error.message)
                .response([(.retryAfter, String(StatusTable.retryAfter(.retry, error: error) ?? 1))])
        }
    }

    private static func accepted(_ id: String, queue: String, isDuplicate: Bool, path: String) -> Response {
        let body = JSONText.object([
            ("id", JSONText.quoted(id)), ("queue", JSONText.quoted(queue)), ("duplicate", String(isDuplicate)),
        ])
        let base = path.hasSuffix("/") ? String(path.dropLast()) : path
        return PlainAnswer(status: 202, body: body).response([
            (.location, base + "/" + PercentText.encoded(part: id)), (.requestID, id),
        ])
    }
}
