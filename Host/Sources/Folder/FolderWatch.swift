import HostDispatch
import HostThreads
import Logging

/// The thread of one folder. A share that hangs holds up its own folder and no other.
final class FolderWatch: @unchecked Sendable {  // all mutable state is guarded by `monitor`
    private struct Orders {
        var bound: BoundFolder
        var news: [FolderNews] = []
        var takesFiles = true
        var isEnding = false
    }

    private let monitor = Monitor()
    private let jobs: any FolderJobs
    private let letters: any DeadLetterRoom
    private let log: Logger
    private let ended = Gate()
    private var orders: Orders
    private var isWoken = false
    private var reason: String?

    init(_ bound: BoundFolder, jobs: any FolderJobs, letters: any DeadLetterRoom, log: Logger) {
        (orders, self.jobs, self.letters, self.log) = (Orders(bound: bound), jobs, letters, log)
    }

    /// Why files are not dealt with; nil when they are.
    var hindrance: String? { monitor.locked { reason } }

    func start() {
        guard let thread = HostThread.start(name: "folder", { [self] in run() }) else {
            monitor.locked { reason = "the system has no thread for \(orders.bound.binding.path)" }
            ended.open()
            return
        }
        thread.detach()
    }

    /// The folder is bound, maybe anew: files are taken from now on.
    func watch(_ bound: BoundFolder) {
        tell {
            $0.bound = bound
            $0.takesFiles = true
        }
    }

    /// No file is taken from now on; those under way go on.
    func pause() { tell { $0.takesFiles = false } }

    /// The thread ends as soon as nothing is under way. Returns at once.
    func end() {
        tell {
            $0.takesFiles = false
            $0.isEnding = true
        }
    }

    /// Waits for the thread's end. Blocks; false when `limit` passed first.
    func waitForEnd(_ limit: Duration) -> Bool { ended.wait(limit) }

    private func tell(_ change: (inout Orders) -> Void) {
        monitor.locked {
            change(&orders)
            isWoken = true
            monitor.signal()
        }
    }

    private func run() {
        var keeper = FolderKeeper(
            take().bound,
            around: FolderKeeper.Surroundings(
                jobs: jobs, letters: letters, clock: { MonotonicClock.now() },
                post: { [self] item in tell { $0.news.append(item) } }, log: log))
        while true {
            let order = take()
            keeper.bound = order.bound
            let next = keeper.turn(order.news, takesFiles: order.takesFiles)
            if order.isEnding, keeper.isAtRest { break }
            rest(until: next, reason: order.takesFiles ? keeper.hindrance : nil)
        }
        ended.open()
    }

    /// What came since the last turn.
    private func take() -> Orders {
        monitor.locked {
            defer { orders.news = [] }
            isWoken = false
            return orders
        }
    }

    /// Waits for the next turn, or for somebody to tell something.
    private func rest(until next: UInt64?, reason: String?) {
        monitor.locked {
            self.reason = reason
            while !isWoken {
                guard let next else {
                    monitor.wait()
                    continue
                }
                if !monitor.wait(until: next) { break }
            }
        }
    }
}
