typealias CaptureID = UInt64

/// The captures that were asked for and have no result yet, and the order in which they get a tab.
struct CaptureQueue {
    struct Entry {
        let capture: PageCapture
        /// Nanoseconds of the monotonic clock.
        let deadline: UInt64
        /// Tries that ended with the browser or the tab, and those that ended because of another's page.
        var losses = 0
        var spared = 0
    }

    private var entries: [CaptureID: Entry] = [:]
    private var order: [CaptureID] = []

    var waiting: Int { order.count }
    var isEmpty: Bool { order.isEmpty }
    /// Those that have their turn.
    var running: Int { entries.count - order.count }
    var nextDeadline: UInt64? { entries.values.map(\.deadline).min() }

    subscript(_ id: CaptureID) -> Entry? { entries[id] }

    mutating func add(_ id: CaptureID, _ entry: Entry) {
        entries[id] = entry
        order.append(id)
    }

    /// The one whose turn it is; it stays known until it is removed.
    mutating func takeFirst() -> (CaptureID, PageCapture)? {
        guard let id = order.first, let entry = entries[id] else { return nil }
        order.removeFirst()
        return (id, entry.capture)
    }

    /// Puts one that had its turn before all others again; false, and removed, when it has had its tries.
    /// One retry is for a page that may have been the reason; one that only shared the browser gets more.
    mutating func retry(_ id: CaptureID, isSuspect: Bool) -> Bool {
        guard var entry = entries[id] else { return false }
        if isSuspect { entry.losses += 1 } else { entry.spared += 1 }
        guard entry.losses <= 1, entry.spared <= 3 else {
            remove(id)
            return false
        }
        entries[id] = entry
        order.insert(id, at: 0)
        return true
    }

    /// Forgets one. False when it was not known.
    @discardableResult
    mutating func remove(_ id: CaptureID) -> Bool {
        guard entries.removeValue(forKey: id) != nil else { return false }
        order.removeAll { $0 == id }
        return true
    }

    /// Those in no tab.
    var waitingIDs: [CaptureID] { order }

    func late(at now: UInt64) -> [CaptureID] {
        entries.filter { $0.value.deadline <= now }.keys.sorted()
    }
}
