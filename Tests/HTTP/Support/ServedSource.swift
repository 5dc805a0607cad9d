import HostConfiguration
import HostDispatch
import HostHTTP
import HostObservability
import Logging
import Synchronization

/// An ``HTTPSource`` that serves ``TestPlugin`` on free ports of the loopback address.
final class ServedSource: Sendable {
    struct Broken: Error, CustomStringConvertible {
        let description: String
    }

    /// Generations have numbers of their own, and plugin instances are named after them.
    private static let count = Atomic<UInt32>(0)

    let source: HTTPSource
    let queue = MemoryQueue()
    let plugin: TestPlugin
    private let router = JobRouter()
    private let generation: Generation
    private let input: RouteInput?
    private let addresses = Shared<[String: ListenerSettings.Address]>([:])
    private let failed = Shared<[ListenerFailure]>([])
    private let routings = Atomic<UInt64>(0)

    /// - Parameters:
    ///   - bindings: to operations of the test plugin.
    ///   - listeners: the host's own.
    ///   - own: those of processors.
    ///   - input: what all operations take.
    init(
        _ bindings: [Binding], listeners: [ListenerSettings] = [.loopback()], own: [ListenerSettings] = [],
        input: RouteInput? = nil, concurrency: Int = 8
    ) throws {
        let number = Self.count.add(1, ordering: .relaxed).newValue
        let log = Logger(label: "test") { StandardErrorLog(label: $0, format: .human, level: .critical) }
        generation = Generation(
            number: number, processor: "test", plugin: "test", pluginVersion: "1", imageHash: "",
            table: TestPlugin.table, limits: JobLimits(concurrency: concurrency, queue: 64, timeout: .seconds(60)),
            needs: [], statistics: ProcessorStatistics(processor: "test"), services: NoServices(),
            registry: MetricRegistry(), timeKeeper: TimeKeeper(), log: log, onBroken: { _ in })
        try generation.create(config: Array("\(number)".utf8)).get()
        try generation.start().get()
        guard let plugin = TestPlugin.named("\(number)") else { throw Broken(description: "no instance") }
        self.plugin = plugin
        self.input = input
        source = HTTPSource(
            listeners: listeners, router: router, queue: queue,
            hooks: HTTPSource.Hooks(
                plain: { method, path in
                    switch (method, path) {
                    case ("GET", "/health"): PlainAnswer(body: #"{"status":"healthy"}"#)
                    case ("GET", "/ready"): PlainAnswer(body: #"{"ready":true}"#)
                    case ("GET", "/secret"): PlainAnswer(body: "{}")
                    default: nil
                    }
                },
                metrics: { "jobs_total{processor=\"\($0)\"} 1\n" },
                bound: { [addresses] address in addresses.change { $0[address.name] = address.address } },
                failed: { [failed] failure in failed.change { $0.append(failure) } }),
            log: log, retryInterval: .milliseconds(100))
        publish(bindings, own: own)
        source.start()
        for listener in listeners where failed.value.isEmpty {
            guard eventually({ addresses.value[listener.name] != nil || !failed.value.isEmpty }) else {
                throw Broken(description: "\(listener.name) was not bound")
            }
        }
    }

    var failures: [ListenerFailure] { failed.value }

    /// Makes another routing current, as a reload does.
    func publish(_ bindings: [Binding], own: [ListenerSettings] = []) {
        let bound = bindings.map { binding in
            BoundRoute(
                binding: binding, processor: "test",
                route: binding.operation.map { operation in
                    Route(
                        operation: operation, input: input,
                        mediaType: operation == "test.quiet" ? "text/event-stream" : Self.mediaType(operation),
                        streams: false, generation: generation)
                })
        }
        let routing = RoutingSnapshot(
            number: routings.add(1, ordering: .relaxed).newValue, bindings: bound, listeners: own,
            generations: [generation])
        router.publish(routing)
        source.routingChanged(routing)
    }

    /// Where a listener listens, once it does.
    func address(_ name: String = HTTPBinding.defaultListener) throws -> ListenerSettings.Address {
        guard eventually({ addresses.value[name] != nil }), let address = addresses.value[name] else {
            throw Broken(description: "\(name) was not bound")
        }
        return address
    }

    func client(_ name: String = HTTPBinding.defaultListener) throws -> RawClient {
        switch try address(name) {
        case .tcp(_, let port): try RawClient(port: port)
        case .unix(let path): try RawClient(path: path)
        }
    }

    /// Jobs that run or wait.
    var openJobs: Int { generation.load.running + generation.load.waiting }

    func close() {
        plugin.release()
        source.stop(within: .seconds(5))
        generation.stop()
        generation.destroy()
    }

    private static func mediaType(_ operation: String) -> String {
        operation == "test.stream" || operation == "test.break" ? "text/csv" : "application/json"
    }
}

extension ListenerSettings {
    /// A listener on a free port, changed as the test wants it.
    static func loopback(
        _ name: String = HTTPBinding.defaultListener, _ change: (inout ListenerSettings) -> Void = { _ in }
    ) -> ListenerSettings {
        var settings = ListenerSettings(name: name, address: .tcp(host: "127.0.0.1", port: 0))
        change(&settings)
        return settings
    }
}

/// A plugin that is tested needs nothing of its host.
private struct NoServices: HostServices {
    var names: Set<String> { [] }

    func answer(service: String, request: [UInt8], caller: ServiceCaller) -> ServiceAnswer {
        ServiceAnswer(.unsupported, [])
    }
}
