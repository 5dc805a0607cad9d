import Glibc
import PluginSDK

/// The threads that a harness lends, as a host lends a processor's. A piece of work that holds one too long is
/// reported.
final class TestThreads: @unchecked Sendable {  // all mutable state is guarded by `mutex`
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let arrival = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var queue: [@Sendable () -> Void] = []
    private var closed = false
    private var threads: [pthread_t] = []
    private let blockingLimit: Duration
    private let report: @Sendable (Duration) -> Void

    init(count: Int, blockingLimit: Duration, report: @escaping @Sendable (Duration) -> Void) {
        self.blockingLimit = blockingLimit
        self.report = report
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(arrival, nil)
        for _ in 0..<count {
            if let thread = Self.start({ self.work() }) { threads.append(thread) }
        }
    }

    deinit {
        pthread_cond_destroy(arrival)
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
        arrival.deallocate()
    }

    func run(_ work: @escaping @Sendable () -> Void) {
        pthread_mutex_lock(mutex)
        queue.append(work)
        pthread_cond_signal(arrival)
        pthread_mutex_unlock(mutex)
    }

    var isCurrent: Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return threads.contains { pthread_equal($0, pthread_self()) != 0 }
    }

    /// Ends the threads when their work is done. Without `joining`, one that a handler holds is left behind.
    func close(joining: Bool) {
        pthread_mutex_lock(mutex)
        closed = true
        let ended = threads
        pthread_cond_broadcast(arrival)
        pthread_mutex_unlock(mutex)
        for thread in ended {
            if joining { pthread_join(thread, nil) } else { pthread_detach(thread) }
        }
    }

    private func work() {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            while queue.isEmpty, !closed { pthread_cond_wait(arrival, mutex) }
            guard !queue.isEmpty else { return }
            let work = queue.removeFirst()
            pthread_mutex_unlock(mutex)
            let start = ContinuousClock.now
            work()
            let taken = ContinuousClock.now - start
            if taken > blockingLimit { report(taken) }
            pthread_mutex_lock(mutex)
        }
    }

    /// Runs a [control] function on a thread that is no task's: there it may block.
    static func onControlThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            if let thread = start({ continuation.resume(returning: body()) }) {
                pthread_detach(thread)
            } else {
                continuation.resume(returning: body())
            }
        }
    }

    private static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
        let context = Unmanaged.passRetained(ThreadBody(body))
        var thread = pthread_t()
        guard pthread_create(&thread, nil, runThreadBody, context.toOpaque()) == 0 else {
            context.release()
            return nil
        }
        return thread
    }
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private func runThreadBody(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
