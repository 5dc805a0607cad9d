import HTTPTypes
import HostDispatch
import HummingbirdCore
import NIOCore

/// Answers the requests of one listener: who may come in, what is bound there, what the host says by itself. Runs on
/// the event loop of the connection.
struct RequestResponder: Sendable {
    /// What answers without credentials: those who watch over the host have none.
    private static let probes: Set<String> = ["/health", "/ready"]

    /// Nil for a listener with plain routes alone.
    let jobs: JobRoutes?
    let plain: PlainRoutes
    /// Nil for a listener that is open to everybody.
    let authenticator: Authenticator?
    let reader: RequestBodyReader

    func respond(to request: Request, on channel: any Channel) async -> Response {
        do throws(EarlyAnswer) {
            return try await answer(IncomingRequest(request, on: channel, reader: reader))
        } catch {
            return error.response
        }
    }

    private func answer(_ request: IncomingRequest) async throws(EarlyAnswer) -> Response {
        if let refusal = request.connection?.refusal { throw EarlyAnswer(refusal) }
        let bound = jobs?.find(request) ?? .nothing
        if case .nothing = bound, Self.probes.contains(request.target.path), let answer = await plainAnswer(request) {
            return answer
        }
        try await admit(request)
        switch bound {
        case .found(let binding): return try await binding.answer(request)
        case .malformed: throw EarlyAnswer(400, "the path is not percent-encoded UTF-8")
        case .nothing: return try await answerUnbound(request)
        }
    }

    /// Returns when the request may come in.
    private func admit(_ request: IncomingRequest) async throws(EarlyAnswer) {
        guard let authenticator else { return }
        switch authenticator.check(request.fields) {
        case .allowed: return
        case .refused(let refusal): throw EarlyAnswer(authenticator.response(refusal))
        case .signed(let claim):
            guard let digest = try await request.body(hashes: true).digest else { throw EarlyAnswer.notFound }
            if let refusal = authenticator.check(
                claim, method: request.method, target: request.fullTarget, digest: digest)
            {
                throw EarlyAnswer(authenticator.response(refusal))
            }
        }
    }

    private func answerUnbound(_ request: IncomingRequest) async throws(EarlyAnswer) -> Response {
        if let answer = await plainAnswer(request) { return answer }
        guard let jobs else { throw EarlyAnswer.notFound }
        if jobs.router.snapshot.isEnding { throw EarlyAnswer.ending }
        var methods = jobs.methods(of: request.target.path)
        let isOptions = request.method == "OPTIONS"
        guard !methods.isEmpty || (isOptions && request.target.path == "*") else { throw EarlyAnswer.notFound }
        if methods.contains("GET") { methods.append("HEAD") }
        methods.append("OPTIONS")
        let allow = Set(methods).sorted().joined(separator: ", ")
        if isOptions { return Response(status: .noContent, headers: [.allow: allow]) }
        throw EarlyAnswer(PlainAnswer.failure(405, "Method Not Allowed").response([(.allow, allow)]))
    }

    private func plainAnswer(_ request: IncomingRequest) async -> Response? {
        let method = request.method == "HEAD" ? "GET" : request.method
        return await plain(method, request.target.path)?.response()
    }
}
