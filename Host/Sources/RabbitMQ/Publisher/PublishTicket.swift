import HostThreads

/// A message on its way, from the request to its one outcome. On the publisher's thread only.
final class PublishTicket {
    enum Place {
        /// Waits to be sent.
        case ready
        /// Sent, not confirmed.
        case underWay
        /// Failed, and waits for its next attempt.
        case pausing
        case ended
    }

    let request: PublishRequest
    let done: @Sendable (PublishOutcome) -> Void
    /// 1 for the first.
    var attempt = 1
    /// Changed by the ledger, which counts what is under way.
    var place = Place.ready
    /// Of one that is ready: when it has waited too long; of one under way: when its confirm is late; of a pausing one:
    /// when its next attempt begins.
    var moment: UInt64
    /// When it has waited for the broker as long as it may.
    let patienceEnds: UInt64
    /// Sent only while nothing else is under way: it may be what makes the broker close the channel.
    var isSuspect = false

    init(_ request: PublishRequest, now: UInt64, done: @escaping @Sendable (PublishOutcome) -> Void) {
        self.request = request
        self.done = done
        patienceEnds = now &+ request.patience.nanoseconds
        moment = patienceEnds
    }

    /// When its confirm is late, if it is sent or waited for from now on.
    func late(from now: UInt64) -> UInt64 { now &+ request.timeout.nanoseconds }

    /// When it has waited too long, if it waits from now on: attempts may have lasted longer than the patience.
    func tired(from now: UInt64) -> UInt64 { max(patienceEnds, late(from: now)) }
}
