import Foundation
import HostConfiguration
import HostDispatch
import HostObservability
import HostThreads
import RabbitMQPeer
import Testing

@testable import HostRabbitMQ

/// A source before a real broker and a real generation, whose handler is the test's. Queues have names of their own.
final class SourceBench {
    let server: RabbitMQServer
    private(set) var client: BrokerClient
    let router = JobRouter()
    let registry = MetricRegistry()
    let statistics = ProcessorStatistics(processor: "fake")
    let name = "test-\(UUID().uuidString.prefix(8).lowercased())"
    private(set) var source: RabbitMQSource
    private let generation: Generation
    private var number: UInt64 = 0
    /// The configuration's.
    var brokers: [BrokerSettings]

    var work: String { name + ".work" }
    var done: String { name + ".done" }
    var exchange: String { name + ".commands" }

    /// Makes the queues `work` and `done`, the latter bound to the exchange.
    init(
        type: String = "classic", arguments: [String: Any] = [:], counter: StoreCounter? = nil,
        concurrency: Int = 4, _ handler: @escaping FakeProcessor.Handler
    ) throws {
        server = try RabbitMQServer.shared()
        brokers = [server.settings()]
        client = try BrokerClient(server)
        generation = FakeProcessor.generation(concurrency: concurrency, statistics: statistics, handler)
        source = RabbitMQSource(
            router: router, counter: counter, lost: nil, registry: registry, log: FakeProcessor.silent)
        try client.declareExchange(exchange)
        try client.declareQueue(done)
        try client.bind(queue: done, to: exchange, key: "done")
        try client.declareQueue(work, arguments.merging(["x-queue-type": type]) { first, _ in first })
    }

    /// Removes the broker's objects, so that a long run of tests does not fill it.
    func clear() {
        source.stop(within: .seconds(5))
        guard let client = try? BrokerClient(server) else { return }
        for queue in [work, done] { try? client.deleteQueue(queue) }
        try? client.deleteExchange(exchange)
    }

    func binding(prefetch: Int = 100, attempts: Int = 3) -> AMQPBinding {
        var binding = AMQPBinding(broker: "rabbit", queue: work)
        binding.prefetch = prefetch
        binding.retry = RetryPolicy(attempts: attempts, first: .milliseconds(5), most: .milliseconds(20))
        return binding
    }

    func callback(failure: String? = nil, attempts: Int = 4) -> CallbackSettings {
        var callback = CallbackSettings(broker: "rabbit", exchange: exchange, key: "done")
        callback.failure = failure
        callback.retry = RetryPolicy(attempts: attempts, first: .milliseconds(20), most: .milliseconds(100))
        return callback
    }

    /// Publishes a routing, as a reload does.
    func route(_ bindings: [AMQPBinding], callback: CallbackSettings?) throws {
        number += 1
        let route = Route(operation: "a.b", mediaType: "application/json", streams: false, generation: generation)
        let failure = callback?.failure.map {
            Route(operation: $0, mediaType: "application/json", streams: false, generation: generation)
        }
        let routing = RoutingSnapshot(
            number: number,
            bindings: bindings.map {
                BoundRoute(
                    binding: Binding(
                        source: .amqp($0), target: .operation("a.b"), callback: callback,
                        position: SourcePosition(file: "test")),
                    processor: "fake", route: route, failure: failure)
            })
        source.configure(brokers: brokers)
        router.publish(routing)
        source.routingChanged(routing)
    }

    func start(_ binding: AMQPBinding, callback: CallbackSettings? = nil) throws {
        try route([binding], callback: callback)
        source.start()
    }

    /// A new connection of the tests' own, after the broker has closed all.
    func reconnect() throws { client = try BrokerClient(server) }

    /// Another host on the same queues, in place of the one before.
    func another(
        counter: StoreCounter? = nil, lost: [LostJob]? = nil, lostNoted: @escaping @Sendable () -> Void = {}
    ) {
        source = RabbitMQSource(
            router: router, counter: counter, lost: lost, registry: registry, log: FakeProcessor.silent,
            lostNoted: lostNoted)
    }

    /// Waits until something holds, and fails after 20 seconds.
    func wait(_ comment: Comment = "never so", source: SourceLocation = #_sourceLocation, until isSo: () throws -> Bool)
        throws
    {
        let end = MonotonicClock.now() &+ 20_000_000_000
        while !(try isSo()) {
            guard MonotonicClock.now() < end else {
                Issue.record(comment, sourceLocation: source)
                return
            }
            usleep(5_000)
        }
    }

    /// Messages that came again to the consumer of `work`.
    var redelivered: Double {
        registry.value(MetricSeries("proctor_amqp_redelivered_total", ["broker": "rabbit", "queue": work])) ?? 0
    }

    /// The test's broker under another name.
    func settings(named name: String) -> BrokerSettings {
        let own = server.settings()
        var settings = BrokerSettings(
            name: name, kind: own.kind, host: own.host, port: own.port, virtualHost: own.virtualHost,
            position: own.position)
        (settings.username, settings.password) = (own.username, own.password)
        return settings
    }

    /// Takes what has come to `done` until it is so many messages of different ids; all of them, repetitions too.
    func answers(_ count: Int, source: SourceLocation = #_sourceLocation) throws -> [BrokerClient.Message] {
        var all: [BrokerClient.Message] = []
        try wait("\(count) callbacks did not come", source: source) {
            all += try client.takeAll(done)
            return Set(all.map(\.messageID)).count >= count
        }
        return all
    }

    /// Whether nothing is left at the broker or here.
    func isSettled() throws -> Bool {
        try client.count(work) == 0 && self.source.queues.allSatisfy { $0.unsettled == 0 }
    }
}
