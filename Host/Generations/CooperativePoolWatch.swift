import CThreads
import Glibc
import HostDispatch
import HostObservability
import HostThreads
public import Logging
import Synchronization

/// Notices when somebody blocks Swift's cooperative pool, and says which plugin it is.
///
/// The host needs that pool for nothing, but plugins share it whenever they write `Task {}`: one that blocks there
/// stops all the others' tasks. Once a second a mark is sent through the pool; when it is late, every thread that
/// sits in a system call and is not the host's own has its stack searched for return addresses in plugin images.
public final class CooperativePoolWatch: Sendable {
    private static let interval = Duration.seconds(1)
    private static let tolerance = Duration.milliseconds(100)
    /// How much of a blocked thread's stack is searched.
    private static let stackBytes = 64 * 1_024

    private let engine: ReloadEngine
    private let log: Logger
    private let ending = Gate()

    public init(engine: ReloadEngine, log: Logger) {
        self.engine = engine
        self.log = log
    }

    /// Starts watching on a thread of its own; it lasts until ``stop()``.
    public func start() {
        HostThread.start(name: "pool-watch") { [self] in run() }?.detach()
    }

    public func stop() { ending.open() }

    private func run() {
        while !ending.wait(Self.interval) {
            let mark = Gate()
            let sent = MonotonicClock.now()
            Task.detached { mark.open() }
            let onTime = mark.wait(Self.tolerance)
            let culprits = onTime ? [] : culprits()
            for culprit in culprits {
                engine.registry.add(
                    MetricSeries("proctor_cooperative_pool_blocked_total", ["processor": culprit]))
            }
            if !onTime {
                let names = culprits.isEmpty ? "unknown" : culprits.sorted().joined(separator: ", ")
                log.warning(
                    "Swift's cooperative pool is blocked: use job.spawn instead of Task {} for work that blocks",
                    metadata: ["processors": "\(names)"])
                mark.wait()
            }
            let delay = Double(MonotonicClock.now() &- sent) / 1e9
            engine.registry.set(MetricSeries("proctor_cooperative_pool_delay_seconds"), delay)
        }
    }

    /// The processors whose code is on the stack of a blocked thread that no worker pool owns.
    private func culprits() -> Set<String> {
        let status = engine.status
        let generations = status.published + status.draining
        let workers = generations.reduce(into: Set<pid_t>()) { $0.formUnion($1.pool.runningThreads) }
        let map = MemoryMap.current()
        var owners: [(range: Range<UInt>, processor: String)] = []
        for generation in generations {
            for range in map.executable where range.path.contains(generation.imageHash) {
                owners.append((range.addresses, generation.processor))
            }
        }
        var found: Set<String> = []
        for name in ProcFile.entries("/proc/self/task") {
            guard let thread = pid_t(name), !workers.contains(thread), thread != HostThread.currentID,
                let stack = map.blockedStack(of: thread, limit: Self.stackBytes)
            else { continue }
            for word in stack {
                if let owner = owners.first(where: { $0.range.contains(word) }) { found.insert(owner.processor) }
            }
        }
        return found
    }
}

/// The process's memory map, as far as the watch needs it.
private struct MemoryMap {
    var executable: [(addresses: Range<UInt>, path: String)] = []
    private var writable: [Range<UInt>] = []

    static func current() -> MemoryMap {
        var map = MemoryMap()
        for line in (ProcFile.read("/proc/self/maps") ?? "").split(separator: "\n") {
            let fields = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
            let bounds = fields.first?.split(separator: "-").compactMap { UInt($0, radix: 16) } ?? []
            guard fields.count >= 2, bounds.count == 2, bounds[0] < bounds[1] else { continue }
            if fields[1].contains("x") {
                map.executable.append((bounds[0]..<bounds[1], fields.count > 5 ? String(fields[5]) : ""))
            } else if fields[1].hasPrefix("rw") {
                map.writable.append(bounds[0]..<bounds[1])
            }
        }
        return map
    }

    /// The words above the stack pointer of a thread that sits in a system call; nil when it runs.
    func blockedStack(of thread: pid_t, limit: Int) -> [UInt]? {
        // number, six arguments, stack pointer, program counter; or the one word "running"
        let fields = ProcFile.read("/proc/self/task/\(thread)/syscall")?.split(separator: " ") ?? []
        guard fields.count >= 9, let pointer = UInt(fields[7].dropFirst(2), radix: 16) else { return nil }
        guard let mapping = writable.first(where: { $0.contains(pointer) }) else { return nil }
        let size = min(Int(mapping.upperBound - pointer), limit) / MemoryLayout<UInt>.size
        // By system call, not by pointer: the thread may end and its stack be unmapped meanwhile.
        var words = [UInt](repeating: 0, count: size)
        let read = words.withUnsafeMutableBytes {
            proctor_read_own_memory($0.baseAddress, Int(bitPattern: pointer), $0.count)
        }
        return read > 0 ? Array(words.prefix(read / MemoryLayout<UInt>.size)) : nil
    }
}
