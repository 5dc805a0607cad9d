/// The calls that wait for their answers, each with the time at which it has waited long enough.
struct CallTable<Purpose> {
    private struct Waiting {
        let purpose: Purpose
        var deadline: UInt64
    }

    private var lastID = 0
    private var waiting: [Int: Waiting] = [:]

    /// The number of a new call. `deadline` is in nanoseconds of the monotonic clock.
    mutating func begin(_ purpose: Purpose, deadline: UInt64) -> Int {
        lastID += 1
        waiting[lastID] = Waiting(purpose: purpose, deadline: deadline)
        return lastID
    }

    /// What an answered call was for; nil when nobody waits for it.
    mutating func take(_ id: Int) -> Purpose? { waiting.removeValue(forKey: id)?.purpose }

    /// Lets a call wait no longer than until `deadline`.
    mutating func shorten(_ id: Int, to deadline: UInt64) {
        guard let until = waiting[id]?.deadline else { return }
        waiting[id]?.deadline = min(until, deadline)
    }

    /// What those were for that have waited long enough.
    func late(at now: UInt64) -> [Purpose] {
        waiting.filter { $0.value.deadline <= now }.sorted { $0.key < $1.key }.map(\.value.purpose)
    }

    var nextDeadline: UInt64? { waiting.values.map(\.deadline).min() }

    /// The browser is gone: nothing will be answered. Numbers go on, so that a late answer finds nobody.
    mutating func forgetAll() { waiting = [:] }
}
