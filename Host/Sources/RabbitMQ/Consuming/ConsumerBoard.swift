import HostThreads
import Synchronization

/// What others see of the consumers of one connection. Callable from any thread.
final class ConsumerBoard: Sendable {
    /// One consumer that consumes, or will as soon as it can.
    struct Entry: Sendable {
        let bound: BoundQueue
        let lane: ConsumerLane
        /// Why the queue is not consumed; nil when it is.
        let trouble: String?
    }

    private let broker: String
    /// `failure`: why there is no connection; nil when there is.
    private let state: Guarded<(entries: [Entry], failure: String?)>

    /// - Parameter broker: its name under `brokers:`.
    init(broker: String) {
        self.broker = broker
        state = Guarded(([], "not connected yet"))
    }

    func show(_ entries: [Entry], failure: String?) { state.withLock { $0 = (entries, failure) } }

    var status: [QueueStatus] {
        let (entries, failure) = state.withLock { $0 }
        return entries.map { entry in
            QueueStatus(
                broker: broker, queue: entry.bound.binding.queue, processor: entry.bound.processor,
                hindrance: (failure ?? entry.trouble).map(named),
                inFlight: entry.lane.inFlight.load(ordering: .relaxed),
                unsettled: entry.lane.unsettled.load(ordering: .relaxed), prefetch: entry.bound.binding.prefetch)
        }
    }

    /// Why not everything is consumed; nil when it is.
    var hindrance: String? {
        let (entries, failure) = state.withLock { $0 }
        if let failure { return named(failure) }
        let troubles = entries.compactMap(\.trouble)
        return troubles.isEmpty ? nil : troubles.map(named).joined(separator: "; ")
    }

    private func named(_ trouble: String) -> String { "\(broker): \(trouble)" }
}
