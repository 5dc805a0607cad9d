import HostPostgreSQL

/// A request that was checked: whose it is is known, and how long it may take.
struct DatabaseQuery: Sendable {
    let statements: [PostgreSQLStatement]
    let isReadOnly: Bool
    let tenant: String?
    let timeout: Duration
    let rowLimit: Int
}
