import HostConfiguration
import HostServiceRequests
import HostSignatures

/// An upstream as one configuration has it; requests under way keep theirs when the configuration changes.
struct Upstream: Sendable {
    let settings: UpstreamSettings
    /// `https://host:port`.
    let origin: String
    /// What every path begins with; without a slash at its end.
    let basePath: String
    let headerRules: HeaderRules
    let signer: RequestSigner?
    /// The operator's, credentials included.
    let ownHeaders: [(name: String, value: String)]
    /// Shared by all configurations of the same upstream.
    let limits: UpstreamLimits

    init(_ settings: UpstreamSettings, limits: UpstreamLimits) {
        self.settings = settings
        self.limits = limits
        (origin, basePath) = Self.parts(of: settings.url)
        headerRules = HeaderRules(settings)
        signer = settings.signing.map { RequestSigner(secret: $0.secret.value, canonical: $0.canonical) }
        let bearer = settings.bearer.map { [(name: "Authorization", value: "Bearer " + $0.value)] } ?? []
        ownHeaders = bearer + settings.headers.map { ($0.name, $0.value.value) }
    }

    private static func parts(of url: String) -> (origin: String, basePath: String) {
        guard let scheme = url.firstRange(of: "://") else { return (url, "") }
        let slash = url[scheme.upperBound...].firstIndex(of: "/") ?? url.endIndex
        var path = url[slash...]
        while path.last == "/" { path.removeLast() }
        return (String(url[..<slash]), String(path))
    }
}

/// The upstreams of one configuration, and who may use them.
struct UpstreamDirectory: Sendable {
    private var upstreams: [String: Upstream] = [:]
    private var grants: [String: Set<String>] = [:]

    init() {}

    /// - Parameter old: whose limits go on where the upstream is the same.
    init(_ settings: [UpstreamSettings], grants: [String: Set<String>], after old: UpstreamDirectory) {
        self.grants = grants
        for settings in settings {
            let known = old.upstreams[settings.name].flatMap { $0.settings.url == settings.url ? $0.limits : nil }
            upstreams[settings.name] = Upstream(settings, limits: known ?? UpstreamLimits(settings))
        }
    }

    var all: some Collection<Upstream> { upstreams.values }

    func upstream(_ name: String, for processor: String) throws(ServiceRefusal) -> Upstream {
        guard let upstream = upstreams[name] else { throw .unknown(name) }
        guard grants[processor]?.contains(name) == true else { throw .notAllowed(name) }
        return upstream
    }
}
