import CCurl
import Glibc
import HostThreads

/// What other threads want of the loop's.
enum LoopCommand: Sendable {
    case begin(id: UInt64, TransferRequest, TransferSink)
    case cancel(id: UInt64)
    case resume(id: UInt64)
    case call(id: UInt64, at: UInt64, @Sendable () -> Void)
    case run(@Sendable () -> Void)

    /// Ends what it would begin: there is no loop.
    func refuse() {
        switch self {
        case .begin(_, _, let sink): sink.end(.failure(.stopped))
        case .call(_, _, let body), .run(let body): body()
        case .cancel, .resume: break
        }
    }
}

/// The way from other threads to the loop's: a list, and an eventfd that wakes the loop when it sleeps. Any thread.
final class LoopInbox: Sendable {
    private struct State {
        var commands: [LoopCommand] = []
        var lastID: UInt64 = 0
        var isSleeping = false
        var isStopped = false
    }

    private let state = Guarded(State())
    /// Readable when the loop must look into the inbox; -1 when the system has none to give.
    let wakeUp = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))

    deinit { if wakeUp >= 0 { close(wakeUp) } }

    func newID() -> UInt64 {
        state.withLock { state in
            state.lastID &+= 1
            return state.lastID
        }
    }

    /// False, and nothing done, once the loop is stopped.
    func post(_ command: LoopCommand) -> Bool {
        let (isTaken, mustWake) = state.withLock { state in
            guard !state.isStopped else { return (false, false) }
            state.commands.append(command)
            defer { state.isSleeping = false }
            return (true, state.isSleeping)
        }
        if mustWake { ring() }
        return isTaken
    }

    var isStopped: Bool { state.withLock { $0.isStopped } }

    func stop() {
        state.withLock { $0.isStopped = true }
        ring()
    }

    // MARK: For the loop's thread

    /// What has come since the last time, and whether the loop ends with it.
    func take() -> (commands: [LoopCommand], isStopped: Bool) {
        state.withLock { state in
            defer { state.commands = [] }
            return (state.commands, state.isStopped)
        }
    }

    /// Says that the loop waits from now on. False when there is something to do.
    func sleeps() -> Bool {
        state.withLock { state in
            state.isSleeping = state.commands.isEmpty && !state.isStopped
            return state.isSleeping
        }
    }

    /// After a wait.
    func wokeUp() {
        state.withLock { $0.isSleeping = false }
        var count: UInt64 = 0
        _ = read(wakeUp, &count, MemoryLayout<UInt64>.size)
    }

    private func ring() {
        var one: UInt64 = 1
        _ = write(wakeUp, &one, MemoryLayout<UInt64>.size)
    }
}
