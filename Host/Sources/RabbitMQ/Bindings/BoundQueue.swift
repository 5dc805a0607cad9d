import HostConfiguration
import HostDispatch

/// A queue of the routing, and what becomes of its jobs.
struct BoundQueue: Sendable, Equatable {
    let binding: AMQPBinding
    let callback: CallbackSettings?
    let processor: String

    init(binding: AMQPBinding, callback: CallbackSettings? = nil, processor: String) {
        (self.binding, self.callback, self.processor) = (binding, callback, processor)
    }

    init?(_ bound: BoundRoute) {
        guard case .amqp(let binding) = bound.binding.source, bound.route != nil else { return nil }
        self.init(binding: binding, callback: bound.binding.callback, processor: bound.processor)
    }

    /// All queues of a routing; none when the host is ending.
    static func all(_ routing: RoutingSnapshot) -> [BoundQueue] {
        routing.isEnding ? [] : routing.bindings.compactMap { BoundQueue($0) }
    }

    /// Brokers that are consumed from or published to.
    var brokers: Set<String> { Set([binding.broker, callback?.broker].compactMap { $0 }) }

    var terms: SettlementTerms {
        SettlementTerms(
            hasCallback: callback != nil, hasFailureCallback: callback?.failure != nil, retry: binding.retry,
            deliveries: binding.deliveries, ladder: binding.ladder.count)
    }

    /// Whether the queue is consumed in the same way: the consumer may stay, whatever becomes of the jobs.
    func consumesLike(_ other: BoundQueue) -> Bool {
        var (a, b) = (binding, other.binding)
        (a.retry, a.deliveries) = (b.retry, b.deliveries)
        // Only a host that declares has anything to do with the ladder's queues.
        if a.topology != .declare { a.ladder = b.ladder }
        b.declaration = a.topology == .declare ? b.declaration : a.declaration
        return a == b
    }
}
