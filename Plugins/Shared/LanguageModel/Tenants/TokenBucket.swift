/// So much in a minute, all of it at once at the start. Taking more than there is makes a debt and tells how long it
/// takes to pay it: who comes later waits longer, so that all wait their turn. A value.
struct TokenBucket: Sendable, Equatable {
    private let capacity: Double
    private var level: Double
    private var updated: Duration

    /// - Parameter capacity: in a minute; more than 0.
    init(capacity: Int, at now: Duration) {
        self.capacity = Double(max(capacity, 1))
        level = self.capacity
        updated = now
    }

    /// More than there can ever be counts as all of it: it could never go otherwise.
    ///
    /// - Returns: how long to wait before using it.
    mutating func take(_ amount: Double, at now: Duration) -> Duration {
        refill(at: now)
        level -= min(amount, capacity)
        return level < 0 ? .seconds(-level * 60 / capacity) : .zero
    }

    /// What was taken and not used; a negative amount is what was used beyond it.
    mutating func giveBack(_ amount: Double, at now: Duration) {
        refill(at: now)
        level = min(capacity, level + amount)
    }

    mutating func isFull(at now: Duration) -> Bool {
        refill(at: now)
        return level >= capacity
    }

    private mutating func refill(at now: Duration) {
        guard now > updated else { return }
        level = min(capacity, level + (now - updated).inSeconds * capacity / 60)
        updated = now
    }
}
