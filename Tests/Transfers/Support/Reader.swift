import HostThreads
import HostTransfers
import Testing

/// A streamed answer's reader that holds after each piece when it is told to, and keeps what came.
final class Reader: TransferReceiver {
    private struct State {
        var head: TransferHead?
        var bytes = 0
        var text = ""
        var pieces = 0
        var ends: [TransferFailure?] = []
    }

    private let monitor = Monitor()
    private let state = Guarded(State())
    private let holds: Bool

    init(holds: Bool = false) { self.holds = holds }

    func head(_ head: TransferHead) { change { $0.head = head } }

    func piece(_ piece: UnsafeRawBufferPointer) -> Bool {
        change {
            $0.bytes += piece.count
            $0.pieces += 1
            if $0.text.utf8.count < 4_096 { $0.text += String(decoding: piece, as: UTF8.self) }
        }
        return !holds
    }

    func ended(_ failure: TransferFailure?) { change { $0.ends.append(failure) } }

    private func change(_ body: (inout State) -> Void) {
        monitor.locked {
            state.withLock(body)
            monitor.broadcast()
        }
    }

    var bytes: Int { state.withLock { $0.bytes } }
    var pieces: Int { state.withLock { $0.pieces } }
    var text: String { state.withLock { $0.text } }
    var head: TransferHead? { state.withLock { $0.head } }
    var ends: [TransferFailure?] { state.withLock { $0.ends } }

    /// Waits until what is read here fulfils `condition`; false after `timeout`.
    func wait(_ timeout: Duration = .seconds(20), until condition: (Reader) -> Bool) -> Bool {
        let deadline = MonotonicClock.now() &+ timeout.nanoseconds
        return monitor.locked {
            while !condition(self) {
                if !monitor.wait(until: deadline) { return condition(self) }
            }
            return true
        }
    }

    func waitForEnd() throws -> TransferFailure? {
        try #require(wait { !$0.ends.isEmpty }, "the stream did not end")
        return ends[0]
    }
}
