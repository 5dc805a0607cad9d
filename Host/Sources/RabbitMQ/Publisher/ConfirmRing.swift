import DequeModule

/// What was published on a channel and is not confirmed yet, by the numbers that the broker confirms.
///
/// A channel's first message has number 1, whatever the broker says of it (publisher confirms of RabbitMQ). Confirms come
/// in any order, for one message or for all up to one.
struct ConfirmRing<Element> {
    private var slots: Deque<Element?> = []
    /// The number of the first slot.
    private var first: UInt64 = 1
    /// Messages that wait for their confirm.
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    /// From the oldest that waits to the newest message, those between that are settled included.
    var span: Int { slots.count }

    /// - Returns: the message's number.
    @discardableResult
    mutating func append(_ element: Element) -> UInt64 {
        slots.append(element)
        count += 1
        return first &+ UInt64(slots.count - 1)
    }

    /// Takes out what a confirm tells of, in order; what is unknown or settled already is passed over. Number 0 with
    /// `upTo` means all.
    mutating func settle(_ tag: UInt64, upTo: Bool, into settled: inout [Element]) {
        let end = first &+ UInt64(slots.count)
        if upTo {
            let last = tag == 0 ? end &- 1 : min(tag, end &- 1)
            while first <= last, let slot = slots.popFirst() {
                first &+= 1
                if let element = slot {
                    count -= 1
                    settled.append(element)
                }
            }
            return
        }
        guard tag >= first, tag < end else { return }
        if let element = slots[Int(tag - first)].take() {
            count -= 1
            settled.append(element)
        }
        while case .some(.none) = slots.first {
            slots.removeFirst()
            first &+= 1
        }
    }

    /// Changes the first that waits and is as wanted.
    /// - Returns: false when there is none.
    @discardableResult
    mutating func changeFirst(where isWanted: (Element) -> Bool, _ change: (inout Element) -> Void) -> Bool {
        for index in slots.indices {
            guard var element = slots[index], isWanted(element) else { continue }
            change(&element)
            slots[index] = element
            return true
        }
        return false
    }

    /// The channel is closed: what waited, in order. The next number is 1.
    mutating func restart() -> [Element] {
        defer {
            slots.removeAll(keepingCapacity: true)
            first = 1
            count = 0
        }
        return slots.compactMap(\.self)
    }

    /// All that wait, in order.
    var waiting: some Sequence<Element> { slots.lazy.compactMap(\.self) }
}
