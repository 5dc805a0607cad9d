import DequeModule
import HostConfiguration
import HostDispatch
import HostThreads

/// Whose jobs a queue holds, as dead letters say it.
struct LaneAddress: Sendable, Equatable {
    var origin: String
    var processor: String
    var operation: String

    init(origin: String, processor: String, operation: String) {
        self.origin = origin
        self.processor = processor
        self.operation = operation
    }

    /// Of a queue that nothing is bound to any more.
    init(queue: String) { self.init(origin: "queue \(queue)", processor: "", operation: "") }
}

/// A queue that this process serves, as the routing has it.
struct LaneSettings: Sendable, Equatable {
    let queue: String
    let address: LaneAddress
    /// Jobs at once.
    let concurrency: Int
    let retry: RetryPolicy
    /// Milliseconds.
    let lease: Int64

    /// Whether claims are ours at `moment`, when the last sign of life is from `beat`; both on the monotonic clock.
    func isHeld(beat: UInt64, at moment: UInt64) -> Bool {
        moment < beat || (moment - beat) / 1_000_000 < UInt64(clamping: lease)
    }
}

/// One queue of this process: what it has claimed, and how much more it should claim. A pure state machine.
///
/// More is claimed than runs at once, so that a fast processor never waits for the disk: twice what was finished during
/// the last rounds, and at least two. A slow processor so holds little that others could do.
struct Lane {
    static let leastBuffer = 2
    static let mostBuffer = 512
    /// Nanoseconds; doubles while the processor goes on to have no room.
    static let firstHold: UInt64 = 100_000_000
    static let longestHold: UInt64 = 2_000_000_000

    var settings: LaneSettings
    /// False once the routing does not have it any more.
    var isBound = true
    /// Stopped by the operator.
    var isPaused = false
    /// Whether jobs may be ready; false once a claim brought fewer than were asked for.
    var mayHaveWork = true
    private(set) var waiting = Deque<ClaimedJob>()
    /// The claims of the jobs that have begun.
    private var begun: Set<Int64> = []
    /// No more than this many at once: the processor's concurrency, or fewer while it says that it is busy.
    private(set) var allowed: Int
    private var heldUntil: UInt64 = 0
    private var hold = Lane.firstHold
    private var finished = 0
    private var finishedBefore = 0

    init(_ settings: LaneSettings) {
        self.settings = settings
        allowed = max(1, settings.concurrency)
    }

    var isOpen: Bool { isBound && !isPaused }
    var running: Int { begun.count }
    var isEmpty: Bool { begun.isEmpty && waiting.isEmpty }
    /// All claims of this queue.
    var held: Set<Int64> { begun.union(waiting.map(\.claim)) }

    mutating func change(_ settings: LaneSettings) {
        let isWider = settings.concurrency > self.settings.concurrency
        self.settings = settings
        let most = max(1, settings.concurrency)
        allowed = isWider ? most : min(allowed, most)
        isBound = true
    }

    /// When jobs may start again, on the monotonic clock; nil when they may now.
    func held(at moment: UInt64) -> UInt64? { heldUntil > moment && !waiting.isEmpty ? heldUntil : nil }

    /// The next job to start.
    mutating func next(at moment: UInt64) -> ClaimedJob? {
        guard isOpen, running < allowed, heldUntil <= moment, let job = waiting.popFirst() else { return nil }
        begun.insert(job.claim)
        return job
    }

    mutating func claimed(_ jobs: [ClaimedJob]) { waiting.append(contentsOf: jobs) }

    /// Everything that has been claimed and not started.
    mutating func takeWaiting() -> [ClaimedJob] {
        defer { waiting.removeAll() }
        return Array(waiting)
    }

    /// A running job has ended.
    mutating func ended(_ claim: Int64, busy: Bool, at moment: UInt64) {
        begun.remove(claim)
        guard busy else {
            finished += 1
            hold = Self.firstHold
            allowed = min(max(1, settings.concurrency), allowed + 1)
            return
        }
        allowed = max(1, running)
        heldUntil = moment &+ hold
        hold = min(hold * 2, Self.longestHold)
    }

    /// How many jobs to claim in the round that begins now.
    mutating func wanted(at moment: UInt64) -> Int {
        guard isOpen, mayHaveWork, heldUntil <= moment else { return 0 }
        let count = room
        finishedBefore = finished
        finished = 0
        guard count > 0 else { return 0 }
        mayHaveWork = false
        return count
    }

    /// Whether a round would claim anything.
    func wants(at moment: UInt64) -> Bool { isOpen && mayHaveWork && heldUntil <= moment && room > 0 }

    private var room: Int {
        let buffer = min(max(2 * max(finished, finishedBefore), Self.leastBuffer), Self.mostBuffer)
        return allowed + buffer - running - waiting.count
    }
}
