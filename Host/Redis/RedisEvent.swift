/// What happens to a client's connection; for logs and counters.
public enum RedisEvent: Sendable, Equatable {
    /// - Parameter isAgain: whether there was one before.
    case connected(isAgain: Bool)
    /// It ended, or the first one could not be made; told once until there is one again. A sentence for a person.
    case lost(String)
}
