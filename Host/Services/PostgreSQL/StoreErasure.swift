import HostPostgreSQL
import HostServiceRequests

/// What removes values without their processor's asking. Blocks: for host threads only.
extension PostgreSQLStore {
    /// Most rows that one statement removes: others wait meanwhile.
    private static let batch = 1_000

    /// Removes all that belongs to a tenant, of all processors.
    /// - Returns: how many values.
    package func purge(tenant: String) throws(ServiceRefusal) -> Int { try removeAll("tenant = $1", [.text(tenant)]) }

    /// The same of all that is about a person.
    package func purge(subject: String) throws(ServiceRefusal) -> Int {
        try removeAll("subject = $1", [.text(subject)])
    }

    /// Removes up to 1000 values that have run out, by the server's clock.
    ///
    /// - Parameter now: as other stores have it; the server's clock counts here.
    /// - Returns: how many; call again at once while it is not 0.
    package func sweep(now: Int64) throws(ServiceRefusal) -> Int {
        // A row that a transaction holds back as a lock is not in the way of anybody.
        try remove("expires <= now()", [])
    }

    private func removeAll(_ condition: String, _ parameters: [PostgreSQLValue]) throws(ServiceRefusal) -> Int {
        var total = 0
        while true {
            let count = try remove(condition, parameters)
            guard count > 0 else { return total }
            total += count
        }
    }

    private func remove(_ condition: String, _ parameters: [PostgreSQLValue]) throws(ServiceRefusal) -> Int {
        // Rows that others have at the moment are left for the next call.
        let statement = """
            DELETE FROM \(StoreTable.name) WHERE \(condition) AND (processor, key) IN (
                SELECT processor, key FROM \(StoreTable.name) WHERE \(condition) LIMIT \(Self.batch)
                FOR UPDATE\(parameters.isEmpty ? " SKIP LOCKED" : ""))
            """
        do throws(PostgreSQLFailure) {
            let request = PostgreSQLRequest([PostgreSQLStatement(statement, parameters)], .implicit)
            return try pool.perform(request)[0].affected ?? 0
        } catch {
            throw ServiceRefusal(error)
        }
    }
}
