import HostConfiguration
import HostDatabase
import HostDispatch
import Logging

/// All schedules of a host: decides what is due, has the jobs put into their queues, remembers how far it came. Used by
/// one thread; it may block at the database.
///
/// The order of writing is job first, memory second. After a crash in between the job is put again, and its id tells
/// the queue that it has it.
struct ScheduleKeeper {
    /// Puts a job into its queue; the outcome comes back through ``settled(_:now:)``.
    typealias Put = @Sendable (_ job: NewJob, _ order: Order) -> Void

    /// Which time of which schedule a job is for.
    struct Order: Sendable, Equatable {
        let name: String
        let trigger: String
        let time: Int64
    }

    private struct Running {
        var progress: ScheduleProgress
        let trigger: String
        var isPutting = false
        var isSaved = false
        var failures = 0
        var retryAt: Int64?
        var refusal: String?
    }

    private let memory: any ScheduleMemory
    private let zones: ZoneDatabase
    private let put: Put
    private let log: Logger

    private var schedules: [String: Running] = [:]
    /// Schedules of a new routing, until it is known how far they had come.
    private var arriving: [ScheduleBinding]?
    private var memoryProblem: String?
    private var wrong: [String] = []
    /// From when on the clock has been watched without a break; nil before the first look.
    private var watchedSince: Int64?
    private var lastLook: Int64 = 0
    private var nextLook: Int64?

    init(memory: any ScheduleMemory, zones: ZoneDatabase, log: Logger, put: @escaping Put) {
        self.memory = memory
        self.zones = zones
        self.log = log
        self.put = put
    }

    /// Whether the outcome of a job is still awaited.
    var isPutting: Bool { schedules.values.contains { $0.isPutting } }

    /// Why jobs do not come; nil when they do.
    var hindrance: String? {
        var reasons = wrong
        if let memoryProblem { reasons.append("schedules cannot be remembered: \(memoryProblem)") }
        for (name, schedule) in schedules.sorted(by: { $0.key < $1.key }) {
            if let refusal = schedule.refusal { reasons.append("schedule \(name) cannot make its job: \(refusal)") }
        }
        return reasons.isEmpty ? nil : reasons.joined(separator: "; ")
    }

    /// The routing is another: what is gone is forgotten, what is new or changed starts from now.
    mutating func arrive(_ bindings: [ScheduleBinding]) { arriving = bindings }

    /// The queue's word on a job.
    mutating func settled(_ order: Order, _ outcome: PutOutcome, now: Int64) {
        guard var schedule = schedules[order.name], schedule.trigger == order.trigger, schedule.isPutting else {
            return
        }
        schedule.isPutting = false
        if let refusal = outcome.refusal {
            if schedule.refusal == nil {
                log.warning("a scheduled job waits", metadata: ["schedule": "\(order.name)", "reason": "\(refusal)"])
            }
            schedule.refusal = refusal
            schedule.retryAt = now + Self.pause(after: schedule.failures)
            schedule.failures += 1
        } else {
            if schedule.refusal != nil {
                log.notice("scheduled jobs come again", metadata: ["schedule": "\(order.name)"])
            }
            schedule.refusal = nil
            schedule.retryAt = nil
            schedule.failures = 0
            schedule.progress.handled = max(schedule.progress.handled, order.time)
            schedule.isSaved = false
        }
        schedules[order.name] = schedule
    }

    /// Looks at the clock and does what is due.
    ///
    /// - Parameters:
    ///   - waitedFrom: when the wait before this look began. What came later is no fault of this thread's own.
    ///   - makesJobs: false for a host that takes no more jobs.
    /// - Returns: when to look again at the latest; nil when something else has to happen first.
    mutating func look(now: Int64, waitedFrom: Int64, makesJobs: Bool) -> Int64? {
        noticeJump(now, waitedFrom)
        settleIn(now)
        var next: [Int64] = []
        if makesJobs {
            for name in schedules.keys.sorted() { if let time = advance(name, now) { next.append(time) } }
        }
        save()
        if memoryProblem != nil || arriving != nil { next.append(now + 5) }
        nextLook = next.min()
        return nextLook
    }

    // MARK: Steps of a look

