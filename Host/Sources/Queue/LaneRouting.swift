import HostConfiguration
import HostDatabase
import HostDispatch

/// Which queues there are and where their jobs go, as the routing has it.
enum LaneRouting {
    /// Where replayed jobs of other sources wait, followed by `PROCESSOR/OPERATION`.
    static let replayPrefix = "replay:"

    /// All queues to serve.
    static func lanes(_ routing: RoutingSnapshot) -> [LaneSettings] {
        var lanes: [LaneSettings] = []
        for (name, bound) in routing.queues {
            guard let route = bound.route else { continue }
            let (retry, lease) = rules(bound.binding.source)
            lanes.append(
                LaneSettings(
                    queue: name,
                    address: LaneAddress(
                        origin: bound.binding.source.address, processor: bound.processor, operation: route.operation),
                    concurrency: route.generation.limits.concurrency, retry: retry, lease: lease))
        }
        for (key, route) in routing.operations {
            guard let slash = key.firstIndex(of: "/") else { continue }
            let queue = replayPrefix + key
            lanes.append(
                LaneSettings(
                    queue: queue,
                    address: LaneAddress(
                        origin: "queue \(queue)", processor: String(key[..<slash]), operation: route.operation),
                    concurrency: route.generation.limits.concurrency, retry: RetryPolicy(),
                    lease: QueueBinding(name: queue).lease.rowMilliseconds))
        }
        return lanes
    }

    /// Where the jobs of a queue go now.
    static func route(_ queue: String, _ routing: RoutingSnapshot) -> Route? {
        guard queue.hasPrefix(replayPrefix) else { return routing.queues[queue]?.route }
        return routing.operations[String(queue.dropFirst(replayPrefix.count))]
    }

    /// Most jobs that may wait in a queue; nil when there is no such queue.
    static func limit(_ queue: String, _ routing: RoutingSnapshot) -> Int? {
        if let bound = routing.queues[queue] {
            guard case .queue(let binding) = bound.binding.source else { return QueueBinding(name: queue).limit }
            return binding.limit
        }
        return route(queue, routing) == nil ? nil : .max
    }

    private static func rules(_ source: BindingSource) -> (retry: RetryPolicy, lease: Int64) {
        let usual = QueueBinding(name: "")
        return switch source {
        case .queue(let queue): (queue.retry, max(1_000, queue.lease.rowMilliseconds))
        case .schedule(let schedule): (schedule.retry, usual.lease.rowMilliseconds)
        case .http, .folder, .amqp: (usual.retry, usual.lease.rowMilliseconds)
        }
    }
}
