/// A room that keeps data of tenants and persons in the database: what `proctor data purge` and the sweep go through.
public protocol DataRoom: Sendable {
    /// For messages: `store`.
    var name: String { get }
    /// Removes, for good, all that belongs to a tenant. Blocks.
    /// - Returns: how many items.
    func purge(tenant: String) throws(DatabaseFailure) -> Int
    /// Removes, for good, all that is about a person. Blocks.
    func purge(subject: String) throws(DatabaseFailure) -> Int
    /// Removes what has run out; a bounded number of items a call. Blocks.
    ///
    /// - Parameter now: milliseconds since 1970-01-01T00:00:00Z.
    /// - Returns: how many; call again at once while it is not 0.
    func sweep(now: Int64) throws(DatabaseFailure) -> Int
}
