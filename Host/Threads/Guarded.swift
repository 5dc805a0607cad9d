import Glibc

/// A value behind a lock, for what many threads want at once.
///
/// `Synchronization.Mutex` hands itself over to the thread that has waited longest: under contention every hand-over is
/// a switch of threads, and 200 streams of small pieces spent most of their time on it (measured). This lock goes to
/// whoever is running.
public final class Guarded<Value>: @unchecked Sendable {  // `value` is touched with `mutex` held only
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private var value: Value

    public init(_ value: Value) {
        self.value = value
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Runs `body` with the lock held; it must not come back to this object.
    public func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
