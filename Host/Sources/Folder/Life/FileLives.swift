import HostConfiguration

/// The lives of all files in one folder: seen, settling, running, waiting for another attempt, ending. A pure state
/// machine: what was seen and what came of jobs go in, what to start comes out. Times are nanoseconds of any steady
/// clock.
struct FileLives: Sendable {
    enum Phase: Sendable, Hashable {
        /// It has been as it is since then; if it stays so long enough, it is taken.
        case settling(since: UInt64)
        /// It had settled, and is taken again then.
        case waiting(until: UInt64)
        /// Its job is with the processor.
        case running
        /// Its job has ended for good; what follows from that is under way.
        case ending
    }

    struct Life: Sendable, Hashable {
        var facts: FileFacts
        var phase: Phase
        /// Attempts so far, the one under way included.
        var attempts = 0
    }

    /// A file whose turn it is.
    struct Start: Sendable, Hashable {
        let name: String
        let facts: FileFacts
        /// 1 the first time.
        let attempt: Int
    }

    private(set) var lives: [String: Life] = [:]
    /// No file is started before: the processor had no room.
    private var heldUntil: UInt64 = 0

    /// Files whose jobs run or whose ends are under way: they are held in memory.
    var inFlight: Int { lives.values.count { $0.phase == .running || $0.phase == .ending } }
    var running: Int { lives.values.count { $0.phase == .running } }

    /// The folder was listed. A file that is another now begins anew; one that is gone is forgotten, unless its job
    /// is under way.
    mutating func observe(_ files: [String: FileFacts], now: UInt64) {
        for (name, facts) in files {
            guard let life = lives[name] else {
                lives[name] = Life(facts: facts, phase: .settling(since: now))
                continue
            }
            guard !life.isInFlight, life.facts != facts else { continue }
            lives[name] = Life(facts: facts, phase: .settling(since: now))
        }
        lives = lives.filter { $0.value.isInFlight || files[$0.key] != nil }
    }

    /// The files to start now, oldest first and by name, so that at most `window` are in flight.
    mutating func take(window: Int, settle: UInt64, now: UInt64) -> [Start] {
        let room = window - inFlight
        guard room > 0, now >= heldUntil else { return [] }
        let ready = lives.filter { $0.value.due(settle: settle).map { $0 <= now } ?? false }
            .sorted { ($0.value.facts.modified, $0.key) < ($1.value.facts.modified, $1.key) }
        return ready.prefix(room).map { name, life in
            lives[name]?.phase = .running
            lives[name]?.attempts += 1
            return Start(name: name, facts: life.facts, attempt: life.attempts + 1)
        }
    }

    /// The file turned out not to have settled: it has to stay as it is once more. The attempt does not count.
    mutating func unsettle(_ name: String, now: UInt64) {
        lives[name]?.phase = .settling(since: now)
        lives[name]?.attempts -= 1
    }

    /// The file is taken again at `time`.
    mutating func wait(_ name: String, until time: UInt64, counts: Bool) {
        lives[name]?.phase = .waiting(until: time)
        if !counts { lives[name]?.attempts -= 1 }
    }

    /// Nothing is started before `time`.
    mutating func hold(until time: UInt64) { heldUntil = max(heldUntil, time) }

    mutating func end(_ name: String) { lives[name]?.phase = .ending }

    /// The file has gone from the folder, or what lies there under its name is another, which is seen anew.
    mutating func forget(_ name: String) { lives[name] = nil }
}

extension FileLives.Life {
    fileprivate var isInFlight: Bool { phase == .running || phase == .ending }

    /// When it may be started; nil while it is in flight.
    fileprivate func due(settle: UInt64) -> UInt64? {
        switch phase {
        case .settling(let since): since &+ settle
        case .waiting(let until): until
        case .running, .ending: nil
        }
    }
}
