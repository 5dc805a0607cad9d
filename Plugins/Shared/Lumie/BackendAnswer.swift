import PluginSDK

/// What the backend said about a thing that it was asked for.
public enum BackendAnswer: Sendable, Equatable {
    case document(JSONValue)
    /// There is none: 404, or a success without a body.
    case absent
    /// It will not say, now or later.
    case refused(status: Int)
}

extension Upstream {
    /// Asks for a JSON document.
    ///
    /// - Parameter name: of what is asked for, in codes: `exam`.
    /// - Throws: what ends this attempt alone: `Retry` for a status that may pass and for an answer that is no JSON,
    ///   `ServiceError`, `CancellationError`.
    public func document(_ name: String, _ request: UpstreamRequest) async throws -> BackendAnswer {
        let response = try await send(request)
        switch response.status {
        case 204, 404: return .absent
        case 200...299:
            if response.body.isEmpty { return .absent }
            // What is no JSON at all was not written by the backend, but by something on the way that may be mended.
            guard let document = try? JSONValue(parsing: response.body) else {
                throw Retry("The backend's answer about the \(name) is not JSON.", code: "\(name).garbled")
            }
            return .document(document)
        case 408, 425, 429, 500...: try response.head.requireSuccess()
        default: break
        }
        return .refused(status: response.status)
    }
}
