public import HostConfiguration
import Synchronization

/// What a route's operation takes, as far as a source that has no payload of its own needs to know it.
public struct RouteInput: Sendable {
    public enum Kind: String, Sendable { case string, number, integer, boolean }

    public let mediaType: String
    /// The simple members of a JSON input, by name; others are not here.
    public let members: [String: Kind]

    public init(mediaType: String, members: [String: Kind]) {
        self.mediaType = mediaType
        self.members = members
    }
}

/// One source address tied to one operation of one processor.
public struct Route: Sendable {
    public let operation: String
    /// What the operation takes; nil for one that takes nothing.
    public let input: RouteInput?
    /// The media type of an answer that does not name its own.
    public let mediaType: String
    public let streams: Bool
    public let generation: Generation

    public init(
        operation: String, input: RouteInput? = nil, mediaType: String, streams: Bool, generation: Generation
    ) {
        self.operation = operation
        self.input = input
        self.mediaType = mediaType
        self.streams = streams
        self.generation = generation
    }
}

/// A binding of plugins.yaml or of a manifest, and the route that it leads to.
public struct BoundRoute: Sendable {
    public let binding: Binding
    public let processor: String
    /// Nil for a binding that only puts into a queue.
    public let route: Route?
    /// The operation that makes the callback of a job that failed for good; nil when the binding names none.
    public let failure: Route?

    public init(binding: Binding, processor: String, route: Route?, failure: Route? = nil) {
        self.failure = failure
        self.binding = binding
        self.processor = processor
        self.route = route
    }
}

/// Where jobs go, all of it, at one moment. Immutable; one is made for each reload and replaces the last as a whole.
public final class RoutingSnapshot: Sendable {
    /// Counts up from 1 with each publish.
    public let number: UInt64
    /// All bindings, in the order of plugins.yaml.
    public let bindings: [BoundRoute]
    /// Listeners of processors' own, in the order of plugins.yaml.
    public let listeners: [ListenerSettings]
    /// The HTTP bindings of each listener by its name.
    public let http: [String: PathTable]
    /// By the name of the queue.
    public let queues: [String: BoundRoute]
    /// By operation name, and by `processor/operation` too.
    public let operations: [String: Route]
    /// The generations that are published, in the order of plugins.yaml.
    public let generations: [Generation]
    /// Queues that a processor may put jobs into although others do them, by the processor's name.
    public let grants: [String: Set<String>]
    /// Whether the host is ending: no job is taken any more, and none will be.
    public let isEnding: Bool

    public init(
        number: UInt64, bindings: [BoundRoute] = [], listeners: [ListenerSettings] = [],
        operations: [String: Route] = [:], generations: [Generation] = [], grants: [String: Set<String>] = [:],
        isEnding: Bool = false
    ) {
        self.number = number
        self.bindings = bindings
        self.listeners = listeners
        self.operations = operations
        self.generations = generations
        self.grants = grants
        self.isEnding = isEnding
        var http: [String: PathTable] = [:]
        var queues: [String: BoundRoute] = [:]
        for bound in bindings {
            switch bound.binding.source {
            case .http(let address):
                http[address.listener, default: PathTable()].add(bound, method: address.method, path: address.path)
            case .queue(let queue): queues[queue.name] = bound
            case .schedule(let schedule): queues[schedule.queue] = bound
            case .folder, .amqp: break
            }
        }
        self.http = http
        self.queues = queues
    }
}

extension RoutingSnapshot {
    /// Whether a processor may put jobs into a queue: one that it is bound to itself, or that the operator granted. Nil
    /// before the first routing and after the last one.
    public func mayPut(_ processor: String, into queue: String) -> Bool? {
        guard number > 0, !isEnding else { return nil }
        return queues[queue]?.processor == processor || grants[processor]?.contains(queue) ?? false
    }
}

extension ScheduleBinding {
    /// The embedded queue that keeps the schedule's jobs: a colon, so that no queue of plugins.yaml has its name.
    public var queue: String { "schedule:" + name }
}

/// The current routing: one atomic pointer that every job reads.
///
/// Snapshots are never freed: a reader may hold a borrowed one at any time, a snapshot is a few KiB, and there is
/// one for each reload beside the image that the reload keeps mapped anyway. Reading costs one atomic load.
public final class JobRouter: Sendable {
    /// The address of the current snapshot, which is retained for ever.
    private let current: Atomic<UInt>

    public init() {
        let empty = RoutingSnapshot(number: 0)
        current = Atomic(Self.keep(empty))
    }

    /// The routing now. Any thread.
    public var snapshot: RoutingSnapshot {
        let address = current.load(ordering: .sequentiallyConsistent)
        return unsafeBitCast(address, to: Unmanaged<RoutingSnapshot>.self).takeUnretainedValue()
    }

    /// Replaces the routing as a whole. Only the reload engine calls it.
    public func publish(_ snapshot: RoutingSnapshot) {
        current.store(Self.keep(snapshot), ordering: .sequentiallyConsistent)
    }

    private static func keep(_ snapshot: RoutingSnapshot) -> UInt {
        UInt(bitPattern: Unmanaged.passRetained(snapshot).toOpaque())
    }

    /// Hands a delivery to the generation that `find` names in the current routing.
    ///
    /// The job is counted into its generation before the routing is read again: a generation that has been replaced
    /// in between is left and the new one taken, so that a drain never sees zero while a job is on its way in.
    ///
    /// - Returns: nil when `find` names nothing; the ticket is nil when the job was settled at once (busy).
    public func submit(
        find: (RoutingSnapshot) -> Route?, delivery: (Route) -> Delivery
    ) -> (route: Route, ticket: JobTicket?)? {
        while true {
            let before = snapshot
            guard let route = find(before) else { return nil }
            route.generation.enter()
            let after = snapshot
            if after === before || find(after)?.generation === route.generation {
                return (route, route.generation.submit(delivery(route)))
            }
            route.generation.leave()
        }
    }
}
