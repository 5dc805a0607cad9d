import CPluginABI
import Synchronization

/// One attempt at one job, as the SDK keeps it while it runs.
final class JobState: Sendable {
    /// A handle of the task that runs the handler. Unchecked: cancelling is allowed from any thread while the task
    /// lives; it is taken out, and those who still cancel it are waited for, before the task ends.
    private struct RunningTask: @unchecked Sendable {
        let task: UnsafeCurrentTask
    }

    private struct Spawned {
        let cancel: @Sendable () -> Void
        let end: @Sendable () async -> Void
    }

    private struct State {
        var isCancelled = false
        var handler: RunningTask?
        /// Threads that are cancelling the handler's task right now: it must not end under them.
        var cancellers = 0
        var spawned: [Spawned] = []
    }

    let token: UInt64
    let attempt: Int
    /// CLOCK_MONOTONIC; 0: none.
    let deadline: UInt64
    let texts: JobTexts
    let host: Host
    let executor: WorkerExecutor?
    let writable = WritableGate()
    private let wasCancelled = Atomic<Bool>(false)
    private let state = Mutex(State())

    init(_ job: proctor_job, host: Host, executor: WorkerExecutor) {
        token = job.token
        attempt = Int(job.attempt)
        deadline = job.deadline_ns
        texts = JobTexts(job)
        self.host = host
        self.executor = executor
    }

    init(texts: JobTexts, attempt: Int, deadline: UInt64, host: Host) {
        self.token = 0
        self.attempt = attempt
        self.deadline = deadline
        self.texts = texts
        self.host = host
        self.executor = nil
    }

    var isCancelled: Bool {
        wasCancelled.load(ordering: .acquiring) || Task.isCancelled || isCancelledByHost
    }

    /// Asks the host, which also knows of deadlines.
    var isCancelledByHost: Bool {
        let asked = host.connection?.use { $0.cancelled?($0.self_, token) ?? 0 } ?? 0
        return asked != 0
    }

    /// The task that calls this runs the handler from now on.
    func beginHandler() {
        withUnsafeCurrentTask { current in
            let running = current.map(RunningTask.init)
            state.withLock { state in
                state.handler = running
                if state.isCancelled { running?.task.cancel() }
            }
        }
    }

    /// The handler has returned: what it left behind is cancelled and waited for, so that a completed job has no
    /// code running.
    func endHandler() async {
        while let left = state.withLock({ state in state.spawned.popLast() }) {
            left.cancel()
            await left.end()
        }
        state.withLock { $0.handler = nil }
        while state.withLock({ $0.cancellers > 0 }) { await Task.yield() }
    }

    /// From any thread, as often as it likes.
    func cancel() {
        wasCancelled.store(true, ordering: .releasing)
        let (handler, spawned) = state.withLock { state in
            state.isCancelled = true
            if state.handler != nil { state.cancellers += 1 }
            return (state.handler, state.spawned)
        }
        // Not under the lock: this runs the author's cancellation handlers, which may well call back.
        if let handler {
            handler.task.cancel()
            state.withLock { $0.cancellers -= 1 }
        }
        for task in spawned { task.cancel() }
    }

    func spawn<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) -> Task<Value, any Error> {
        let task = Task(executorPreference: executor, operation: body)
        let isCancelled = state.withLock { state in
            state.spawned.append(Spawned(cancel: { task.cancel() }, end: { _ = await task.result }))
            return state.isCancelled
        }
        if isCancelled { task.cancel() }
        return task
    }
}
