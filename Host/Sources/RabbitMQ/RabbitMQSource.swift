public import HostConfiguration
public import HostDispatch
public import HostObservability
import HostThreads
public import Logging

/// Takes jobs from queues of RabbitMQ brokers (AMQP 0-9-1) and tells with messages how they ended.
///
/// A delivery is acknowledged when its callback has been confirmed and not before; ``SettlementTable`` says what becomes
/// of every other end. What was taken and not settled when a connection or this host ends, the broker brings again.
public final class RabbitMQSource: JobSource, @unchecked Sendable {  // `state` is guarded by `monitor`
    private struct State {
        var brokers: [String: BrokerSettings] = [:]
        var links: [String: BrokerLink] = [:]
        /// Of the routing that was followed last.
        var number: UInt64 = 0
        var bound: [BoundQueue] = []
        /// Brokers that bindings name and nobody has set.
        var unknown: Set<String> = []
        var isStarted = false
        /// Jobs that this host may have died of are counted: until then none is taken.
        var isNoted = false
        var isPaused = false
    }

    /// Longest time that a connection gets which the configuration does not name any more.
    private static let farewell = Duration.seconds(60)

    public let name = "amqp"
    private let router: JobRouter
    private let around: ConsumingSession.Surroundings
    private let lost: [LostJob]
    private let lostNoted: @Sendable () -> Void
    private let monitor = Monitor()
    private var state = State()

    /// - Parameters:
    ///   - counter: counts for the whole fleet what a broker does not: redeliveries, and hosts that died with a job.
    ///   - lost: jobs that were inside a plugin when this host died the last time; nil when that is not known.
    ///   - lostNoted: called once when the store has counted them; not when it could not.
    public init(
        router: JobRouter, counter: StoreCounter?, lost: [LostJob]?, registry: MetricRegistry, log: Logger,
        lostNoted: @escaping @Sendable () -> Void = {}
    ) {
        self.router = router
        self.lost = lost ?? []
        self.lostNoted = lostNoted
        around = ConsumingSession.Surroundings(
            router: router, history: JobHistory(counter: counter), seat: SuspectSeat(), registry: registry, log: log)
    }

    /// The brokers of the configuration that is taking effect; before ``routingChanged(_:)``. On the control thread.
    /// Connections to a broker whose settings have changed are replaced; jobs under way end over the old ones.
    public func configure(brokers: [BrokerSettings]) {
        monitor.locked {
            state.brokers = Dictionary(
                brokers.filter { $0.kind == .amqp }.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        }
    }

    // MARK: JobSource

    public func start() {
        let processors = Set(BoundQueue.all(router.snapshot).map(\.processor))
        let isNew = monitor.locked {
            defer { state.isStarted = true }
            return !state.isStarted
        }
        guard isNew else { return }
        // Before any job is taken, so that one that took a host along is known when it comes again.
        around.history.note(lost.filter { processors.contains($0.processor) }) { [self] isNoted in
            if isNoted { lostNoted() } else { around.log.warning("lost jobs could not be counted: the store is away") }
            monitor.locked { state.isNoted = true }
            routingChanged(router.snapshot)
        }
    }

    public func routingChanged(_ routing: RoutingSnapshot) {
        let bound = BoundQueue.all(routing)
        let leaving: [BrokerLink] = monitor.locked {
            // The start comes from another thread, maybe with a routing that is an old one by now.
            guard state.isStarted, state.isNoted, !state.isPaused, routing.number >= state.number else { return [] }
            state.number = routing.number
            state.bound = bound
            return connect()
        }
        retire(leaving)
    }

    public func pause() {
        monitor.locked {
            state.isPaused = true
            for link in state.links.values { link.pause() }
        }
    }

    public func stop(within limit: Duration) {
        pause()
        let links = monitor.locked { Array(state.links.values) }
        Self.stop(links, within: limit)
    }

    public var hindrance: String? {
        let reasons = monitor.locked {
            state.unknown.sorted().map { "there is no broker \($0): name it under brokers:" }
                + state.links.sorted { $0.key < $1.key }.flatMap(\.value.hindrances)
        }
        return reasons.isEmpty ? nil : reasons.joined(separator: "; ")
    }

    /// Every bound queue, in the order of the brokers' names.
    public var queues: [QueueStatus] {
        monitor.locked { state.links.sorted { $0.key < $1.key }.flatMap(\.value.status) }
    }

    // MARK: Links

    /// Makes the links what the bindings want; with the lock held.
    /// - Returns: links that are not wanted any more.
    private func connect() -> [BrokerLink] {
        let names = state.bound.reduce(into: Set<String>()) { $0.formUnion($1.brokers) }
        state.unknown = names.filter { state.brokers[$0] == nil }
        var leaving: [BrokerLink] = []
        for (name, link) in state.links {
            if names.contains(name), let settings = state.brokers[name], settings.connectsLike(link.settings) {
                continue
            }
            state.links[name] = nil
            leaving.append(link)
        }
        for name in names where state.links[name] == nil {
            state.links[name] = state.brokers[name].map { BrokerLink(settings: $0, around: around) }
        }
        for (name, link) in state.links {
            link.consume(state.bound.filter { $0.binding.broker == name }.map(terms))
        }
        return leaving
    }

    private func terms(_ bound: BoundQueue) -> JobTerms {
        JobTerms(
            bound, callbacks: bound.callback.flatMap { state.links[$0.broker]?.publisher },
            copies: bound.binding.ladder.isEmpty ? nil : state.links[bound.binding.broker]?.publisher)
    }

    /// Ends links aside: the control thread does not wait for their jobs.
    private func retire(_ links: [BrokerLink]) {
        guard !links.isEmpty else { return }
        for link in links { link.end() }
        guard let thread = HostThread.start(name: "amqp-end", { Self.stop(links, within: Self.farewell) }) else {
            return around.log.error("the system has no thread to end connections with")
        }
        thread.detach()
    }

    /// All consumers first: what they still do may publish over any link.
    private static func stop(_ links: [BrokerLink], within limit: Duration) {
        let start = ContinuousClock.now
        func left() -> Duration { max(.zero, limit - start.duration(to: .now)) }
        for link in links { link.end() }
        for link in links { link.stopConsuming(within: left()) }
        for link in links { link.stopPublishing(within: max(.milliseconds(100), left())) }
    }
}
