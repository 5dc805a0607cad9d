import CBrowser
import Glibc

/// A thread of the browser's own.
enum BrowserThread {
    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts a thread that ends by itself. False when the system has none to give.
    static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        let context = Unmanaged.passRetained(Body(body)).toOpaque()
        var thread = pthread_t()
        guard pthread_create(&thread, nil, browserThreadMain, context) == 0 else {
            Unmanaged<Body>.fromOpaque(context).release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    fileprivate static func run(_ context: UnsafeMutableRawPointer) {
        proctor_browser_name_thread("report-browser")
        Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
    }
}

// A nonisolated function: a closure made on the main actor would trap on another thread.
private func browserThreadMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { BrowserThread.run(context) }
    return nil
}
