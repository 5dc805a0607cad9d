import Glibc

/// Threads of the instance's own, for a host that lends none; they start when there is work for them.
final class OwnThreads: WorkerThreads, @unchecked Sendable {  // all mutable state is guarded by `mutex`
    private struct Work {
        let function: ThreadWork
        let context: UnsafeMutableRawPointer?
    }

    private let limit: Int
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let arrival = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var queue: [Work] = []
    private var next = 0
    private var idle = 0
    private var closed = false
    private var threads: [pthread_t] = []

    init(limit: Int) {
        self.limit = max(1, limit)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(arrival, nil)
    }

    deinit {
        pthread_cond_destroy(arrival)
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
        arrival.deallocate()
    }

    func run(_ work: ThreadWork, _ context: UnsafeMutableRawPointer?) -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        if closed { return false }
        if idle == 0, threads.count < limit { startThread() }
        if threads.isEmpty { return false }
        queue.append(Work(function: work, context: context))
        pthread_cond_signal(arrival)
        return true
    }

    func close() {
        pthread_mutex_lock(mutex)
        closed = true
        let joined = threads
        threads = []
        pthread_cond_broadcast(arrival)
        pthread_mutex_unlock(mutex)
        for thread in joined { pthread_join(thread, nil) }
    }

    private func startThread() {
        let context = Unmanaged.passRetained(self)
        var thread = pthread_t()
        if pthread_create(&thread, nil, runOwnThread, context.toOpaque()) == 0 {
            threads.append(thread)
        } else {
            context.release()
        }
    }

    fileprivate func work() {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            while next == queue.count, !closed {
                idle += 1
                pthread_cond_wait(arrival, mutex)
                idle -= 1
            }
            guard next < queue.count else { return }
            let work = queue[next]
            next += 1
            if next == queue.count {
                queue.removeAll(keepingCapacity: true)
                next = 0
            }
            pthread_mutex_unlock(mutex)
            work.function(work.context)
            pthread_mutex_lock(mutex)
        }
    }
}

private func runOwnThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<OwnThreads>.fromOpaque(context).takeRetainedValue().work()
    return nil
}
