import HTTPTypes
import HummingbirdCore

/// An answer that ends the way of a request before it becomes a job.
struct EarlyAnswer: Error {
    let response: Response

    init(_ response: Response) { self.response = response }

    init(_ status: Int, _ message: String) { response = PlainAnswer.failure(status, message).response() }

    /// The request cannot be read to its end, so nothing after it can be understood: the connection ends.
    init(_ refusal: RequestRefusal) {
        let retryAfter = refusal.retryAfter.map { [(HTTPField.Name.retryAfter, String($0))] } ?? []
        response = refusal.answer.response([(.connection, "close")] + retryAfter)
    }

    static let notFound = EarlyAnswer(404, "Not Found")

    /// For the time between the signal to end and the end: another host may take the request.
    static let ending = EarlyAnswer(
        PlainAnswer.failure(503, "the host is ending").response([(.retryAfter, "1"), (.connection, "close")]))
}
