/// What is special about an encrypted connection; the peer's certificate and name are always verified, TLS 1.2 or later.
public struct TLSSettings: Sendable, Hashable {
    /// A PEM file of authorities to trust instead of the system's.
    public var authorities: String?
    /// PEM files by which this side shows who it is; both or none.
    public var certificate: String?
    public var key: String?

    public init() {}
}
