import HostDispatch
import HummingbirdCore
import NIOCore

/// The bindings of one listener, as requests see them.
struct JobRoutes: Sendable {
    let router: JobRouter
    /// The listener's name, under which its bindings are found.
    let listener: String
    /// Nil when there are no embedded queues.
    let queue: QueueIntake?
    /// Whether jobs are taken at the moment.
    let isOpen: @Sendable () -> Bool

    enum Found {
        case found(BoundRequest)
        case malformed
        case nothing
    }

    /// What is bound to the request's method and path; HEAD is GET where nothing else is said.
    func find(_ request: IncomingRequest) -> Found {
        guard let table = router.snapshot.http[listener] else { return .nothing }
        var method = request.method
        var outcome = table.match(method: method, path: request.target.path)
        if case .nothing = outcome, method == "HEAD" {
            method = "GET"
            outcome = table.match(method: method, path: request.target.path)
        }
        switch outcome {
        case .found(let match): return .found(BoundRequest(routes: self, match: match, method: method))
        case .malformed: return .malformed
        case .nothing: return .nothing
        }
    }

    /// The methods that are bound to a path.
    func methods(of path: String) -> [String] { router.snapshot.http[listener]?.methods(of: path) ?? [] }

    /// Where a binding leads, at once or through a queue; nil for a queue that nobody reads at the moment.
    func route(of bound: BoundRoute) -> Route? {
        switch bound.binding.target {
        case .operation: bound.route
        case .queue(let name): router.snapshot.queues[name]?.route
        }
    }
}

/// A request and the binding that it is for.
struct BoundRequest {
    let routes: JobRoutes
    let match: PathTable.Match
    /// As it is bound: GET for HEAD.
    let method: String

    private static let json = "application/json"

    func answer(_ request: IncomingRequest) async throws(EarlyAnswer) -> Response {
        guard routes.isOpen() else { throw EarlyAnswer.ending }
        guard let parameters = RequestParameters(path: match.parameters, query: request.target.query) else {
            throw EarlyAnswer(400, "the query is not percent-encoded UTF-8")
        }
        if match.purpose == .job, !takesEncoding(of: request) { throw ContentEncoding.refused }
        switch (match.bound.binding.target, match.purpose) {
        case (.operation, _):
            let work = JobSubmission.Work(
                method: method, path: request.target.path, fields: request.fields, parameters: parameters,
                payload: try await payload(request, parameters))
            return await JobSubmission(router: routes.router, listener: routes.listener).answer(
                work, connection: request.connection, loop: request.loop,
                otherwise: (routes.router.snapshot.isEnding ? EarlyAnswer.ending : .notFound).response)
        case (.queue(let name), .job):
            guard let queue = routes.queue else { throw EarlyAnswer.notFound }
            let bytes = try await payload(request, parameters).withUnsafeBytes { [UInt8]($0) }
            return await queue.put(
                bytes, into: name, fields: request.fields, parameters: parameters, path: request.target.path)
        case (.queue(let name), .status):
            guard let queue = routes.queue, let id = match.parameters.last?.value else { throw EarlyAnswer.notFound }
            return await queue.describe(job: id, in: name)
        }
    }

    /// Whether the operation can do with how the body is packed: one that takes JSON, or says nothing of what it takes,
    /// would take the packed bytes for the payload. A queue that nobody reads says so by itself.
    private func takesEncoding(of request: IncomingRequest) -> Bool {
        if ContentEncoding.isIdentity(request.fields) { return true }
        guard let route = routes.route(of: match.bound) else { return true }
        return route.input.map { $0.mediaType != Self.json } ?? false
    }

    /// The body as it came, or, where there is none and the operation takes JSON, what the parameters make.
    private func payload(
        _ request: IncomingRequest, _ parameters: RequestParameters
    ) async throws(EarlyAnswer) -> any JobPayload {
        let body = try await request.body()
        guard body.bytes.readableBytes == 0, let input = routes.route(of: match.bound)?.input,
            input.mediaType == Self.json
        else { return BufferPayload(buffer: body.bytes, share: body.share) }
        switch ParameterPayload.json(parameters, input: input) {
        case .success(let payload): return payload
        case .failure(let misfit): throw EarlyAnswer(422, misfit.message)
        }
    }
}
