import DequeModule

/// The jobs of one generation: who runs, who waits, and that each ends exactly once.
///
/// A pure state machine: it takes what happened and says what to do, and touches neither threads nor plugins.
/// A slot is held from the start of a job until its handler is really done, also when the job was taken back
/// meanwhile, so that handlers that ignore their deadline cannot pile up.
struct JobTable {
    enum Phase: Equatable {
        case waiting
        case running
        /// Settled by the host because it overran; its handler has not returned yet.
        case fenced
    }

    struct Entry {
        let delivery: Delivery
        var phase: Phase
        var cancelAsked = false

        /// 0: without a limit, or without one yet.
        var deadline: UInt64 { delivery.deadline.load(ordering: .relaxed) }
    }

    enum Admission: Equatable {
        case start(UInt64)
        case wait(UInt64)
        case full
        case closed
    }

    /// What the end of a handler means.
    enum Finish {
        /// Settle this delivery; then start `next`.
        case settle(Delivery, next: UInt64?)
        /// The host settled this delivery before: count it; then start `next`.
        case late(Delivery, next: UInt64?)
        /// No such job is open: a second completion, or a made-up token.
        case unknown
    }

    enum Cancellation {
        /// It runs: tell the plugin.
        case tell
        /// It never started: settle it as cancelled.
        case settle(Delivery)
        case unknown
    }

    private(set) var entries: [UInt64: Entry] = [:]
    private(set) var waiting = Deque<UInt64>()
    private var running = 0
    private var sequence: UInt64 = 0
    private var open = true
    private let tokenBase: UInt64
    private let concurrency: Int
    private let queueBound: Int

    /// - Parameter number: of the generation; it makes the upper 24 bits of each token.
    init(number: UInt32, concurrency: Int, queueBound: Int) {
        self.tokenBase = UInt64(number & 0xFF_FFFF) << 40
        self.concurrency = max(1, concurrency)
        self.queueBound = max(0, queueBound)
    }

    var runningCount: Int { running }
    var waitingCount: Int { entries.count - running }
    /// Handlers that run although their job was taken back.
    var fencedCount: Int { entries.values.count { $0.phase == .fenced } }
    var isEmpty: Bool { entries.isEmpty }

    /// - Parameter deadline: of a job that starts now or whose time runs from its arrival; 0 for none. Others have none
    ///   while they wait.
    mutating func admit(_ delivery: Delivery, deadline: UInt64) -> Admission {
        guard open else { return .closed }
        let startsNow = running < concurrency
        guard startsNow || waitingCount < queueBound else { return .full }
        sequence &+= 1
        let token = tokenBase | (sequence & 0xFF_FFFF_FFFF)
        if startsNow || delivery.deadlineFrom == .arrival { delivery.deadline.store(deadline, ordering: .relaxed) }
        entries[token] = Entry(delivery: delivery, phase: startsNow ? .running : .waiting)
        if startsNow {
            running += 1
            return .start(token)
        }
        waiting.append(token)
        return .wait(token)
    }

    /// A job that waited starts.
    /// - Parameter deadline: of one whose time runs from its start; 0 for none.
    /// - Returns: its delivery; nil when it was taken back in the same moment.
    func start(_ token: UInt64, deadline: UInt64) -> Delivery? {
        guard let delivery = entries[token]?.delivery else { return nil }
        if delivery.deadlineFrom == .start { delivery.deadline.store(deadline, ordering: .relaxed) }
        return delivery
    }

    /// The handler of a started job is done, whatever it says.
    mutating func finish(_ token: UInt64) -> Finish {
        guard let entry = entries[token], entry.phase != .waiting else { return .unknown }
        entries[token] = nil
        running -= 1
        let next = startNext()
        return entry.phase == .fenced ? .late(entry.delivery, next: next) : .settle(entry.delivery, next: next)
    }

    mutating func cancel(_ token: UInt64) -> Cancellation {
        guard let entry = entries[token] else { return .unknown }
        switch entry.phase {
        case .waiting:
            entries[token] = nil
            dropGone()
            return .settle(entry.delivery)
        case .running:
            guard !entry.cancelAsked else { return .unknown }
            entries[token]?.cancelAsked = true
            return .tell
        case .fenced:
            return .unknown
        }
    }

    /// Takes a job back from its handler: whoever called settles it. Nil when it is not open any more.
    mutating func fence(_ token: UInt64) -> Delivery? {
        guard let entry = entries[token], entry.phase != .fenced else { return nil }
        if entry.phase == .waiting {
            entries[token] = nil
            dropGone()
        } else {
            entries[token]?.phase = .fenced
        }
        return entry.delivery
    }

    /// Jobs past their deadline that nobody has cancelled yet, jobs past deadline and grace, and when to look again.
    func overdue(now: UInt64, grace: UInt64) -> (cancel: [UInt64], fence: [UInt64], next: UInt64?) {
        var cancel: [UInt64] = []
        var fence: [UInt64] = []
        var next: UInt64?
        for (token, entry) in entries where entry.phase != .fenced && entry.deadline > 0 {
            let last = entry.deadline &+ grace
            if now >= last || (now >= entry.deadline && entry.phase == .waiting) {
                fence.append(token)
                continue
            }
            if now >= entry.deadline, !entry.cancelAsked { cancel.append(token) }
            let then = now >= entry.deadline ? last : entry.deadline
            next = min(next ?? then, then)
        }
        return (cancel, fence, next)
    }

    /// All jobs that are not fenced: what a drain whose time is up has to end.
    func unfinished() -> [UInt64] {
        entries.filter { $0.value.phase != .fenced }.map(\.key).sorted()
    }

    /// No job is admitted any more.
    mutating func close() { open = false }

    /// Tokens of jobs that left the line from its middle; swept now and then, so that they do not gather while every
    /// slot is held.
    private mutating func dropGone() {
        guard waiting.count > 2 * waitingCount + 64 else { return }
        waiting.removeAll { entries[$0]?.phase != .waiting }
    }

    private mutating func startNext() -> UInt64? {
        while running < concurrency, let token = waiting.popFirst() {
            guard entries[token]?.phase == .waiting else { continue }  // cancelled while it waited
            entries[token]?.phase = .running
            running += 1
            return token
        }
        return nil
    }
}
