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
    var place = Place.ready
    /// When the attempt has lasted too long; of a pausing one, when the next begins.
    var moment: UInt64
    /// Sent only while nothing else is under way: it may be what makes the broker close the channel.
    var isSuspect = false

    init(_ request: PublishRequest, now: UInt64, done: @escaping @Sendable (PublishOutcome) -> Void) {
        self.request = request
        self.done = done
        self.moment = now &+ request.timeout.nanoseconds
    }

    func ready(at now: UInt64) {
        place = .ready
        moment = now &+ request.timeout.nanoseconds
    }
}