    /// Whether the clock was set, or nobody watched it: then times have passed that count as missed.
    private mutating func noticeJump(_ now: Int64, _ waitedFrom: Int64) {
        defer { lastLook = now }
        guard let since = watchedSince else {
            watchedSince = now
            return
        }
        if now < lastLook {
            watchedSince = min(since, now)
            if now < lastLook - ScheduleProgress.tolerance { log.notice("the clock was put back") }
        } else if let nextLook, now > max(nextLook, waitedFrom) + ScheduleProgress.tolerance {
            watchedSince = now
            log.notice("the clock was put forward, or the host was held up", metadata: ["seconds": "\(now - nextLook)"])
            catchUp()
        }
        // What lies that far ahead was handled by a wrong clock. Its ids keep it from being done twice.
        for name in schedules.keys {
            guard let handled = schedules[name]?.progress.handled else { continue }
            if handled > now + ScheduleProgress.tolerance { schedules[name]?.progress.handled = now }
        }
    }

    /// Another host on the same store may have gone on meanwhile.
    private mutating func catchUp() {
        guard let remembered = try? memory.load() else { return }
        for (name, known) in remembered where schedules[name]?.trigger == known.trigger {
            let own = schedules[name]?.progress.handled ?? known.handled
            schedules[name]?.progress.handled = max(own, known.handled)
        }
    }

    private mutating func settleIn(_ now: Int64) {
        guard let arriving else { return }
        let remembered: [String: RememberedSchedule]
        do {
            remembered = try memory.load()
            memoryProblem = nil
        } catch {
            memoryProblem = error.message
            return
        }
        self.arriving = nil
        wrong = []
        var settled: [String: Running] = [:]
        for binding in arriving {
            do {
                let progress = ScheduleProgress(
                    binding: binding, times: try ScheduleTimes(binding, zones: zones),
                    handled: remembered[binding.name].flatMap {
                        $0.trigger == binding.triggerText ? min($0.handled, now) : nil
                    } ?? now)
                var running = Running(progress: progress, trigger: binding.triggerText)
                if let old = schedules[binding.name], old.trigger == running.trigger {
                    running = old
                    running.progress = ScheduleProgress(
                        binding: binding, times: progress.times, handled: old.progress.handled)
                }
                settled[binding.name] = running
            } catch {
                wrong.append("schedule \(binding.name) is wrong: \(error.message)")
            }
        }
        for name in schedules.keys where !arriving.contains(where: { $0.name == name }) {
            do { try memory.forget(name) } catch { memoryProblem = error.message }
        }
        schedules = settled
    }

    /// Goes on with one schedule; the time when it is next due.
    private mutating func advance(_ name: String, _ now: Int64) -> Int64? {
        guard var schedule = schedules[name], !schedule.isPutting else { return nil }
        if let retryAt = schedule.retryAt, retryAt > now { return retryAt }
        defer { schedules[name] = schedule }
        while true {
            switch schedule.progress.decide(now: now, watchedSince: watchedSince ?? now) {
            case .wait(let time): return time
            case .pass(let time):
                log.notice(
                    "times that passed without a host are left out",
                    metadata: [
                        "schedule": "\(name)", "after": "\(TimeText.utc(schedule.progress.handled))",
                        "until": "\(TimeText.utc(time))",
                    ])
                schedule.progress.handled = time
                schedule.isSaved = false
            case .make(let time, let missed):
                schedule.isPutting = true
                put(
                    schedule.progress.job(at: time, missed: missed),
                    Order(name: name, trigger: schedule.trigger, time: time))
                return nil
            }
        }
    }

    private mutating func save() {
        for (name, schedule) in schedules where !schedule.isSaved {
            do {
                try memory.save(
                    name, RememberedSchedule(trigger: schedule.trigger, handled: schedule.progress.handled))
                schedules[name]?.isSaved = true
                if arriving == nil { memoryProblem = nil }
            } catch {
                memoryProblem = error.message
                return
            }
        }
        if arriving == nil { memoryProblem = nil }
    }

    /// Seconds before another attempt: 1, 2, 4 and so on up to 30.
    private static func pause(after failures: Int) -> Int64 { failures >= 5 ? 30 : 1 << Int64(failures) }
}
