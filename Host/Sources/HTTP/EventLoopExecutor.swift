import NIOCore

/// Runs Swift tasks on one NIO event loop.
///
/// A request is read, handed to its generation and answered on the loop that owns its connection: no hop to Swift's
/// cooperative pool and back, and health, reload and every other answer keep working when a plugin blocks that pool.
final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
