/// The life of the browser and of its tabs, as a value: what happens goes in, what is to be done comes out. It knows
/// no process, no thread and no clock; times are nanoseconds of the monotonic clock.
struct BrowserSupervisor {
    enum Action {
        /// Starts the program; `launched` or `launchFailed` says how it went.
        case launch
        case send([UInt8])
        /// Kills all its processes at once, and cleans up after them. Also for one that has ended by itself.
        case destroy
        case finish(CaptureID, Result<CapturedPage, BrowserError>)
        case warmed(BrowserError?)
        /// Looks at the memory of its processes; `measured` says it.
        case measure
        case notice(BrowserNotice)
    }

    enum Phase: Equatable {
        case absent
        case resting(until: UInt64)
        /// The program runs, and has not answered yet.
        case starting
        case serving
        /// It was asked to end.
        case closing(until: UInt64)
        case closed
    }

    enum Purpose: Equatable {
        case version
        case downloads
        case tab(Int)
        /// Nobody needs the answer.
        case nothing
    }

    struct Tab {
        var machine: TabMachine
        /// The number of the call under way.
        var call: Int?
        var capture: CaptureID?
    }

    let settings: BrowserSettings
    var phase = Phase.absent
    var queue = CaptureQueue()
    var tabs: [Int: Tab] = [:]
    var calls = CallTable<Purpose>()
    var backoff = StartBackoff()
    var statistics = BrowserStatistics()
    /// What the last start failed with, for captures that are refused while the browser rests.
    var lastFailure = BrowserError(.start, "the browser does not start")
    var isWarming = false
    /// No capture begins any more: the browser is replaced when the last one is done.
    var isDraining = false
    var capturesOfThis = 0
    var lastWork: UInt64 = 0
    /// When its memory is looked at again, if something is captured then.
    private var nextMeasure: UInt64 = 0
    private var lastTab = 0
    private var actions: [Action] = []

    init(settings: BrowserSettings) { self.settings = settings }

    // MARK: What is asked

    mutating func submit(_ id: CaptureID, _ capture: PageCapture, deadline: UInt64, now: UInt64) -> [Action] {
        if phase == .closed { return [.finish(id, .failure(.closed))] }
        do throws(BrowserError) {
            try settings.limits.check(capture)
        } catch {
            statistics.failures += 1
            return [.finish(id, .failure(error))]
        }
        queue.add(id, CaptureQueue.Entry(capture: capture, deadline: deadline))
        if case .resting = phase, backoff.isHopeless { finish(id, .failure(lastFailure)) }
        return advanced(now)
    }

    mutating func cancel(_ id: CaptureID, now: UInt64) -> [Action] {
        abandon(id, .cancelled, now)
        return advanced(now)
    }

    /// Starts the browser and opens its tabs before there is work.
    mutating func warm(now: UInt64) -> [Action] {
        if phase == .closed { return [.warmed(.closed)] }
        isWarming = true
        return advanced(now)
    }

    /// For good. All captures end.
    mutating func close() -> [Action] {
        for id in queue.waitingIDs + tabs.values.compactMap(\.capture) { finish(id, .failure(.closed)) }
        if isWarming { act(.warmed(.closed)) }
        isWarming = false
        forgetBrowser()
        phase = .closed
        act(.destroy)
        return taken()
    }

    // MARK: What happened

    mutating func launched(process: Int32, now: UInt64) -> [Action] {
        statistics.starts += 1
        statistics.process = process
        act(.notice(.started(process: process)))
        phase = .starting
        capturesOfThis = 0
        nextMeasure = now
        isDraining = false
        send(ProtocolCommand("Browser.getVersion"), for: .version, deadline: now &+ settings.startDeadline.nanoseconds)
        return advanced(now)
    }

    mutating func launchFailed(_ error: BrowserError, now: UInt64) -> [Action] {
        startFailed(error, now)
        return advanced(now)
    }

