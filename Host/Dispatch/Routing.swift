import Synchronization

/// One source address tied to one operation of one processor.
public struct Route: Sendable {
    public let operation: String
    /// The media type of an answer that does not name its own.
    public let mediaType: String
    public let streams: Bool
    public let generation: Generation

    public init(operation: String, mediaType: String, streams: Bool, generation: Generation) {
        self.operation = operation
        self.mediaType = mediaType
        self.streams = streams
        self.generation = generation
    }
}

/// Where jobs go, all of it, at one moment. Immutable; one is made for each reload and replaces the last as a whole.
public final class RoutingSnapshot: Sendable {
    /// Counts up from 1 with each publish.
    public let number: UInt64
    /// By method and path, `POST /api/omr/grade`.
    public let http: [String: Route]
    /// The methods of each bound path, for an honest 405.
    public let methods: [String: [String]]
    /// By operation name, and by `processor/operation` too.
    public let operations: [String: Route]
    /// The generations that are published, in the order of plugins.yaml.
    public let generations: [Generation]
    /// Whether the host is ending: no job is taken any more, and none will be.
    public let isEnding: Bool

    public init(
        number: UInt64, http: [String: Route], operations: [String: Route], generations: [Generation],
        isEnding: Bool = false
    ) {
        self.number = number
        self.http = http
        self.operations = operations
        self.generations = generations
        self.isEnding = isEnding
        self.methods = http.keys.reduce(into: [:]) { methods, key in
            let parts = key.split(separator: " ", maxSplits: 1)
            if parts.count == 2 { methods[String(parts[1]), default: []].append(String(parts[0])) }
        }
    }
}

/// The current routing: one atomic pointer that every job reads.
///
/// Snapshots are never freed: a reader may hold a borrowed one at any time, a snapshot is a few KiB, and there is
/// one for each reload beside the image that the reload keeps mapped anyway. Reading costs one atomic load.
public final class JobRouter: Sendable {
    /// The address of the current snapshot, which is retained for ever.
    private let current: Atomic<UInt>

    public init() {
        let empty = RoutingSnapshot(number: 0, http: [:], operations: [:], generations: [])
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
