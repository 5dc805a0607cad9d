import HostConfiguration
import HostThreads

/// What this host allows itself towards one upstream: so many requests at once and in a second, none while it is broken.
final class UpstreamLimits: @unchecked Sendable {  // touched on the transfer loop's thread only, but for `init`
    /// Most requests that wait for their turn.
    static let lineLimit = 1_024

    var breaker: CircuitBreaker
    var bucket: TokenBucket
    var turns: TurnQueue<ExchangeKey>
    /// Guards against a turn that ends while turns are being given.
    var isGivingTurns = false

    init(_ settings: UpstreamSettings) {
        breaker = CircuitBreaker(limit: settings.breaker.failures, pause: settings.breaker.pause.nanoseconds)
        bucket = TokenBucket(rate: settings.rate)
        turns = TurnQueue(places: settings.concurrency, lineLimit: Self.lineLimit)
    }

    /// Takes over changed settings.
    func apply(_ settings: UpstreamSettings) {
        breaker.limit = settings.breaker.failures
        breaker.pause = settings.breaker.pause.nanoseconds
        bucket.setRate(settings.rate)
        turns.places = settings.concurrency
    }
}
