import HostConfiguration
import HostDispatch
import HostObservability
import HostThreads
import Logging
import Synchronization
import Testing

@testable import HostRabbitMQ

/// Takes what is to be published, and answers as the test says.
final class FakePublisher: MessagePublishing {
    typealias Answer = @Sendable (PublishOutcome) -> Void
    private struct State {
        var requests: [PublishRequest] = []
        var waiting: [Answer] = []
        var outcome: PublishOutcome? = .confirmed
        var hindrance: String?
    }
    private let state = Guarded(State())

    /// - Parameter outcome: of each message at once; nil: the test says it later.
    init(_ outcome: PublishOutcome? = .confirmed) { state.withLock { $0.outcome = outcome } }

    var requests: [PublishRequest] { state.withLock { $0.requests } }
    var pending: Int { state.withLock { $0.waiting.count } }
    var hindrance: String? {
        get { state.withLock { $0.hindrance } }
        set { state.withLock { $0.hindrance = newValue } }
    }

    func publish(_ request: PublishRequest, done: @escaping Answer) {
        let outcome = state.withLock { state in
            state.requests.append(request)
            if state.outcome == nil { state.waiting.append(done) }
            return state.outcome
        }
        if let outcome { done(outcome) }
    }

    /// Answers all that wait, and later ones at once.
    func answer(_ outcome: PublishOutcome) {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            state.outcome = outcome
            return state.waiting
        }
        for done in waiting { done(outcome) }
    }
}

/// A session before a broker of the test's own, on the test's thread, and a real generation whose handler is the test's.
final class SessionBench {
    let router = JobRouter()
    let registry: MetricRegistry
    let statistics = ProcessorStatistics(processor: "fake")
    let broker = FakeBroker()
    let session: ConsumingSession
    private let woken = Wakes()
    private var lastTag: [UInt16: UInt64] = [:]
    private var number: UInt64 = 0

    init(
        counter: StoreCounter? = nil, seat: SuspectSeat = SuspectSeat(), history: JobHistory? = nil,
        concurrency: Int = 2, queue: Int = 4096, timeout: Duration? = nil, broker name: String = "rabbit",
        registry: MetricRegistry = MetricRegistry(), log: Logger = FakeProcessor.silent,
        _ handler: @escaping FakeProcessor.Handler
    ) {
        let woken = woken
        self.registry = registry
        session = ConsumingSession(
            broker: name,
            around: .init(
                router: router, history: history ?? JobHistory(counter: counter), seat: seat, registry: registry,
                log: log)
        ) { woken.wake() }
        generation = FakeProcessor.generation(
            concurrency: concurrency, queue: queue, timeout: timeout, statistics: statistics, handler)
    }

    let generation: Generation

    static func binding(_ queue: String = "work", prefetch: Int = 10, attempts: Int = 3) -> AMQPBinding {
        var binding = AMQPBinding(broker: "rabbit", queue: queue)
        binding.prefetch = prefetch
        binding.retry = RetryPolicy(attempts: attempts, first: .milliseconds(1), most: .milliseconds(2))
        return binding
    }

    /// A callback to `done`, made of failures too when `failure` names an operation.
    static func callback(failure: String? = nil) -> CallbackSettings {
        var callback = CallbackSettings(broker: "rabbit", exchange: "commands", key: "done")
        callback.failure = failure
        return callback
    }

    /// Routes these queues to the generation and has them consumed.
    func serve(
        _ bindings: [AMQPBinding], callback: CallbackSettings? = nil, publisher: FakePublisher? = nil,
        isOpen: Bool = false
    ) throws {
        route(bindings, callback: callback)
        session.want(
            bindings.map {
                JobTerms(
                    BoundQueue(binding: $0, callback: callback, processor: "fake"), callbacks: publisher,
                    copies: publisher)
            })
        if isOpen { try turn() } else { try session.opened(broker) }
    }

    func route(_ bindings: [AMQPBinding], callback: CallbackSettings? = nil) {
        number += 1
        let route = Route(operation: "a.b", mediaType: "application/json", streams: false, generation: generation)
        let failure = callback?.failure.map {
            Route(operation: $0, mediaType: "application/json", streams: false, generation: generation)
        }
        router.publish(
            RoutingSnapshot(
                number: number,
                bindings: bindings.map {
                    BoundRoute(
                        binding: Binding(
                            source: .amqp($0), target: .operation("a.b"), callback: callback,
                            position: SourcePosition(file: "test")),
                        processor: "fake", route: route, failure: failure)
                }))
    }

    /// Brings the next message of a channel.
    @discardableResult
    func deliver(
        _ body: String = "{}", id: String? = nil, channel: UInt16 = 1, redelivered: Bool = false,
        headers: [(String, MessageProperties.Value)] = []
    ) throws -> UInt64 {
        let tag = lastTag[channel, default: 0] + 1
        lastTag[channel] = tag
        var properties = MessageProperties()
        properties.messageID = id ?? "job-\(channel)-\(tag)"
        properties.contentType = "application/json"
        properties.headers = headers.map { ($0.0, $0.1) }
        let message = IncomingMessage(
            channel: channel, tag: tag, redelivered: redelivered, exchange: "", routingKey: "work",
            properties: properties, body: Array(body.utf8))
        try session.received(.delivery(message), broker)
        return tag
    }

    func turn() throws { try session.turn(broker) }

    /// Turns like the connection's thread until something holds. Fails after ten seconds.
    func turn(until isSo: () -> Bool, _ comment: Comment = "never so", source: SourceLocation = #_sourceLocation) throws
    {
        let end = MonotonicClock.now() &+ 10_000_000_000
        while true {
            try turn()
            if isSo() { return }
            guard MonotonicClock.now() < end else {
                Issue.record(comment, sourceLocation: source)
                return
            }
            woken.wait(until: min(session.nextMoment ?? .max, MonotonicClock.now() &+ 20_000_000))
        }
    }

    private final class Wakes: @unchecked Sendable {  // `isWoken` is guarded by `monitor`
        private let monitor = Monitor()
        private var isWoken = false

        func wake() {
            monitor.locked {
                isWoken = true
                monitor.signal()
            }
        }

        func wait(until moment: UInt64) {
            monitor.locked {
                if !isWoken, moment > MonotonicClock.now() { _ = monitor.wait(until: moment) }
                isWoken = false
            }
        }
    }
}
