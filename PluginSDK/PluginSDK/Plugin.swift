@_exported import CPluginABI  // the entry's type is the ABI's, and authors import PluginSDK alone

/// A processor: what it can do stands in `manifest`; its handlers are plain async methods.
///
///     struct CurveSettings: Settings {
///         @Setting("Mean that the curve aims at, in points.", in: 0...100) var mean = 60.0
///     }
///     final class Curve: Plugin {
///         static let manifest = Manifest(id: "org.example.curve", version: "1.2.0") {
///             Operation("curve.apply", "Curves one raw score.", apply).http(.post, "/curve")
///         }
///         let settings: CurveSettings
///         init(settings: CurveSettings, host: Host) { self.settings = settings }
///         func apply(_ score: Score, job: Job) async throws -> Curved { ... }
///     }
///     @c(proctor_plugin_entry) public func entry() -> UnsafePointer<proctor_plugin> { export(Curve.self) }
///
/// All of it runs on the processor's own threads, as many handlers at once as its concurrency allows; a handler may
/// block. A class has to be final. A plugin without settings and without a host is a `StatelessPlugin`.
public protocol Plugin: Sendable {
    associatedtype Configuration: Settings
    static var manifest: Manifest<Self> { get }

    /// Makes an instance. Nothing outside may notice yet, and services do not answer yet.
    /// - Throws: `Reject` when the configuration cannot work; `Retry` when something is not there yet.
    init(settings: Configuration, host: Host) async throws

    /// Opens what the handlers need; jobs come after it. Throws as `init` does.
    func start() async throws

    /// Closes it. No job is left and none will come; afterwards no thread of the plugin's own may be left.
    func stop() async
}

extension Plugin {
    public func start() async throws {}
    public func stop() async {}
}

/// A plugin that needs neither settings nor the host to be made.
public protocol StatelessPlugin: Plugin where Configuration == NoSettings {
    init()
}

extension StatelessPlugin {
    public init(settings: NoSettings, host: Host) async throws { self.init() }
}
