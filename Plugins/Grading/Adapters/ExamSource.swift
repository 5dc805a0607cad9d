import Lumie
import PluginSDK
import SingleFlight

/// The keys of exams, as the backend knows them. Two hundred sheets of one exam ask once.
struct ExamSource: Sendable {
    private struct Exam: Hashable {
        let tenant: String
        let id: Int
    }

    private let upstream: String
    private let path: BackendPath<SheetPlace>
    private let names: FieldNames<ExamField>
    private let known: SingleFlightCache<Exam, AnswerKey>

    init(_ settings: GradingSettings) {
        upstream = settings.upstream
        path = BackendPath(settings.examPath)
        names = settings.examFields
        known = SingleFlightCache(lifetime: settings.examCache)
    }

    /// The key of the command's exam.
    ///
    /// - Throws: `JobRefusal` when it will never be there; `Retry` or `ServiceError` when it is not there now.
    func key(for command: GradingCommand, job: Job) async throws -> AnswerKey {
        try await known.value(Exam(tenant: command.tenantSlug, id: command.examID)) {
            try await job.trace.span("omr.exam") { try await fetch(command, job) }
        }
    }

    private func fetch(_ command: GradingCommand, _ job: Job) async throws -> AnswerKey {
        let request = try path.request(tenant: command.tenantSlug, command.value)
        switch try await job.host.upstream(upstream).document("exam", request) {
        case .document(let exam):
            do {
                return try AnswerKey(exam: exam, names)
            } catch {
                throw JobRefusal.keyUnusable(error.message)
            }
        case .absent: throw JobRefusal.examMissing(command.examID)
        case .refused(let status): throw JobRefusal.examRefused(status: status)
        }
    }
}
