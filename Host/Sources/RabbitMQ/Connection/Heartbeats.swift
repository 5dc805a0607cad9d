import HostThreads

/// When a connection has to be heard of, and has to be heard from: AMQP 0-9-1, 4.2.7. A value without a clock; moments are
/// those of ``MonotonicClock``.
///
/// librabbitmq keeps heartbeats too, but waits for ever inside `amqp_basic_publish` when the peer's time is over by then
/// (0.11: its time-out of zero seconds means none). So it is told that there are none, and they are kept here.
struct Heartbeats {
    /// Half of it passes between two of ours; after twice as long without a byte the peer is taken for gone.
    private let interval: UInt64
    private var heard: UInt64
    private var sent: UInt64

    init(every interval: Duration, now: UInt64) {
        self.interval = interval.nanoseconds
        (heard, sent) = (now, now)
    }

    /// Between two looks.
    var pause: UInt64 { interval / 4 }

    /// Bytes have come.
    mutating func hear(at now: UInt64) { heard = now }

    func isSilent(at now: UInt64) -> Bool { now >= heard &+ 2 &* interval }

    /// True when one is to be sent; it counts as sent then.
    mutating func isDue(at now: UInt64) -> Bool {
        guard now >= sent &+ interval / 2 else { return false }
        sent = now
        return true
    }
}
