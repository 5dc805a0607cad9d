import HeapModule

/// Jobs of one consumer that wait for a moment.
struct JobTimers {
    enum Purpose { case begin, requeue }

    private struct Timer: Comparable {
        let moment: UInt64
        /// Those of one moment come in the order in which they were set.
        let number: UInt64
        let job: QueueJob
        let purpose: Purpose

        static func < (a: Timer, b: Timer) -> Bool { (a.moment, a.number) < (b.moment, b.number) }
        static func == (a: Timer, b: Timer) -> Bool { a.number == b.number }
    }

    private var heap = Heap<Timer>()
    private var number: UInt64 = 0

    var nextMoment: UInt64? { heap.min?.moment }

    mutating func set(_ job: QueueJob, for purpose: Purpose, at moment: UInt64) {
        number &+= 1
        heap.insert(Timer(moment: moment, number: number, job: job, purpose: purpose))
    }

    /// The next job whose moment has come.
    mutating func take(now: UInt64) -> (job: QueueJob, purpose: Purpose)? {
        guard let first = heap.min, first.moment <= now else { return nil }
        heap.removeMin()
        return (first.job, first.purpose)
    }

    mutating func takeAll() -> [QueueJob] {
        defer { heap = Heap() }
        return heap.unordered.map(\.job)
    }
}