    mutating func received(_ message: ProtocolMessage, now: UInt64) -> [Action] {
        switch message {
        case .reply(let id, let answer):
            if let purpose = calls.take(id) { answered(purpose, answer, now) }
        case .event("Inspector.targetCrashed", let session, _), .event("Inspector.detached", let session, _):
            if let number = tab(of: session) { lost(number, "the page's process ended", isCrash: true, now) }
        case .event(let method, let session, let parameters):
            if let number = tab(of: session), let next = tabs[number]?.machine.sees(method, parameters) {
                go(on: number, next, now)
            }
        }
        return advanced(now)
    }

    /// The browser's side of the pipe is closed, its process is gone, or it breaks its protocol.
    mutating func ended(_ reason: String, now: UInt64) -> [Action] {
        switch phase {
        case .absent, .resting, .closed: return []
        case .closing: destroyed(now)
        case .starting:
            act(.destroy)
            startFailed(BrowserError(.start, "the browser does not start: \(reason)"), now)
        case .serving:
            statistics.deaths += 1
            act(.notice(.died(reason: reason)))
            loseAll(reason, suspects: nil)
            backoff.lost()
            destroyed(now)
        }
        return advanced(now)
    }

    mutating func measured(_ bytes: Int, now: UInt64) -> [Action] {
        statistics.memory = bytes
        let reason = "its processes hold \(bytes >> 20) MiB"
        if phase == .serving, bytes > settings.memoryLimit {
            statistics.memoryKills += 1
            act(.notice(.killed(reason: reason)))
            loseAll(reason, suspects: nil)
            backoff.lost()
            destroyed(now)
        } else if bytes > settings.memoryLimit / 4 * 3 {
            drain(reason, now)
        }
        return advanced(now)
    }

    mutating func tick(now: UInt64) -> [Action] {
        for id in queue.late(at: now) {
            abandon(id, BrowserError(.deadline, "the page was not captured within its deadline"), now)
        }
        let late = calls.late(at: now)
        if phase == .starting, !late.isEmpty {
            act(.destroy)
            startFailed(
                BrowserError(.start, "the browser was started, and did not answer in \(settings.startDeadline)"), now)
        } else if !late.isEmpty {
            hang(late, now)
        }
        switch phase {
        case .closing(let until) where until <= now: destroyed(now)
        case .resting(let until) where until <= now: phase = .absent
        default: break
        }
        advance(now)
        if phase == .serving, isCapturing, nextMeasure <= now {
            nextMeasure = now &+ settings.memoryInterval.nanoseconds
            // The last of all: what is found may end the browser that the others are for.
            act(.measure)
        }
        return taken()
    }

    /// When `tick` is due; nil: not by the clock.
    var nextDeadline: UInt64? {
        var times = [calls.nextDeadline, queue.nextDeadline].compactMap { $0 }
        switch phase {
        case .closing(let until), .resting(let until): times.append(until)
        case .serving where isIdle: times.append(lastWork &+ settings.idleLimit.nanoseconds)
        case .serving where isCapturing: times.append(nextMeasure)
        default: break
        }
        return times.min()
    }

    var isIdle: Bool { queue.isEmpty && tabs.values.allSatisfy { $0.call == nil } }

    var isCapturing: Bool { tabs.values.contains { $0.capture != nil } }

    // MARK: For the rules of the other file

    mutating func act(_ action: Action) { actions.append(action) }

    mutating func send(_ command: ProtocolCommand, for purpose: Purpose, deadline: UInt64) {
        act(.send(command.frame(id: expect(purpose, deadline: deadline))))
    }

    /// The number of an answer that is awaited from now on; of an event's too, which nobody is asked for.
    @discardableResult
    mutating func expect(_ purpose: Purpose, deadline: UInt64) -> Int {
        let id = calls.begin(purpose, deadline: deadline)
        if case .tab(let number) = purpose { tabs[number]?.call = id }
        return id
    }

    mutating func newTabNumber() -> Int {
        lastTab += 1
        return lastTab
    }

    func tab(of session: String?) -> Int? {
        guard let session else { return nil }
        return tabs.first { $0.value.machine.session == session }?.key
    }

    private mutating func taken() -> [Action] {
        defer { actions = [] }
        statistics.waiting = queue.waiting
        statistics.running = queue.running
        statistics.ready = tabs.values.count { $0.machine.step == .idle }
        return actions
    }

    private mutating func advanced(_ now: UInt64) -> [Action] {
        advance(now)
        return taken()
    }
}
