import Glibc

/// A lock and a condition on the monotonic clock, for host threads that wait for one another. Waiting blocks: never
/// use it on Swift's cooperative pool.
public final class Monitor: @unchecked Sendable {  // the pthread objects are made for concurrent use
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    public init() {
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(change, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(change)
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
        change.deallocate()
    }

    public func lock() { pthread_mutex_lock(mutex) }
    public func unlock() { pthread_mutex_unlock(mutex) }

    /// Runs `body` with the lock held.
    public func locked<Result>(_ body: () throws -> Result) rethrows -> Result {
        lock()
        defer { unlock() }
        return try body()
    }

    /// Waits to be signalled; with the lock held, and again held on return. Can wake without a signal.
    public func wait() { pthread_cond_wait(change, mutex) }

    /// The same, until `deadline` on the monotonic clock at the latest. False when it has passed.
    public func wait(until deadline: UInt64) -> Bool {
        var until = timespec(tv_sec: Int(deadline / 1_000_000_000), tv_nsec: Int(deadline % 1_000_000_000))
        return pthread_cond_timedwait(change, mutex, &until) != ETIMEDOUT
    }

    public func signal() { pthread_cond_signal(change) }
    public func broadcast() { pthread_cond_broadcast(change) }
}
