import Glibc
import Synchronization

/// Sends the thread that makes it a signal again and again, until it is ended there.
final class SignalStorm: Sendable {
    private let isOver = Atomic(false)
    private let thread = Mutex(pthread_t())

    init(_ signal: Int32) {
        let context = Unmanaged.passRetained(Target(storm: self, victim: pthread_self(), signal: signal))
        thread.withLock { thread in
            _ = pthread_create(&thread, nil, signalStormMain, context.toOpaque())
        }
    }

    /// No signal comes any more when it returns.
    func end() {
        isOver.store(true, ordering: .relaxed)
        _ = thread.withLock { pthread_join($0, nil) }
    }

    fileprivate final class Target {
        let storm: SignalStorm
        let victim: pthread_t
        let signal: Int32

        init(storm: SignalStorm, victim: pthread_t, signal: Int32) {
            self.storm = storm
            self.victim = victim
            self.signal = signal
        }

        func run() {
            while !storm.isOver.load(ordering: .relaxed) {
                pthread_kill(victim, signal)
                usleep(100)
            }
        }
    }
}

// A nonisolated function: a closure made on the main actor would trap on another thread.
private func signalStormMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { Unmanaged<SignalStorm.Target>.fromOpaque(context).takeRetainedValue().run() }
    return nil
}
