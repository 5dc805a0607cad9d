import HostDispatch
import HostThreads
import Logging
import Synchronization

/// What a consumer's thread hears from others.
enum ConsumerNews: Sendable {
    /// The job has left the processor; its callback is under way.
    case left(QueueJob)
    /// An attempt has ended, and the table has spoken.
    case ended(QueueJob, Verdict, JobError?)
    /// What the job published has been confirmed, or could not be.
    case published(QueueJob, PublishOutcome)
    case lookedUp(QueueJob, JobHistory.Record)

    /// Whether nothing follows that the delivery would be settled by.
    fileprivate var isEnd: Bool {
        switch self {
        case .ended, .published: true
        case .left, .lookedUp: false
        }
    }
}

/// What the jobs of one consumer share with it, from whatever thread they end on.
final class ConsumerLane: Sendable {
    private struct Inbox {
        var news: [ConsumerNews] = []
        /// Set when nobody hears any more; called for each job that ends.
        var orphaned: (@Sendable () -> Void)?
    }

    let queue: String
    let log: Logger
    let seat: SuspectSeat
    /// The consumer's time: what was taken in another is the broker's again.
    let epoch = Atomic<UInt64>(0)
    /// Nothing is begun any more.
    let isLeaving = Atomic<Bool>(false)
    /// The processor has refused a job for want of room: it matters when a place is free.
    let isShort = Atomic<Bool>(false)
    /// For status pages and metrics.
    let unsettled = Atomic<Int>(0)
    let inFlight = Atomic<Int>(0)
    private let inbox = Guarded(Inbox())
    private let wake: @Sendable () -> Void

    init(queue: String, seat: SuspectSeat, log: Logger, wake: @escaping @Sendable () -> Void) {
        (self.queue, self.seat, self.wake) = (queue, seat, wake)
        var log = log
        log[metadataKey: "queue"] = "\(queue)"
        self.log = log
    }

    func post(_ item: ConsumerNews) {
        let (isFirst, orphaned) = inbox.withLock { inbox -> (Bool, (@Sendable () -> Void)?) in
            if let orphaned = inbox.orphaned { return (false, orphaned) }
            inbox.news.append(item)
            return (inbox.news.count == 1, nil)
        }
        if isFirst { wake() }
        if item.isEnd { orphaned?() }
    }

    /// The consumer is gone. What has come and what will come is dropped: jobs and lane would hold each other for ever.
    /// - Parameter orphaned: called for each job that has ended and each that ends, on any thread.
    func close(_ orphaned: @escaping @Sendable () -> Void) {
        let left = inbox.withLock { inbox in
            defer { inbox = Inbox(orphaned: orphaned) }
            return inbox.news
        }
        for item in left where item.isEnd { orphaned() }
    }

    /// Wakes the consumer's thread.
    func nudge() { wake() }

    /// Exchanges what has come for an empty list, whose memory is used again.
    func take(into list: inout [ConsumerNews]) {
        list.removeAll(keepingCapacity: true)
        inbox.withLock { inbox in
            if !inbox.news.isEmpty { swap(&inbox.news, &list) }
        }
    }
}
