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
        /// What publishes over the links, by their names.
        var leases: [String: PublisherLease] = [:]
        /// Links that are not wanted any more and still have jobs; each opens when it has ended.
        var retirements: [Gate] = []
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

    /// A link that is not wanted any more.
    private struct LeavingLink: Sendable {
        let link: BrokerLink
        /// Opens when no job can publish over it any more; nil: none ever could.
        let returned: Gate?
    }

    /// Longest time that a connection gets which the configuration does not name any more.
    private static let farewell = Duration.seconds(60)
    /// What closing a connection gets although the time is up.
    private static let shortest = Duration.milliseconds(100)

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
        let retired = Gate()
        let leaving: [LeavingLink] = monitor.locked {
            // The start comes from another thread, maybe with a routing that is an old one by now.
            guard state.isStarted, state.isNoted, !state.isPaused, routing.number >= state.number else { return [] }
            state.number = routing.number
            state.bound = bound
            let leaving = connect()
            if !leaving.isEmpty { state.retirements.append(retired) }
            return leaving
        }
        if !leaving.isEmpty { retire(leaving, retired) }
    }

    public func pause() {
        monitor.locked {
            state.isPaused = true
            for link in state.links.values { link.pause() }
        }
    }

    public func stop(within limit: Duration) {
        pause()
        let start = ContinuousClock.now
        func left() -> Duration { max(.zero, limit - start.duration(to: .now)) }
        let (links, retirements) = monitor.locked { (Array(state.links.values), state.retirements) }
        for link in links { link.end() }
        // All consumers first, those of earlier links too: what they still do may publish over any link.
        for link in links { link.stopConsuming(within: left()) }
        for retired in retirements { _ = retired.wait(left()) }
        for link in links { link.stopPublishing(within: max(Self.shortest, left())) }
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
    private func connect() -> [LeavingLink] {
        let names = state.bound.reduce(into: Set<String>()) { $0.formUnion($1.brokers) }
        state.unknown = names.filter { state.brokers[$0] == nil }
        var leaving: [LeavingLink] = []
        for (name, link) in state.links {
            if names.contains(name), let settings = state.brokers[name], settings.connectsLike(link.settings) {
                continue
            }
            state.links[name] = nil
            leaving.append(LeavingLink(link: link, returned: state.leases.removeValue(forKey: name)?.returned))
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
            bound, callbacks: bound.callback.flatMap { publisher($0.broker) },
            copies: bound.binding.ladder.isEmpty ? nil : publisher(bound.binding.broker))
    }

    private func publisher(_ broker: String) -> PublisherLease? {
        guard let publisher = state.links[broker]?.publisher else { return nil }
        if let lease = state.leases[broker], lease.publisher === publisher { return lease }
        let lease = PublisherLease(publisher)
        state.leases[broker] = lease
        return lease
    }

    /// Ends links aside: the control thread does not wait for their jobs.
    private func retire(_ leaving: [LeavingLink], _ retired: Gate) {
        for one in leaving {
            // Nor does the link hold on to what it consumed for.
            one.link.consume([])
            one.link.end()
        }
        let thread = HostThread.start(name: "amqp-end") { [self] in
            Self.stop(leaving, within: Self.farewell)
            forget(retired)
        }
        guard let thread else {
            forget(retired)
            return around.log.error("the system has no thread to end connections with")
        }
        thread.detach()
    }

    private func forget(_ retired: Gate) {
        monitor.locked { state.retirements.removeAll { $0 === retired } }
        retired.open()
    }

    /// What publishes is there until the last job that knows it has ended, also where others consume.
    private static func stop(_ leaving: [LeavingLink], within limit: Duration) {
        let start = ContinuousClock.now
        func left() -> Duration { max(.zero, limit - start.duration(to: .now)) }
        for one in leaving { one.link.stopConsuming(within: left()) }
        for one in leaving {
            _ = one.returned?.wait(left())
            one.link.stopPublishing(within: max(shortest, left()))
        }
    }
}
