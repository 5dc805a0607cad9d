import Glibc
import Synchronization

/// Runs something on a thread with a stack of 512 KiB, as threads of plugins may have.
enum SmallStack {
    private final class Work: Sendable {
        let body: @Sendable () -> Int?
        let result = Mutex<Int?>(nil)

        init(_ body: @escaping @Sendable () -> Int?) { self.body = body }
    }

    static func run(_ body: @escaping @Sendable () -> Int?) -> Int? {
        let work = Work(body)
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, 512 << 10)
        var thread = pthread_t()
        let context = Unmanaged.passRetained(work).toOpaque()
        let status = pthread_create(
            &thread, &attributes,
            { context in
                guard let context else { return nil }
                let work = Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
                let found = work.body()
                work.result.withLock { $0 = found }
                return nil
            }, context)
        guard status == 0 else {
            Unmanaged<Work>.fromOpaque(context).release()
            return nil
        }
        pthread_join(thread, nil)
        return work.result.withLock { $0 }
    }
}
