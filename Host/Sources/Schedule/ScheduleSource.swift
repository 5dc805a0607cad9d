import HostConfiguration
public import HostDispatch
import HostThreads
public import Logging
import Synchronization

/// Makes jobs by the clock and puts them into the embedded queue, which does the rest: retries, leases, dead letters.
///
/// Each time of a schedule has one id on all hosts, and the queue keeps one job of an id: however many hosts share the
/// store, a time makes one job. One thread of its own looks at the clock.
public final class ScheduleSource: JobSource {
    private struct Mail {
        var schedules: [ScheduleBinding]?
        var outcomes: [(order: ScheduleKeeper.Order, outcome: PutOutcome)] = []
        var makesJobs = true
        var isEnding = false
    }

    public let name = "schedule"
    private let router: JobRouter
    private let queue: any JobQueue
    private let memory: any ScheduleMemory
    private let zones: ZoneDatabase
    private let clock: any ScheduleClock
    private let log: Logger
    private let mail = Mutex(Mail())
    private let reason = Mutex<String?>(nil)
    private let ended = Gate()

    /// - Parameters:
    ///   - queue: keeps the jobs; it and `table` should be of one store, which all hosts of the fleet share.
    ///   - table: remembers how far each schedule has come.
    public convenience init(router: JobRouter, queue: any JobQueue, table: ScheduleTable, log: Logger) {
        self.init(
            router: router, queue: queue, memory: table, zones: ZoneDatabase(), clock: SystemScheduleClock(), log: log)
    }

    init(
        router: JobRouter, queue: any JobQueue, memory: any ScheduleMemory, zones: ZoneDatabase,
        clock: any ScheduleClock, log: Logger
    ) {
        self.router = router
        self.queue = queue
        self.memory = memory
        self.zones = zones
        self.clock = clock
        self.log = log
    }

    public var hindrance: String? { reason.withLock { $0 } }

    public func start() {
        routingChanged(router.snapshot)
        guard let thread = HostThread.start(name: "schedule", { [self] in run() }) else {
            reason.withLock { $0 = "the system has no thread for schedules" }
            ended.open()
            return
        }
        thread.detach()
    }

    public func routingChanged(_ routing: RoutingSnapshot) {
        // The last routing of a host is empty, and yet none of its schedules was removed.
        guard !routing.isEnding else { return }
        let schedules = routing.bindings.compactMap { bound -> ScheduleBinding? in
            guard case .schedule(let schedule) = bound.binding.source else { return nil }
            return schedule
        }
        tell { $0.schedules = schedules }
    }

    public func pause() { tell { $0.makesJobs = false } }

    public func stop(within limit: Duration) {
        tell {
            $0.makesJobs = false
            $0.isEnding = true
        }
        if !ended.wait(limit) { log.warning("a scheduled job was still on its way at the end; it will be made again") }
    }

    private func tell(_ change: (inout Mail) -> Void) {
        mail.withLock { change(&$0) }
        clock.wake()
    }

    private func run() {
        var keeper = ScheduleKeeper(memory: memory, zones: zones, log: log) { [self] job, order in
            queue.put(job) { outcome in self.tell { $0.outcomes.append((order, outcome)) } }
        }
        var waitedFrom = clock.now()
        while true {
            let news = mail.withLock { mail in
                defer { (mail.schedules, mail.outcomes) = (nil, []) }
                return mail
            }
            let now = clock.now()
            if let schedules = news.schedules { keeper.arrive(schedules) }
            for (order, outcome) in news.outcomes { keeper.settled(order, outcome, now: now) }
            let next = keeper.look(now: now, waitedFrom: waitedFrom, makesJobs: news.makesJobs)
            reason.withLock { $0 = keeper.hindrance }
            if news.isEnding, !keeper.isPutting { break }
            waitedFrom = clock.now()
            clock.wait(until: next)
        }
        ended.open()
    }
}
