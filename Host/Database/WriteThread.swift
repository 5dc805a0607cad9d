import GRDB
import HostThreads
import Logging
import Synchronization

/// The one thread that writes. While nothing is to be written it looks, if asked to, for what other processes have
/// committed, and after a failure whether writing works again.
final class WriteThread: @unchecked Sendable {  // mutable state is guarded by `monitor`, or belongs to the thread
    /// Most writes in one transaction. While writing fails it is one: what is too large for a disk that is nearly full
    /// then keeps out nothing that fits.
    private var batch: Int { failure == nil ? 512 : 1 }

    private let pool: DatabasePool
    private let timing: DatabaseTiming
    private let log: Logger
    private let monitor = Monitor()
    private var waiting: [PendingWrite] = []
    private var watchers: [@Sendable () -> Void] = []
    private var closing = false
    private let ended = Gate()
    private let failing = Mutex<DatabaseFailure?>(nil)
    /// Of the last commit of another process; only on the thread.
    private var version: Int64?

    init(pool: DatabasePool, timing: DatabaseTiming, log: Logger) throws(DatabaseFailure) {
        self.pool = pool
        self.timing = timing
        self.log = log
        guard let thread = HostThread.start(name: "database", { [self] in run() }) else {
            throw DatabaseFailure(code: "store.no_thread", message: "the system has no thread for the database")
        }
        thread.detach()
    }

    var failure: DatabaseFailure? { failing.withLock { $0 } }

    func add(_ write: PendingWrite) {
        let taken = monitor.locked {
            guard !closing else { return false }
            waiting.append(write)
            monitor.signal()
            return true
        }
        if !taken { write.end(.closed) }
    }

    func watch(_ changed: @escaping @Sendable () -> Void) {
        monitor.locked {
            watchers.append(changed)
            monitor.signal()
        }
    }

    func tellWatchers() {
        for watcher in monitor.locked({ watchers }) { watcher() }
    }

    /// Takes no more, finishes what is waiting. Blocks.
    func end() {
        monitor.locked {
            closing = true
            monitor.signal()
        }
        ended.wait()
    }

    private func run() {
        version = try? dataVersion()
        var lastLook = MonotonicClock.now()
        monitor.lock()
        while true {
            let pause = failure != nil ? timing.probe : watchers.isEmpty ? nil : timing.changes
            let nextLook = pause.map { lastLook &+ $0.nanoseconds }
            if let nextLook, MonotonicClock.now() >= nextLook {
                monitor.unlock()
                look()
                lastLook = MonotonicClock.now()
                monitor.lock()
            } else if !waiting.isEmpty {
                let round = Array(waiting.prefix(batch))
                waiting.removeFirst(round.count)
                monitor.unlock()
                commit(round)
                monitor.lock()
            } else if closing {
                break
            } else if let nextLook {
                _ = monitor.wait(until: nextLook)
            } else {
                monitor.wait()
                lastLook = MonotonicClock.now()
            }
        }
        monitor.unlock()
        ended.open()
    }

    private func commit(_ writes: [PendingWrite]) {
        let outcome = pool.writeWithoutTransaction { WriteRound(writes: writes, path: pool.path).commit($0) }
        if outcome.storage != nil || outcome.hasWritten { note(outcome.storage) }
        for (write, failure) in zip(writes, outcome.failures) { write.end(failure) }
    }

    /// After a failure tries a small write, for a host that waits for better times writes nothing by itself.
    private func look() {
        if failure != nil {
            let probe = PendingWrite(
                run: { try $0.execute(sql: "UPDATE proctor_probe SET count = count + 1") },
                end: { [self] in if $0 == nil { tellWatchers() } })
            commit([probe])
        }
        guard let now = try? dataVersion(), now != version else { return }
        version = now
        tellWatchers()
    }

    /// A number that another process's commit changes, and an own one does not.
    private func dataVersion() throws -> Int64? {
        try pool.writeWithoutTransaction { db in
            try Int64.fetchOne(db.cachedStatement(sql: "PRAGMA data_version"))
        }
    }

    private func note(_ storage: DatabaseFailure?) {
        let before = failing.withLock { failing in
            defer { failing = storage }
            return failing
        }
        if let storage, before?.code != storage.code {
            log.error("writing fails", metadata: ["reason": "\(storage)"])
        } else if storage == nil, before != nil {
            log.notice("writing works again")
        }
    }
}
