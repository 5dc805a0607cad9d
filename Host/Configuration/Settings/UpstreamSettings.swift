/// An entry under `upstreams:`: an outside HTTP service that plugins name and the host talks to.
public struct UpstreamSettings: Sendable, Equatable {
    /// How requests are signed: the same headers and text as listeners check.
    public struct Signing: Sendable, Equatable {
        public var secret: Secret
        /// As in `AuthenticationSettings.Signature`.
        public var canonical: String
        /// The tenant of requests that are made for no job of a tenant.
        public var tenant: String?
        /// Names of the three headers.
        public var signatureHeader = "X-Signature"
        public var timestampHeader = "X-Timestamp"
        public var tenantHeader = "X-Tenant-Slug"

        public init(secret: Secret, canonical: String, tenant: String? = nil) {
            self.secret = secret
            self.canonical = canonical
            self.tenant = tenant
        }
    }

    /// After `failures` in a row the upstream is left alone for `pause`; then one request tries. Per host.
    public struct Breaker: Sendable, Equatable {
        /// 0: never.
        public var failures = 10
        public var pause = Duration.seconds(10)

        public init() {}
    }

    public struct Header: Sendable, Equatable {
        public var name: String
        public var value: Secret

        public init(name: String, value: Secret) {
            self.name = name
            self.value = value
        }
    }

    public enum HTTPVersion: String, Sendable, CaseIterable {
        /// HTTP/2 over TLS when the server has it.
        case automatic = "auto"
        case http1 = "1.1"
        /// HTTP/2 without asking, over plain connections too.
        case http2 = "2"
    }

    public let name: String
    /// `http://` or `https://`, without credentials, query, fragment, and slash at its end.
    public let url: String
    public var signing: Signing?
    /// Sent as `Authorization: Bearer`.
    public var bearer: Secret?
    /// Sent with each request; a plugin cannot change them. Names as they are sent.
    public var headers: [Header] = []
    public var connectTimeout = Duration.seconds(5)
    /// How long one attempt may take until its answer begins.
    public var timeout = Duration.seconds(30)
    /// How long the answer may be silent.
    public var idleTimeout = Duration.seconds(30)
    /// How long a request may take in all, its attempts and waits included.
    public var totalTimeout = Duration.seconds(120)
    public var retry: RetryPolicy
    public var breaker = Breaker()
    /// Requests at once; more wait their turn. Per host.
    public var concurrency = 64
    /// Requests in a second, on average; nil: no limit. Per host.
    public var rate: Int?
    /// Most bytes of an answer that is taken as a whole.
    public var responseLimit = 64 << 20
    public var tls = TLSSettings()
    /// `http://host:port`; nil: none, whatever the environment says.
    public var proxy: String?
    public var version = HTTPVersion.automatic
    public let position: SourcePosition

    public init(name: String, url: String, position: SourcePosition) {
        self.name = name
        self.url = url
        self.position = position
        retry = RetryPolicy(attempts: 3, first: .milliseconds(200), most: .seconds(5))
    }
}
