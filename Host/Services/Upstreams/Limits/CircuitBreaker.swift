/// Leaves an upstream alone that has failed several times in a row. Closed: requests pass. Open: none does, for a pause.
/// Half open: one tries; its success closes, its failure opens again. Times in nanoseconds of one clock.
struct CircuitBreaker: Equatable {
    /// How a request was let through; to be said when it has ended.
    enum Pass: Equatable {
        case usual
        /// The one that tries.
        case trial
    }

    private enum State: Equatable {
        case closed(failures: Int)
        case open(until: UInt64)
        case trying
    }

    /// 0: never opens.
    var limit: Int
    var pause: UInt64
    private var state = State.closed(failures: 0)

    init(limit: Int, pause: UInt64) {
        self.limit = limit
        self.pause = pause
    }

    /// Whether a request would be refused now.
    func isOpen(now: UInt64) -> Bool {
        switch state {
        case .closed: false
        case .open(let end): now < end
        case .trying: true
        }
    }

    /// Not closed: the state that a gauge shows.
    var isTripped: Bool {
        if case .closed = state { false } else { true }
    }

    /// Nil when it must not be sent.
    mutating func admit(now: UInt64) -> Pass? {
        switch state {
        case .closed: return .usual
        case .open(let end):
            guard now >= end else { return nil }
            state = .trying
            return .trial
        case .trying: return nil
        }
    }

    /// What became of a request. Those that were sent before it opened decide nothing any more.
    mutating func ended(_ pass: Pass, isSuccess: Bool, now: UInt64) {
        switch (state, pass) {
        case (.trying, .trial): isSuccess ? state = .closed(failures: 0) : open(now)
        case (.closed, _) where isSuccess: state = .closed(failures: 0)
        case (.closed(let failures), _):
            guard limit > 0, failures + 1 >= limit else { return state = .closed(failures: failures &+ 1) }
            open(now)
        default: break
        }
    }

    /// The request ended without telling anything about the upstream: it was cancelled. The next one may try.
    mutating func abandoned(_ pass: Pass, now: UInt64) {
        if state == .trying, pass == .trial { state = .open(until: now) }
    }

    private mutating func open(_ now: UInt64) {
        let (end, overflow) = now.addingReportingOverflow(pause)
        state = .open(until: overflow ? .max : end)
    }
}
