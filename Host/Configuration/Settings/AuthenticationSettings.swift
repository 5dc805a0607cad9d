/// How a listener knows who may come in.
public struct AuthenticationSettings: Sendable, Hashable {
    /// A signature over the request (contracts: X-Signature, X-Timestamp, X-Tenant-Slug).
    public struct Signature: Sendable, Hashable {
        public var secret: Secret
        /// What is signed, with `{method}`, `{target}` (path and query), `{tenant}`, `{timestamp}` and `{body_sha256}`;
        /// `\n` is a line break.
        public var canonical = "{method}\n{target}\n{tenant}\n{timestamp}\n{body_sha256}"
        /// How far the timestamp may be from this host's clock; a signature seen within it is refused again.
        public var window = Duration.seconds(300)

        public init(secret: Secret) { self.secret = secret }
    }

    /// Tokens any of which `Authorization: Bearer` may carry.
    public var bearer: [Secret] = []
    public var signature: Signature?

    /// `auth: none`: everybody, said explicitly.
    public static let none = AuthenticationSettings()
    public var isOpen: Bool { bearer.isEmpty && signature == nil }

    public init() {}
}
