/// Leaves a model alone that failed several times in a row, and lets one request try when a pause is over. A value.
struct Breaker: Sendable, Equatable {
    /// What a request has that was let through.
    struct Pass: Sendable, Equatable {
        /// The one that tries.
        let isProbe: Bool
    }

    enum Admission: Sendable, Equatable {
        case passed(Pass)
        /// Not before this time has passed.
        case refused(after: Duration)
    }

    private enum State: Sendable, Equatable {
        case closed(failures: Int)
        case open(until: Duration)
        /// One request tries.
        case probing
    }

    /// 0: never opens.
    private let limit: Int
    private let pause: Duration
    private var state = State.closed(failures: 0)

    init(limit: Int, pause: Duration) {
        self.limit = limit
        self.pause = pause
    }

    /// Also while one tries.
    var isOpen: Bool {
        if case .closed = state { false } else { true }
    }

    mutating func admit(at now: Duration) -> Admission {
        switch state {
        case .closed: return .passed(Pass(isProbe: false))
        case .open(let until) where now < until: return .refused(after: until - now)
        case .open:
            state = .probing
            return .passed(Pass(isProbe: true))
        case .probing: return .refused(after: pause)
        }
    }

    mutating func succeeded(_ pass: Pass) {
        // Who was let through before it opened says nothing of now.
        if pass.isProbe || !isOpen { state = .closed(failures: 0) }
    }

    mutating func failed(_ pass: Pass, at now: Duration) {
        switch state {
        case .closed(let failures) where limit > 0:
            state = failures + 1 < limit ? .closed(failures: failures + 1) : .open(until: now + pause)
        case .probing where pass.isProbe: state = .open(until: now + pause)
        default: break
        }
    }

    /// A request said nothing of the model: it was cancelled, or wrong in itself. The next may try.
    mutating func abandoned(_ pass: Pass, at now: Duration) {
        if pass.isProbe, state == .probing { state = .open(until: now) }
    }
}
