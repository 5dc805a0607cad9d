import PluginSDK

/// A transaction that a plugin asked for.
public struct MemoryQuery: Sendable, Equatable {
    public let database: String
    public let statements: [SQLStatement]
    /// Whose data it is: what the request names, else the job's.
    public let tenant: String?
    public let isReadOnly: Bool
    public let timeout: Duration?
    public let rowLimit: Int?
}

/// What a test lets a database answer.
public enum MemoryResults: Sendable {
    /// One for each statement.
    case results([SQLResult])
    /// No answer: `.retry("sql.conflict", "...")`.
    case refusal(ServiceReply)
}

/// The service of `Database`, in memory: what was asked.
struct MemoryDatabases {
    private(set) var queries: [MemoryQuery] = []

    /// Checks a request as a host does, and notes it.
    mutating func begin(_ bytes: [UInt8], for caller: ServiceCaller) throws(ServiceRefusal) -> MemoryQuery {
        let request = try ServiceRequest(
            bytes, known: ["database", "statements", "tenant", "read_only", "timeout_ms", "max_rows"])
        guard case .array(let elements)? = request.member("statements"), (1...1000).contains(elements.count) else {
            throw ServiceRefusal("sql.bad_request", "A request has 1 to 1000 statements.")
        }
        var statements: [SQLStatement] = []
        for element in elements { statements.append(try Self.statement(element)) }
        let tenant = try request.label("tenant", most: 128)
        if let tenant, let own = caller.tenant, tenant != own {
            throw ServiceRefusal("sql.bad_request", "The request names another tenant than the job's.")
        }
        let query = MemoryQuery(
            database: try request.text("database"), statements: statements, tenant: tenant ?? caller.tenant,
            isReadOnly: try request.flag("read_only"), timeout: try request.duration("timeout_ms", from: 1),
            rowLimit: try request.integer("max_rows", within: 1...Int.max))
        queries.append(query)
        return query
    }

    static func reply(_ results: MemoryResults) -> ServiceReply {
        switch results {
        case .refusal(let reply): reply
        case .results(let results):
            if let document = try? MemoryJSON.tree(of: ["results": results]) {
                .ok(document)
            } else {
                .reject("sql.failed", "The results cannot be written as JSON.")
            }
        }
    }

    private static func statement(_ element: JSONValue) throws(ServiceRefusal) -> SQLStatement {
        let request = try ServiceRequest(element, known: ["sql", "parameters"])
        var parameters: [SQLValue] = []
        if case .array(let values)? = request.member("parameters") {
            for value in values {
                guard let parameter = try? MemoryJSON.value(SQLValue.self, from: value) else {
                    throw ServiceRefusal("sql.bad_request", "A parameter is no value of SQL.")
                }
                parameters.append(parameter)
            }
        }
        return SQLStatement(try request.text("sql"), parameters)
    }
}
