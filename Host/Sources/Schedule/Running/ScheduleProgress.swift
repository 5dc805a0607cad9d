import HostConfiguration

/// How far one schedule has come, and what is to be done next. Pure: times come in, decisions go out.
struct ScheduleProgress: Sendable {
    /// A time counts as missed when it passed longer than this before somebody watched: a restart takes less.
    static let tolerance: Int64 = 60
    /// Most jobs for missed times.
    static let mostMissed = 100
    /// Missed times are not looked for any further back.
    private static let memory: Int64 = 366 * 86_400

    enum Decision: Sendable, Equatable {
        /// Nothing until that time; nil when no time comes any more.
        case wait(until: Int64?)
        /// Make the job of `time`, which makes all times up to it handled. `missed` counts those that it stands for
        /// because they passed unwatched; 0 for a time of its own.
        case make(time: Int64, missed: Int)
        /// All times up to this one are handled without a job.
        case pass(to: Int64)
    }

    let binding: ScheduleBinding
    let times: ScheduleTimes
    /// All times up to this moment are handled.
    var handled: Int64

    /// - Parameter watchedSince: from when on a host has watched the clock without a break.
    func decide(now: Int64, watchedSince: Int64) -> Decision {
        guard let next = times.next(after: handled) else { return .wait(until: nil) }
        let jitter = min(binding.jitter.components.seconds, ScheduleTimes.longestInterval)
        let border = watchedSince - Self.tolerance - max(jitter, 0)
        guard next < border else {
            let due = next + ScheduleJitter.delay(of: binding.name, at: next, most: jitter)
            return due <= now ? .make(time: next, missed: 0) : .wait(until: due)
        }
        switch binding.missed {
        case .skip: return .pass(to: border - 1)
        case .once:
            let missed = missedTimes(before: border)
            return missed.latest.last.map { .make(time: $0, missed: missed.count) } ?? .pass(to: border - 1)
        case .all:
            let missed = missedTimes(before: border)
            guard let first = missed.latest.first else { return .pass(to: border - 1) }
            return first > next ? .pass(to: first - 1) : .make(time: first, missed: 0)
        }
    }

    /// How many times passed before `border`, and the last of them.
    private func missedTimes(before border: Int64) -> (count: Int, latest: ArraySlice<Int64>) {
        var time = max(handled, border - Self.memory)
        var count = 0
        var latest: [Int64] = []
        while let next = times.next(after: time), next < border {
            count += 1
            latest.append(next)
            if latest.count > Self.mostMissed * 2 { latest.removeFirst(latest.count - Self.mostMissed) }
            time = next
        }
        return (count, latest.suffix(Self.mostMissed))
    }
}
