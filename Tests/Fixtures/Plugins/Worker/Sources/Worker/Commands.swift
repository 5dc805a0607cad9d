import Glibc
import PluginSDK

/// A command as a broker brings it: `{"jobId": 7, "ms": 50}`.
struct Command: Codable, Sendable {
    var jobId: Int
    /// How long the work takes; absent: no time.
    var ms: Int?
    /// Takes the process along after that time.
    var crash: Bool?
}

struct CommandEnd: Codable, Sendable {
    var jobId: Int
    /// `done` or `failed`.
    var status: String
    /// Of a failure.
    var code: String?
}

extension Worker {
    /// The callback is the same at each attempt: receivers compare repetitions.
    func command(_ command: Command, job: Job) async throws -> CallbackAnswer<CommandEnd> {
        if let time = command.ms { try await Task.sleep(for: .milliseconds(time)) }
        if command.crash == true { abort() }
        return try CallbackAnswer(
            CommandEnd(jobId: command.jobId, status: "done"), messageID: "\(command.jobId):0")
    }

    func commandFailed(_ command: Command, job: Job) async throws -> CallbackAnswer<CommandEnd> {
        try CallbackAnswer(
            CommandEnd(jobId: command.jobId, status: "failed", code: job.failure?.code),
            messageID: "\(command.jobId):0", isFailure: true)
    }
}
