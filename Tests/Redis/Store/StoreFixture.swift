import HostConfiguration
import HostDispatch
import HostObservability
import HostRedisStore
import HostThreads
import Logging
import RedisPeer
import Testing

/// A store on a server of a test's own.
final class StoreFixture: Sendable {
    let server: RedisServer
    let store: RedisStore
    let registry = MetricRegistry()

    init(_ options: RedisServer.Options = .init(), _ change: (inout RemoteStoreSettings) -> Void = { _ in }) throws {
        server = try RedisServer(options)
        store = try Self.store(port: server.port, registry: registry, change)
    }

    deinit { store.close() }

    func ask(_ service: String, _ request: String, _ caller: ServiceCaller = caller()) -> String {
        store.ask(service, request, caller)
    }

    static func store(
        port: Int, registry: MetricRegistry = MetricRegistry(), _ change: (inout RemoteStoreSettings) -> Void = { _ in }
    ) throws -> RedisStore {
        var settings = RemoteStoreSettings(place: .redis(host: "127.0.0.1", port: port))
        // A test that fails is to say so, not to meet a machine that is busy.
        settings.timeout = .seconds(20)
        change(&settings)
        return try #require(RedisStore(settings, registry: registry, log: .silent))
    }
}

extension Logger {
    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}

func caller(_ processor: String = "grading", tenant: String? = nil, subject: String? = nil) -> ServiceCaller {
    ServiceCaller(
        processor: processor, generation: 1, plugin: "grading", job: "j1", tenant: tenant, subject: subject)
}

extension HostServices {
    /// The reply as text; a refusal as its status and all that it says.
    func ask(_ service: String, _ request: String, _ caller: ServiceCaller = caller()) -> String {
        let answer = answer(service: service, request: Array(request.utf8), caller: caller)
        let text = String(decoding: answer.payload, as: UTF8.self)
        return answer.status == .ok ? text : "\(answer.status) \(text)"
    }
}

/// Waits for a fact that a real process brings about, looking often; false when it does not come.
func eventually(seconds: Int = 30, _ fact: () throws -> Bool) rethrows -> Bool {
    let end = MonotonicClock.now() &+ UInt64(seconds) * 1_000_000_000
    while MonotonicClock.now() < end {
        if try fact() { return true }
        _ = Gate().wait(.milliseconds(2))
    }
    return false
}
