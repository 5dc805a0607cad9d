import DequeModule
import Glibc
import HostObservability
import HostThreads

/// The threads of one generation: its handlers run on them, and the plugin's SDK borrows them as its executor.
///
/// Own threads, because a handler may block: on the pool of Swift's concurrency, or on Dispatch's, it would stop
/// everything else in the process. Threads are started when there is work for them and end with the pool.
public final class WorkerPool: @unchecked Sendable {  // all mutable state is guarded by `monitor`
    enum Work {
        case job(UInt64, Delivery)
        case lent(@convention(c) (UnsafeMutableRawPointer?) -> Void, UnsafeMutableRawPointer?)
        case host(@Sendable () -> Void)
    }

    public let limit: Int
    private let name: String
    private let monitor = Monitor()
    private var queue = Deque<Work>()
    private var idle = 0
    private var threads: [HostThread] = []
    private var threadIDs: Set<pid_t> = []
    private var closed = false
    private var handler: (@Sendable (UInt64, Delivery) -> Void)?
    private let threadEnded: @Sendable (_ cpuSeconds: Double) -> Void

    /// - Parameters:
    ///   - name: of the threads, cut to 15 bytes by the kernel.
    ///   - limit: most threads.
    ///   - threadEnded: hears the processor time of each thread when it ends.
    init(name: String, limit: Int, threadEnded: @escaping @Sendable (Double) -> Void = { _ in }) {
        self.name = name
        self.threadEnded = threadEnded
        self.limit = max(1, limit)
    }

    /// Sets what runs a job; once, before the first.
    func setHandler(_ handler: @escaping @Sendable (UInt64, Delivery) -> Void) {
        monitor.locked { self.handler = handler }
    }

    /// Adds work to the end of the line. False when the pool has been closed: the work is dropped.
    @discardableResult
    func enqueue(_ work: Work) -> Bool {
        let (isTaken, wakes) = monitor.locked {
            guard !closed else { return (false, false) }
            queue.append(work)
            if idle >= queue.count { return (true, true) }
            if threads.count < limit {
                startThread()
                return (true, false)
            }
            return (true, idle > 0)
        }
        // Without the lock: a thread that is woken would only run into it.
        if wakes { monitor.signal() }
        return isTaken
    }

    /// Whether the calling thread belongs to this pool.
    var isCurrent: Bool {
        monitor.locked { threadIDs.contains(HostThread.currentID) }
    }

    /// The kernel's numbers of the running threads.
    public var runningThreads: Set<pid_t> {
        monitor.locked { threadIDs }
    }

    /// Processor time that the running threads have taken so far.
    var cpuSeconds: Double { runningThreads.reduce(0) { $0 + (Self.cpuSeconds(of: $1) ?? 0) } }

    /// The kernel counts a thread's time on a processor in nanoseconds, first in this file. Nil once it has ended.
    private static func cpuSeconds(of thread: pid_t) -> Double? {
        ProcFile.read("/proc/self/task/\(thread)/schedstat")?.split(separator: " ").first
            .flatMap { Double($0) }.map { $0 / 1e9 }
    }

    /// Lets queued work finish, then ends and joins every thread. Blocks; never call it from one of them.
    func close() {
        let joined = monitor.locked {
            closed = true
            handler = nil
            monitor.broadcast()
            return threads
        }
        for thread in joined { thread.join() }
    }

    /// With the lock held. When the system has no thread to give, others of the pool or a later start take the work.
    private func startThread() {
        if let thread = HostThread.start(name: name, { [self] in run() }) { threads.append(thread) }
    }

    private func run() {
        let id = HostThread.currentID
        monitor.lock()
        threadIDs.insert(id)
        while true {
            while queue.isEmpty, !closed {
                idle += 1
                monitor.wait()
                idle -= 1
            }
            guard let work = queue.popFirst() else { break }
            let handler = handler
            monitor.unlock()
            switch work {
            case .job(let token, let delivery): handler?(token, delivery)
            case .lent(let function, let context): function(context)
            case .host(let closure): closure()
            }
            monitor.lock()
        }
        threadIDs.remove(id)
        monitor.unlock()
        threadEnded(Self.cpuSeconds(of: id) ?? 0)
    }
}
