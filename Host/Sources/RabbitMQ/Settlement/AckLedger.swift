/// The unsettled deliveries of one channel, and what to tell the broker about them.
///
/// Deliveries are acknowledged together, up to the highest one below which all have ended: one frame for many jobs. A
/// slow one does not hold up the others for ever: what has waited behind it for long, or is more than half of what may
/// be here unsettled, is acknowledged singly. No tag is acknowledged twice, and none of another channel or connection; and
/// none by a word about a higher one as long as it has not come here.
///
/// A linked list in the order of the tags within one array: every step takes constant time, and the memory is that of
/// the unsettled deliveries, however far behind the slowest is.
struct AckLedger: Sendable {
    /// Where a delivery stands in the ledger; it says nothing to the ledger of another time.
    struct Place: Sendable, Equatable {
        let epoch: UInt64
        let slot: Int
        let tag: UInt64
    }

    /// What the broker is told.
    enum Word: Sendable, Equatable {
        /// `upTo`: this one and all before it.
        case acknowledge(UInt64, upTo: Bool)
        case refuse(UInt64, requeue: Bool)
    }

    private struct Entry {
        var tag: UInt64
        var before: Int
        var after: Int
        var isDone = false
    }

    /// How long an ended job may wait behind one that has not ended, in nanoseconds.
    static let patience: UInt64 = 100_000_000
    private static let none = -1

    /// Names the channel's time, from its opening to its end: unique in the process.
    let epoch: UInt64
    private let prefetch: Int
    private var entries: [Entry] = []
    private var free: [Int] = []
    private var head = none
    private var tail = none
    /// Those that have ended while another before them has not; some may be gone by now.
    private var waiting: [Place] = []
    private var waitingSince: UInt64 = 0
    private var refusals: [Word] = []
    private var highest: UInt64 = 0
    /// Tags below the highest that have not come yet, in order: usually none.
    private var gaps: [ClosedRange<UInt64>] = []
    /// Deliveries that the broker has not been told about, ended or not.
    private(set) var unsettled = 0

    init(epoch: UInt64, prefetch: Int) {
        self.epoch = epoch
        self.prefetch = max(1, prefetch)
    }

    /// Notes a delivery. The broker counts the tags of a channel up from 1; one that comes after a higher one is put where
    /// it belongs.
    mutating func take(_ tag: UInt64) -> Place {
        note(tag)
        var (before, after) = (tail, Self.none)
        while before != Self.none, entries[before].tag > tag { (before, after) = (entries[before].before, before) }
        let entry = Entry(tag: tag, before: before, after: after)
        let slot: Int
        if let reused = free.popLast() {
            slot = reused
            entries[slot] = entry
        } else {
            slot = entries.count
            entries.append(entry)
        }
        if before == Self.none { head = slot } else { entries[before].after = slot }
        if after == Self.none { tail = slot } else { entries[after].before = slot }
        unsettled += 1
        return Place(epoch: epoch, slot: slot, tag: tag)
    }

    private mutating func note(_ tag: UInt64) {
        if tag > highest {
            if tag - highest > 1 { gaps.append(highest + 1...tag - 1) }
            highest = tag
        } else if let index = gaps.firstIndex(where: { $0.contains(tag) }) {
            let gap = gaps.remove(at: index)
            if tag < gap.upperBound { gaps.insert(tag + 1...gap.upperBound, at: index) }
            if gap.lowerBound < tag { gaps.insert(gap.lowerBound...tag - 1, at: index) }
        }
    }

    /// The job has ended and is to be acknowledged.
    /// - Returns: false when the place is none of this ledger's, or was settled before: nothing is noted.
    mutating func done(_ place: Place, now: UInt64) -> Bool {
        guard isOpen(place) else { return false }
        entries[place.slot].isDone = true
        if place.slot != head {
            if waiting.isEmpty { waitingSince = now }
            waiting.append(place)
        }
        return true
    }

    /// The job is given back, or refused for good.
    /// - Returns: as for ``done(_:now:)``.
    mutating func refuse(_ place: Place, requeue: Bool) -> Bool {
        guard isOpen(place) else { return false }
        unlink(place.slot)
        refusals.append(.refuse(place.tag, requeue: requeue))
        return true
    }

    /// What the broker is to be told now, in this order. Refusals come first: an acknowledgement of all up to a tag would
    /// take in a refused one that the broker has not heard of.
    mutating func words(now: UInt64) -> [Word] {
        guard head != Self.none || !refusals.isEmpty else { return [] }
        var words = refusals
        if !refusals.isEmpty { refusals = [] }
        var singles: [Word] = []
        var (last, count): (UInt64, Int) = (0, 0)
        let safe = gaps.first?.lowerBound ?? .max
        while head != Self.none, entries[head].isDone {
            if entries[head].tag < safe {
                last = entries[head].tag
                count += 1
            } else {
                singles.append(.acknowledge(entries[head].tag, upTo: false))
            }
            unlink(head)
        }
        if count > 0 { words.append(.acknowledge(last, upTo: count > 1)) }
        words += singles
        guard !waiting.isEmpty else { return words }
        if unsettled == 0 {
            waiting.removeAll(keepingCapacity: true)
        } else if now &- waitingSince >= Self.patience || waiting.count > prefetch / 2 {
            for place in waiting where entries[place.slot].tag == place.tag && entries[place.slot].isDone {
                words.append(.acknowledge(place.tag, upTo: false))
                unlink(place.slot)
            }
            waiting.removeAll(keepingCapacity: true)
        }
        return words
    }

    /// When ``words(now:)`` has something to say at the latest, though nothing else happens; nil: never.
    var nextMoment: UInt64? { waiting.isEmpty ? nil : waitingSince &+ Self.patience }

    private func isOpen(_ place: Place) -> Bool {
        guard place.epoch == epoch, entries.indices.contains(place.slot) else { return false }
        return entries[place.slot].tag == place.tag && !entries[place.slot].isDone
    }

    /// Takes an entry out of the list. Its tag stays and counts as done until the slot is used again, so that a place
    /// that is named once more finds nothing open.
    private mutating func unlink(_ slot: Int) {
        let (before, after) = (entries[slot].before, entries[slot].after)
        if before == Self.none { head = after } else { entries[before].after = after }
        if after == Self.none { tail = before } else { entries[after].before = before }
        entries[slot].isDone = true
        entries[slot].tag = 0
        free.append(slot)
        unsettled -= 1
    }
}
