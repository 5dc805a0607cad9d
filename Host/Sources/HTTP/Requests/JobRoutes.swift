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

    /// What the operation takes that a binding leads to, at once or through a queue.
    func input(of bound: BoundRoute) -> RouteInput? {
        switch bound.binding.target {
        case .operation: bound.route?.input
        case .queue(let name): router.snapshot.queues[name]?.route?.input
        }
    }
}

/// A request and the binding that it is for.
struct BoundRequest {
    let routes: JobRoutes
    let match: PathTable.Match
    /// As it is bound: GET for HEAD.
    let method: String

    func answer(_ request: IncomingRequest) async throws(EarlyAnswer) -> Response {
        guard routes.isOpen() else { throw EarlyAnswer.ending }
        guard let parameters = RequestParameters(path: match.parameters, query: request.target.query) else {
            throw EarlyAnswer(400, "the query is not percent-encoded UTF-8")
        }
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

    /// The body as it came, or, where there is none and the operation takes JSON, what the parameters make.
    private func payload(
        _ request: IncomingRequest, _ parameters: RequestParameters
    ) async throws(EarlyAnswer) -> any JobPayload {
        let body = try await request.body().bytes
        guard body.readableBytes == 0, let input = routes.input(of: match.bound),
            input.mediaType == "application/json"
        else { return BufferPayload(buffer: body) }
        switch ParameterPayload.json(parameters, input: input) {
        case .success(let payload): return payload
        case .failure(let misfit): throw EarlyAnswer(422, misfit.message)
        }
    }
}
