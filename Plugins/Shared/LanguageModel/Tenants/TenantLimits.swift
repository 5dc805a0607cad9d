/// What one tenant may use; 0: as much as it likes.
struct TenantLimits: Sendable, Equatable {
    var requests: Int
    var tokens: Int
    var concurrency: Int

    /// Whether there is anything to keep count of.
    var isUnlimited: Bool { requests == 0 && tokens == 0 && concurrency == 0 }
}

/// What one tenant uses. A value.
struct TenantShare: Sendable {
    /// What a request was given.
    struct Reservation: Sendable, Equatable {
        /// Before it may be sent.
        let wait: Duration
        /// By estimate; what is used beyond it, or left, is settled later.
        let tokens: Double
    }

    enum Decision: Sendable, Equatable {
        case reserved(Reservation)
        /// It would have to wait longer than it has.
        case refused(after: Duration)
    }

    private let limits: TenantLimits
    private var requests: TokenBucket
    private var tokens: TokenBucket
    /// Requests under way.
    private(set) var running = 0
    /// Requests that were reserved and have neither ended nor been cancelled, those under way included.
    private var reserved = 0
    /// Tickets of those who wait for one of them to end, in order.
    var waiting: [UInt64] = []

    init(_ limits: TenantLimits, at now: Duration) {
        self.limits = limits
        requests = TokenBucket(capacity: limits.requests, at: now)
        tokens = TokenBucket(capacity: limits.tokens, at: now)
    }

    /// Takes a request and its tokens, in the order in which they are asked for.
    mutating func reserve(tokens amount: Int, patience: Duration, at now: Duration) -> Decision {
        let wanted = limits.tokens > 0 ? Double(min(max(amount, 0), limits.tokens)) : 0
        var wait = Duration.zero
        if limits.requests > 0 { wait = max(wait, requests.take(1, at: now)) }
        if limits.tokens > 0 { wait = max(wait, tokens.take(wanted, at: now)) }
        let reservation = Reservation(wait: wait, tokens: wanted)
        reserved += 1
        if wait < patience || wait == .zero { return .reserved(reservation) }
        cancel(reservation, at: now)
        return .refused(after: wait)
    }

    /// It is not sent after all.
    mutating func cancel(_ reservation: Reservation, at now: Duration) {
        reserved -= 1
        if limits.requests > 0 { requests.giveBack(1, at: now) }
        if limits.tokens > 0 { tokens.giveBack(reservation.tokens, at: now) }
    }

    /// - Parameter used: tokens, question and answer.
    mutating func settle(_ reservation: Reservation, used: Int, at now: Duration) {
        if limits.tokens > 0 { tokens.giveBack(reservation.tokens - Double(used), at: now) }
    }

    /// Takes a place if there is one and nobody waits for it.
    mutating func takePlace() -> Bool {
        guard limits.concurrency == 0 || (running < limits.concurrency && waiting.isEmpty) else { return false }
        running += 1
        return true
    }

    /// A request has ended: the place is the next one's.
    ///
    /// - Returns: its ticket; nil when nobody waits.
    mutating func passPlaceOn() -> UInt64? {
        reserved -= 1
        if waiting.isEmpty {
            running -= 1
            return nil
        }
        return waiting.removeFirst()
    }

    /// Nothing is lost when it is forgotten.
    mutating func isIdle(at now: Duration) -> Bool {
        reserved == 0 && requests.isFull(at: now) && tokens.isFull(at: now)
    }
}
