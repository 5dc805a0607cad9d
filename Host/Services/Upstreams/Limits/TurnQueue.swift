import DequeModule

/// Places for so many at once; who comes later waits in line, and the line is bounded.
struct TurnQueue<Member: Hashable> {
    enum Verdict: Equatable {
        /// It has a place.
        case go
        case wait
        /// The line is full.
        case refused
    }

    var places: Int
    /// Most that wait.
    let lineLimit: Int
    private(set) var taken = 0
    private var line: Deque<Member> = []
    /// Those of the line that still wait: who has left is passed over when its turn comes.
    private var waiting: Set<Member> = []

    init(places: Int, lineLimit: Int) {
        self.places = places
        self.lineLimit = lineLimit
    }

    mutating func enter(_ member: Member) -> Verdict {
        if taken < places, waiting.isEmpty {
            taken += 1
            return .go
        }
        guard waiting.count < lineLimit else { return .refused }
        line.append(member)
        waiting.insert(member)
        return .wait
    }

    /// Somebody gives up waiting. False when it does not wait.
    mutating func leave(_ member: Member) -> Bool {
        guard waiting.remove(member) != nil else { return false }
        // Who left stays in the line until its turn, unless those are the most of it.
        if line.count > 64, line.count > 2 * waiting.count { line = Deque(line.filter { waiting.contains($0) }) }
        return true
    }

    /// A place is given back.
    mutating func giveBack() { taken -= 1 }

    /// The next in line that has a place now; to be asked until nil.
    mutating func next() -> Member? {
        guard taken < places else { return nil }
        while let member = line.popFirst() {
            guard waiting.remove(member) != nil else { continue }
            taken += 1
            return member
        }
        return nil
    }
}
