import CRabbitMQ
import Glibc
import Synchronization

/// Lets any thread end the sleep of one thread that waits in `poll`.
///
/// While the thread is awake a signal is one atomic exchange; only one that finds it asleep costs a system call.
final class WakeSignal: Sendable {
    private enum State {
        static let awake: UInt8 = 0
        static let asleep: UInt8 = 1
        static let signalled: UInt8 = 2
    }

    /// Readable after a signal that found the thread asleep; -1 when the system had none to give.
    let descriptor: CInt
    private let state = Atomic<UInt8>(State.awake)

    init() {
        descriptor = eventfd(0, CInt(EFD_NONBLOCK | EFD_CLOEXEC))
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// From any thread.
    func signal() {
        guard state.exchange(State.signalled, ordering: .acquiringAndReleasing) == State.asleep else { return }
        _ = eventfd_write(descriptor, 1)
    }

    /// On the thread itself, before it sleeps; false when a signal came already: then it must not.
    func willSleep() -> Bool {
        state.compareExchange(expected: State.awake, desired: State.asleep, ordering: .acquiringAndReleasing).exchanged
    }

    /// On the thread itself, after it slept or instead. True when there was a signal since the last call.
    func didWake() -> Bool {
        guard state.exchange(State.awake, ordering: .acquiringAndReleasing) == State.signalled else { return false }
        var count: eventfd_t = 0
        _ = eventfd_read(descriptor, &count)
        return true
    }
}
