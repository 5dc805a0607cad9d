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
    func signal() { if note() { ring() } }

    /// The first half of a signal: true when the thread sleeps, and the second half has to follow.
    func note() -> Bool {
        state.exchange(State.signalled, ordering: .acquiringAndReleasing) == State.asleep
    }

    /// The second half of a signal. The thread may be awake again by now, for another reason.
    func ring() { _ = eventfd_write(descriptor, 1) }

    /// On the thread itself, before it sleeps; false when a signal came already: then it must not.
    func willSleep() -> Bool {
        state.compareExchange(expected: State.awake, desired: State.asleep, ordering: .acquiringAndReleasing).exchanged
    }

    /// On the thread itself, after it slept or instead. True when there was a signal since the last call.
    ///
    /// What is readable is read, whatever signals there were: the ring of one that was heard before may come late, and
    /// would end every sleep from then on.
    /// - Parameter isReadable: what `poll` says of the descriptor.
    func didWake(isReadable: Bool) -> Bool {
        let before = state.exchange(State.awake, ordering: .acquiringAndReleasing)
        if isReadable {
            var count: eventfd_t = 0
            _ = eventfd_read(descriptor, &count)
        }
        return before == State.signalled
    }
}
