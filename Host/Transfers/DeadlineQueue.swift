/// Deadlines of many things, each with at most one: a binary heap that knows where each of them stands, so that one can
/// be moved or taken out without a search.
struct DeadlineQueue<Key: Hashable> {
    private struct Entry {
        let key: Key
        var deadline: UInt64
    }

    private var heap: [Entry] = []
    private var places: [Key: Int] = [:]

    var count: Int { heap.count }
    /// The nearest deadline.
    var next: UInt64? { heap.first?.deadline }

    /// Sets or moves the deadline of `key`; on any clock that all of them share.
    mutating func set(_ key: Key, _ deadline: UInt64) {
        if let place = places[key] {
            heap[place].deadline = deadline
            settle(place)
        } else {
            heap.append(Entry(key: key, deadline: deadline))
            places[key] = heap.count - 1
            rise(heap.count - 1)
        }
    }

    mutating func remove(_ key: Key) {
        guard let place = places.removeValue(forKey: key) else { return }
        let last = heap.removeLast()
        guard place < heap.count else { return }
        heap[place] = last
        places[last.key] = place
        settle(place)
    }

    /// Takes out one key whose deadline has come.
    mutating func take(now: UInt64) -> Key? {
        guard let first = heap.first, first.deadline <= now else { return nil }
        remove(first.key)
        return first.key
    }

    private mutating func settle(_ place: Int) {
        if !rise(place) { sink(place) }
    }

    @discardableResult private mutating func rise(_ start: Int) -> Bool {
        var place = start
        while place > 0, heap[place].deadline < heap[(place - 1) / 2].deadline {
            swap(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
        return place != start
    }

    private mutating func sink(_ start: Int) {
        var place = start
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < heap.count && heap[child].deadline < heap[least].deadline {
                least = child
            }
            guard least != place else { return }
            swap(place, least)
            place = least
        }
    }

    private mutating func swap(_ one: Int, _ other: Int) {
        heap.swapAt(one, other)
        places[heap[one].key] = one
        places[heap[other].key] = other
    }
}
