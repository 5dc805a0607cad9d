import HostDispatch
import HostObservability

/// The service `host.info/1`: who the host is and as what it knows the caller. The request is not read.
public struct HostInformation: HostServices {
    private let version: String

    public init(version: String) { self.version = version }

    public static let offered: Set = ["host.info/1"]

    public var names: Set<String> { Self.offered }

    public func answer(service: String, request: [UInt8], caller: ServiceCaller) -> ServiceAnswer {
        let document = JSONText.object([
            ("host", JSONText.quoted("proctor")), ("version", JSONText.quoted(version)),
            ("processor", JSONText.quoted(caller.processor)), ("plugin", JSONText.quoted(caller.plugin)),
            ("generation", String(caller.generation)),
        ])
        return ServiceAnswer(.ok, Array(document.utf8))
    }
}
