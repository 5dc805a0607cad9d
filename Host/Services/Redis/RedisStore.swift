public import HostConfiguration
public import HostDispatch
public import HostObservability
import HostRedis
import HostServiceRequests
public import Logging

/// The services `store.*/1` on a Redis server, or on the master that sentinels name: small values by key, each
/// processor's own, for all hosts on that server.
///
/// A write is as durable as the server is configured to be. While the server is away every request is answered at once
/// with `store.unreachable`. What a request asked for that got `store.timeout`, or lost its connection, may have
/// happened. Any thread.
public final class RedisStore: HostServices {
    public static let offered: Set = [
        "store.get/1", "store.put/1", "store.delete/1", "store.swap/1", "store.list/1", "store.transact/1",
    ]

    let client: RedisClient
    /// What the names of all values begin with.
    let prefix: String
    private let loop = RedisLoop()

    public var names: Set<String> { Self.offered }

    /// Begins to connect and does not wait for it. Nil when the settings name no Redis.
    ///
    /// - Parameter registry: gets `proctor_redis_reconnects_total{use="store"}`.
    public init?(_ settings: RemoteStoreSettings, registry: MetricRegistry, log: Logger) {
        guard let redis = RedisSettings(settings) else { return nil }
        prefix = settings.prefix
        client = RedisClient(redis, on: loop) { event in
            switch event {
            case .connected(let isAgain):
                log.notice("connected with the store")
                if isAgain { registry.add(MetricSeries("proctor_redis_reconnects_total", ["use": "store"])) }
            case .lost(let reason):
                log.warning("the store is away; tried again until it is there", metadata: ["reason": "\(reason)"])
            }
        }
    }

    /// Why the store cannot be used now, as a sentence; nil when it can.
    public var hindrance: String? { client.hindrance }

    /// Ends the connection and its thread; requests that wait are refused. Blocks.
    public func close() {
        client.close()
        loop.close()
    }

    // MARK: Requests

    public func answer(service: String, request: [UInt8], caller: ServiceCaller) -> ServiceAnswer {
        ServiceAnswer.waiting { begin(service: service, request: request, caller: caller, reply: $0) }
    }

    public func begin(
        service: String, request: [UInt8], caller: ServiceCaller, reply: @escaping @Sendable (ServiceAnswer) -> Void
    ) -> Bool {
        guard Self.offered.contains(service) else { return false }
        do {
            switch service {
            case "store.get/1": get(try RequestReader.read(StoreKey.self, from: request).key, caller, reply)
            case "store.put/1": put(try RequestReader.read(StorePut.self, from: request), caller, reply)
            case "store.delete/1": delete(try RequestReader.read(StoreKey.self, from: request).key, caller, reply)
            case "store.swap/1": swap(try RequestReader.read(StoreSwap.self, from: request), caller, reply)
            case "store.list/1": list(try RequestReader.read(StoreList.self, from: request), caller, reply)
            default: transact(try RequestReader.read(StoreTransact.self, from: request), caller, reply)
            }
        } catch let refusal as ServiceRefusal {
            reply(refusal.answer)
        } catch {
            reply(ServiceRefusal.unexpected.answer)
        }
        return true
    }
}
