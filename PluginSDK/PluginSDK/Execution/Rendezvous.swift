import Glibc

/// Waits on a thread of the host for something that a task will say; the thread may block, as [control] ones may.
final class Rendezvous<Value: Sendable>: @unchecked Sendable {  // all mutable state is guarded by `mutex`
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let arrival = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var value: Value?

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(arrival, nil)
    }

    deinit {
        pthread_cond_destroy(arrival)
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
        arrival.deallocate()
    }

    func meet(_ value: Value) {
        pthread_mutex_lock(mutex)
        self.value = value
        pthread_cond_signal(arrival)
        pthread_mutex_unlock(mutex)
    }

    func wait() -> Value {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let value { return value }
            pthread_cond_wait(arrival, mutex)
        }
    }

    /// Runs async code to its end and blocks the calling thread meanwhile. It begins on this thread; what comes after
    /// a suspension runs on the executor.
    static func run(on executor: WorkerExecutor, _ body: @escaping @Sendable () async throws -> Value)
        throws(any Error) -> Value
    {
        let outcome = Rendezvous<Result<Value, any Error>>()
        Task.immediate(executorPreference: executor) {
            do {
                outcome.meet(.success(try await body()))
            } catch {
                outcome.meet(.failure(error))
            }
        }
        return try outcome.wait().get()
    }
}
