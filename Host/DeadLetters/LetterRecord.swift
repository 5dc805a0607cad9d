public import HostDispatch

/// What the operator has done about a letter.
public enum LetterState: String, Sendable, CaseIterable {
    /// Nothing yet.
    case kept
    /// Seen, and put away.
    case archived
    /// Its job was put back to where it came from; should it fail again, the letter is kept once more.
    case replayed
}

/// A letter without its payload, for lists.
public struct LetterSummary: Sendable, Equatable {
    /// Names the letter for its whole life.
    public var number: Int64
    public var state: LetterState
    public var job: String
    public var origin: String
    public var processor: String
    public var operation: String
    public var status: JobStatus
    /// The error's class: `sheet.not_found`.
    public var code: String
    public var reason: String
    public var attempts: Int
    /// How often it was replayed.
    public var replays: Int
    public var tenant: String?
    public var subject: String?
    /// Milliseconds since 1970 of the first final failure, and of the latest.
    public var created: Int64
    public var failed: Int64
    /// Of the payload, in bytes.
    public var size: Int
}

/// A letter with all that its job had.
public struct LetterRecord: Sendable {
    public var summary: LetterSummary
    public var headers: [(name: String, value: String)]
    public var payload: [UInt8]
}

/// Which letters of all.
public struct LetterFilter: Sendable, Equatable {
    public var state: LetterState?
    public var origin: String?
    public var code: String?
    public var tenant: String?
    public var job: String?
    /// Milliseconds since 1970: those whose latest failure is not older.
    public var since: Int64?

    public init(
        state: LetterState? = nil, origin: String? = nil, code: String? = nil, tenant: String? = nil,
        job: String? = nil, since: Int64? = nil
    ) {
        self.state = state
        self.origin = origin
        self.code = code
        self.tenant = tenant
        self.job = job
        self.since = since
    }
}

/// The letters that a command is about.
public enum LetterSelection: Sendable, Equatable {
    case numbers([Int64])
    case matching(LetterFilter)
}

/// Whose data is to go.
public enum DataOwner: Sendable, Equatable {
    /// By the job header `x-tenant-slug`.
    case tenant(String)
    /// The person whom the data is about, by the job header `x-subject-id` or what was said when it was put.
    case subject(String)

    /// The column that holds it, in every table of jobs and letters.
    public var column: String {
        switch self {
        case .tenant: "tenant"
        case .subject: "subject"
        }
    }

    public var value: String {
        switch self {
        case .tenant(let value), .subject(let value): value
        }
    }
}
