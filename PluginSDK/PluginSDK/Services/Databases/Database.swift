/// An SQL database that the operator has named: PostgreSQL or SQLite. A plugin sees rows, never the address.
///
///     let database = job.host.database("main")
///     let open = try await database.query("SELECT id, title FROM tasks WHERE done = $1", [false], as: Task.self)
///
/// Values go into placeholders, `$1` and on, never into the text. Where the database is bound to tenants the job's is
/// set before the statements. Manifests name `sql/1` under `needs`. Every function throws `ServiceError`:
/// `sql.unreachable`, `.timeout`, `.busy` and `.conflict` mean later; `.unknown`, `.not_allowed`, `.failed`,
/// `.no_tenant` and `.bad_request` never.
///
/// The service behind it, for who writes a host or a plugin in C. A value is null, true, false, a number, a text or
/// `{"base64"}`; a number written with a point or an exponent is a double, `1.0` too:
///
/// | Service | Request | Reply |
/// |---|---|---|
/// | `sql.query/1` | `{"database","statements":[{"sql",("parameters":[...])}],("tenant"),("read_only"),("timeout_ms"),("max_rows")}` | `{"results":[{"columns","rows":[[...]],"affected",("truncated")}]}`, one for each statement |
public struct Database: Sendable {
    let host: Host
    let name: String

    /// Runs one statement, in a transaction of its own.
    public func query(
        _ sql: String, _ parameters: [SQLValue] = [], options: SQLOptions = SQLOptions()
    ) async throws -> SQLResult {
        let results = try await transaction([SQLStatement(sql, parameters)], options: options)
        guard let result = results.first else { throw ServiceError.badReply(Self.service) }
        return result
    }

    /// Runs one statement and reads each row as a type. - Throws: also `DecodingError`.
    public func query<Row: Decodable & Sendable>(
        _ sql: String, _ parameters: [SQLValue] = [], options: SQLOptions = SQLOptions(), as type: Row.Type
    ) async throws -> [Row] {
        try await query(sql, parameters, options: options).decode(as: type)
    }

    /// Runs statements in one transaction: all of them, or none.
    ///
    /// - Returns: one result for each statement.
    public func transaction(
        _ statements: [SQLStatement], options: SQLOptions = SQLOptions()
    ) async throws -> [SQLResult] {
        struct Reply: Decodable { var results: [SQLResult] }
        let request = try DatabaseRequest.text(database: name, statements, options)
        let answer = try await host.call(Self.service, Array(request.utf8))
        let reply = try Host.read(Reply.self, answer, from: Self.service)
        guard reply.results.count == statements.count else { throw ServiceError.badReply(Self.service) }
        return reply.results
    }

    private static let service = "sql.query/1"
}

/// One statement with the values of its placeholders.
public struct SQLStatement: Codable, Sendable, Hashable {
    public var sql: String
    public var parameters: [SQLValue]

    public init(_ sql: String, _ parameters: [SQLValue] = []) {
        self.sql = sql
        self.parameters = parameters
    }
}

/// How a transaction runs; what is not said is as the operator said.
public struct SQLOptions: Sendable, Hashable {
    /// The database itself then refuses to write.
    public var isReadOnly: Bool
    public var timeout: Duration?
    /// Most rows of one result; the rest is cut off, and said to be.
    public var rowLimit: Int?
    /// Whose data it is; nil: the job's tenant. A job that has one may name no other.
    public var tenant: String?

    public init(isReadOnly: Bool = false, timeout: Duration? = nil, rowLimit: Int? = nil, tenant: String? = nil) {
        self.isReadOnly = isReadOnly
        self.timeout = timeout
        self.rowLimit = rowLimit
        self.tenant = tenant
    }
}
