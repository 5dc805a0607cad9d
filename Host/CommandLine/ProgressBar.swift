import Glibc
import HostThreads

/// Shows on a terminal how far a long call is; silent for one job, and where standard error is not a terminal.
final class ProgressBar {
    private let total: Int
    private let isShown: Bool
    private let began = MonotonicClock.now()
    private var done = 0
    private var lastDrawn: UInt64 = 0

    init(total: Int) {
        self.total = total
        self.isShown = total > 1 && isatty(STDERR_FILENO) == 1
    }

    func advance(failed: Int) {
        done += 1
        let now = MonotonicClock.now()
        guard isShown, done == total || now &- lastDrawn > 50_000_000 else { return }
        lastDrawn = now
        let filled = done * 30 / total
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        let trouble = failed > 0 ? ", \(failed) failed" : ""
        StandardError.print("\r\(bar) \(done)/\(total), \(rate)/s\(trouble) ", terminator: "")
    }

    func finish(failed: Int) {
        if isShown { StandardError.print("\r\u{1B}[K", terminator: "") }
        if total > 1 { StandardError.print("\(total) jobs: \(total - failed) ok, \(failed) failed, \(rate)/s") }
    }

    private var rate: String {
        let seconds = max(1e-9, Double(MonotonicClock.now() &- began) / 1e9)
        return String((Double(done) / seconds * 10).rounded() / 10)
    }
}
