import Synchronization

@testable import LanguageModel

/// A clock whose sleepers do not sleep: the time leaps to where they would wake.
final class LeapingClock: Sendable {
    private let state = Mutex((now: Duration.seconds(1000), sleeps: [Duration]()))

    /// 2026-03-01, noon.
    static let date = 1_772_366_400

    var now: Duration { state.withLock { $0.now } }
    /// How long was slept, each time.
    var sleeps: [Duration] { state.withLock { $0.sleeps } }
    func advance(by time: Duration) { state.withLock { $0.now += time } }

    var model: ModelClock {
        ModelClock(
            now: { self.now },
            secondsSince1970: { Self.date + Int((self.now - .seconds(1000)).components.seconds) },
            sleep: { time in
                try Task.checkCancellation()
                self.state.withLock { state in
                    state.now += max(time, .zero)
                    state.sleeps.append(time)
                }
            })
    }
}
