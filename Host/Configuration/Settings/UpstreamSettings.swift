/// An entry under `upstreams:`: an outside HTTP service that plugins name and the host talks to.
public struct UpstreamSettings: Sendable, Equatable {
    /// How requests are signed: the same headers and text as listeners check.
    public struct Signing: Sendable, Equatable {
        public var secret: Secret
        /// As in `AuthenticationSettings.Signature`.
        public var canonical: String
        /// The tenant of requests that are made for no job of a tenant.
        public var tenant: String?
    }

    public let name: String
    /// `http://` or `https://`, without credentials, query and fragment.
    public let url: String
    public var signing: Signing?
    /// Sent as `Authorization: Bearer`.
    public var bearer: Secret?
    /// How long one request may take until its answer begins, and each further piece of the answer.
    public var timeout = Duration.seconds(30)
    public var retry: RetryPolicy
    public let position: SourcePosition

    init(name: String, url: String, position: SourcePosition) {
        self.name = name
        self.url = url
        self.position = position
        retry = RetryPolicy()
        retry.attempts = 3
    }
}
