import CThreads
import Glibc

/// A thread of the host's own that runs one closure.
public struct HostThread: @unchecked Sendable {  // a pthread_t is a number that any thread may use
    private let thread: pthread_t

    /// Starts a thread, named for `top -H`, debuggers and crash reports (the kernel keeps 15 bytes).
    /// Nil when the system has none to give. Each must be joined or detached.
    public static func start(name: String, _ body: @escaping @Sendable () -> Void) -> HostThread? {
        let context = Unmanaged.passRetained(Body(name: name, run: body)).toOpaque()
        var thread = pthread_t()
        guard pthread_create(&thread, nil, hostThreadMain, context) == 0 else {
            Unmanaged<Body>.fromOpaque(context).release()
            return nil
        }
        return HostThread(thread: thread)
    }

    /// Waits for its end.
    public func join() { pthread_join(thread, nil) }

    /// Lets it end by itself.
    public func detach() { pthread_detach(thread) }

    /// Whether it is the calling thread.
    public var isCurrent: Bool { pthread_equal(thread, pthread_self()) != 0 }

    /// The kernel's number of the calling thread, as in `/proc/self/task`.
    public static var currentID: pid_t { proctor_thread_id() }

    fileprivate final class Body: Sendable {
        let name: String
        let run: @Sendable () -> Void

        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }
}

// A nonisolated function: a closure made on the main actor would trap on another thread.
private func hostThreadMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    let body = Unmanaged<HostThread.Body>.fromOpaque(context).takeRetainedValue()
    proctor_thread_name(body.name)
    body.run()
    return nil
}
