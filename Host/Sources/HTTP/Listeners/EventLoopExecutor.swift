import HostThreads
import NIOCore

/// Runs Swift tasks on one NIO event loop.
///
/// A request is read, handed to its generation and answered on the loop that owns its connection: no hop to Swift's
/// cooperative pool and back, and health, reload and every other answer keep working when a plugin blocks that pool.
///
/// Jobs are gathered and the loop is asked to run once for all of them: a busy loop then takes the ends of many jobs
/// with one wake-up.
final class EventLoopExecutor: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        /// The emptied storage of the last round, used again.
        var spare: [UnownedJob] = []
        var isScheduled = false
    }

    private let loop: any EventLoop
    private let state = Guarded(State())

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let schedules = state.withLock { state in
            state.jobs.append(job)
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        if schedules { loop.execute { [self] in drain() } }
    }

    /// Runs what is there now; what these jobs add waits for the next turn of the loop, so that connections are read
    /// in between.
    private func drain() {
        var round = state.withLock { state in
            var round = state.spare
            state.spare = []
            swap(&round, &state.jobs)
            state.isScheduled = false
            return round
        }
        for job in round { job.runSynchronously(on: asUnownedTaskExecutor()) }
        round.removeAll(keepingCapacity: true)
        state.withLock { $0.spare = round }
    }
}
