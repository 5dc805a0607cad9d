import FoundationEssentials
import HostDispatch
import HostPostgreSQL
import HostServiceRequests

/// A request of `sql.query/1`: statements that happen together or not at all.
struct QueryRequest: ServiceRequest {
    /// Most statements of a request.
    private static let statementLimit = 1_000

    struct Statement: ServiceRequest {
        let text: String
        let parameters: [PostgreSQLValue]

        init(_ reader: RequestReader) throws {
            text = try reader.text("sql")
            let values: [QueryParameter] = try reader.member("parameters", Self.kind) ?? []
            parameters = values.map(\.value)
        }

        private static let kind =
            #"a list of null, true, false, numbers of 64 bits, texts and {"base64": TEXT}; larger numbers as text"#
    }

    let database: String
    let statements: [Statement]
    let tenant: String?
    let isReadOnly: Bool
    let timeout: Duration?
    let rowLimit: Int

    init(_ reader: RequestReader) throws {
        database = try reader.text("database")
        statements = try reader.list("statements", of: Statement.self, most: Self.statementLimit)
        guard !statements.isEmpty else { throw ServiceRefusal.badRequest("\"statements\" is missing or empty") }
        tenant = try reader.label("tenant")
        isReadOnly = try reader.flag("read_only")
        timeout = try reader.milliseconds("timeout_ms", from: 1).map { .milliseconds($0) }
        rowLimit = Int(clamping: try reader.number("max_rows", in: 1...Int64.max) ?? .max)
    }

    /// For whom: the job's tenant holds, and a request may name one only when the job has none.
    func tenant(of caller: ServiceCaller) throws(ServiceRefusal) -> String? {
        guard let own = caller.tenant else { return tenant }
        guard tenant == nil || tenant == own else {
            throw .reject("sql.not_allowed", "the request names another tenant than its job has")
        }
        return own
    }

    /// How long it may take: the shortest of its own time, the database's, and what is left to the job.
    func timeout(of caller: ServiceCaller, most: Duration, now: UInt64) -> Duration {
        let own = min(timeout ?? most, most)
        guard caller.deadline != 0 else { return own }
        let left = caller.deadline > now ? caller.deadline - now : 0
        return min(own, .nanoseconds(Int64(clamping: left)))
    }
}

/// A parameter as JSON has it.
private struct QueryParameter: Decodable {
    private struct Tagged: Decodable {
        let base64: Data?
        /// See ``WrittenDoubles``.
        let d: Double?
    }

    let value: PostgreSQLValue

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            value = .null
        } else if let flag = try? container.decode(Bool.self) {
            value = .bool(flag)
        } else if let number = try? container.decode(Int64.self) {
            value = .int(number)
        } else if let text = try? container.decode(String.self) {
            value = .text(text)
        } else {
            // A whole number of more than 64 bits is none of these: it would lose digits on the way, silently.
            let tagged = try container.decode(Tagged.self)
            switch (tagged.base64, tagged.d) {
            case (let data?, nil): value = .bytes(Array(data))
            case (nil, let number?): value = .double(number)
            default:
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "neither bytes nor a number")
            }
        }
    }
}
