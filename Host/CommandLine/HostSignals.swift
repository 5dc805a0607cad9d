import Glibc
import HostThreads

/// The host's signals. They are blocked before any thread exists, so that none is lost and none interrupts; one
/// thread waits for them. A SIGHUP that comes before the first read of the configuration stays pending until then.
enum HostSignals {
    private static var handled: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in [SIGHUP, SIGTERM, SIGINT] { sigaddset(&set, signal) }
        return set
    }

    /// Blocks the signals for this thread and all that it will start. Ignores SIGPIPE, and SIGXFSZ: a file that reaches
    /// the largest size that the system allows is then a write that fails, and not the host's end.
    static func hold() {
        var set = handled
        pthread_sigmask(SIG_BLOCK, &set, nil)
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }

    /// Lets them act as usual: for commands that a person ends with Ctrl-C.
    static func release() {
        var set = handled
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }

    /// Calls `receive` for each signal on a thread of its own, until `receive` returns false.
    static func listen(_ receive: @escaping @Sendable (Int32) -> Bool) {
        HostThread.start(name: "signals") {
            var set = handled
            var signal: Int32 = 0
            repeat {
                while sigwait(&set, &signal) != 0 {}
            } while receive(signal)
        }?.detach()
    }
}
