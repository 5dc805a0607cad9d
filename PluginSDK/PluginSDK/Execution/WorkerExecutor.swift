/// Runs all of an instance's code on the threads of its processor: handlers may block without stopping others.
final class WorkerExecutor: TaskExecutor {
    private let threads: WorkerThreads

    init(threads: WorkerThreads) { self.threads = threads }

    func enqueue(_ job: consuming ExecutorJob) {
        let step = Unmanaged.passRetained(TaskStep(job: UnownedJob(job), executor: self)).toOpaque()
        if !threads.run(runTaskStep, step) {
            runTaskStep(step)  // the threads are gone: better here than never
        }
    }
}

/// One stretch of a task, from one suspension to the next, on its way to a thread.
private final class TaskStep: Sendable {
    private let job: UnownedJob
    private let executor: WorkerExecutor

    init(job: UnownedJob, executor: WorkerExecutor) {
        self.job = job
        self.executor = executor
    }

    func run() { job.runSynchronously(on: executor.asUnownedTaskExecutor()) }
}

/// Takes over the reference that `enqueue` made.
private func runTaskStep(_ context: UnsafeMutableRawPointer?) {
    guard let context else { return }
    Unmanaged<TaskStep>.fromOpaque(context).takeRetainedValue().run()
}

typealias ThreadWork = @convention(c) (UnsafeMutableRawPointer?) -> Void

/// Threads that take work.
protocol WorkerThreads: Sendable {
    /// False when there are no threads any more: the work was not taken.
    func run(_ work: ThreadWork, _ context: UnsafeMutableRawPointer?) -> Bool
    /// Lets the work that was taken finish and ends the threads. Never call it from one of them.
    func close()
}
