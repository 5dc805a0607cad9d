import DequeModule
import HostDispatch
import HostThreads

/// Looks up jobs in the queue for those who ask. A look-up reads the disk and may block, so it has a thread of its own,
/// which begins with the first question.
final class StatusReader: @unchecked Sendable {  // all mutable state is guarded by `monitor`
    enum Answer: Sendable {
        /// A JSON document.
        case known([UInt8])
        case unknown
        /// Too many questions wait.
        case busy
    }

    private struct Question {
        let id: String
        let queue: String
        let answer: UnsafeContinuation<Answer, Never>
    }

    /// Most questions that wait.
    private static let limit = 256

    private let jobs: any JobQueue
    private let monitor = Monitor()
    private var questions = Deque<Question>()
    private var thread: HostThread?
    private var isClosed = false

    init(_ jobs: any JobQueue) { self.jobs = jobs }

    func describe(job id: String, in queue: String) async -> Answer {
        await withUnsafeContinuation { continuation in
            let taken = monitor.locked {
                guard !isClosed, questions.count < Self.limit, startThread() else { return false }
                questions.append(Question(id: id, queue: queue, answer: continuation))
                monitor.signal()
                return true
            }
            if !taken { continuation.resume(returning: .busy) }
        }
    }

    /// Answers what is asked already, and ends the thread. Blocks.
    func close() {
        let started = monitor.locked {
            isClosed = true
            monitor.broadcast()
            return thread
        }
        started?.join()
    }

    /// With the lock held. False when the system has no thread to give.
    private func startThread() -> Bool {
        if thread == nil { thread = HostThread.start(name: "job status") { [self] in run() } }
        return thread != nil
    }

    private func run() {
        while let question = next() {
            let document = jobs.describe(job: question.id, in: question.queue)
            question.answer.resume(returning: document.map { .known($0) } ?? .unknown)
        }
    }

    private func next() -> Question? {
        monitor.locked {
            while questions.isEmpty, !isClosed { monitor.wait() }
            return questions.popFirst()
        }
    }
}
