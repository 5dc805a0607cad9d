import FoundationEssentials
import PluginSDK

/// All that a handler knows of its job.
struct Echo: Encodable, Sendable {
    /// Null when it is no JSON.
    var payload: JSONValue
    var size: Int
    var id: String
    var attempt: Int
    var parameters: [String: String]
    var headers: [String: String]
    var tenant: String?
    var subject: String?
    var file_name: String?
    var scheduled_for: Date?
    var has_deadline: Bool
}

extension Worker {
    func echo(_ request: RawRequest, job: Job) async throws -> Echo {
        Echo(
            payload: (try? JSONValue(parsing: request.bytes)) ?? .null, size: request.bytes.count, id: job.id,
            attempt: job.attempt, parameters: job.parameters, headers: job.headers, tenant: job.tenant,
            subject: job.subject, file_name: job.fileName, scheduled_for: job.scheduledFor,
            has_deadline: job.timeRemaining != nil)
    }
}
