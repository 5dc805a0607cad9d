/// One statement with its parameters, which stand in it as `$1`, `$2`, ….
public struct PostgreSQLStatement: Sendable {
    public var text: String
    public var parameters: [PostgreSQLValue]
    /// Whether rows come in binary form. Then `bytea`, numbers, booleans and text are understood, and nothing else.
    public var isBinary: Bool

    public init(_ text: String, _ parameters: [PostgreSQLValue] = [], isBinary: Bool = false) {
        self.text = text
        self.parameters = parameters
        self.isBinary = isBinary
    }
}

/// Statements that happen together or not at all, in one round trip.
public struct PostgreSQLRequest: Sendable {
    public enum Transaction: Sendable, Equatable {
        /// `BEGIN` and `COMMIT` around them. Nothing else uses the connection meanwhile.
        case block(isReadOnly: Bool)
        /// The server's implicit transaction around what is sent together: cheaper, and many requests may share a
        /// connection. For statements that say nothing about transactions and need no check at the commit.
        case implicit
    }

    public var statements: [PostgreSQLStatement]
    public var transaction: Transaction
    /// Settings of this transaction alone, such as a tenant's name for row-level security. Blocks only.
    public var settings: [(name: String, value: String)] = []
    /// From now until the answer, waiting included; nil: the pool's.
    public var timeout: Duration?
    /// Most rows of each statement's answer; the rest is dropped as it comes.
    public var rowLimit = Int.max
    /// Most bytes of all answers together, about.
    public var byteLimit = Int.max

    public init(_ statements: [PostgreSQLStatement], _ transaction: Transaction) {
        self.statements = statements
        self.transaction = transaction
    }

    /// Why it cannot be sent; nil when it can. C's texts, and PostgreSQL's, end at a NUL.
    public var obstacle: PostgreSQLFailure? {
        let isWhole = statements.allSatisfy { statement in
            !statement.text.utf8.contains(0)
                && statement.parameters.allSatisfy { parameter in
                    guard case .text(let text) = parameter else { return true }
                    return !text.utf8.contains(0)
                }
        }
        guard isWhole, settings.allSatisfy({ !$0.name.utf8.contains(0) && !$0.value.utf8.contains(0) }) else {
            return PostgreSQLFailure(
                .refused, "a statement, text or setting has a NUL character, which databases cannot hold",
                sqlstate: "22021")
        }
        guard statements.allSatisfy({ $0.parameters.count <= Int(UInt16.max) }) else {
            return PostgreSQLFailure(.refused, "a statement has more than 65,535 parameters", sqlstate: "54023")
        }
        return nil
    }
}

/// What one statement answered.
public struct PostgreSQLResult: Sendable, Equatable {
    public var columns: [String] = []
    public var rows: [[PostgreSQLValue]] = []
    /// Rows that were inserted, changed or deleted; nil for statements that only read.
    public var affected: Int?
    /// Whether there were more rows than were asked for.
    public var isTruncated = false

    public init() {}
}
