import PluginSDK

/// Exams as the backend knows them.
struct ExamSource: Sendable {
    let upstream: String
    let path: CommandTemplate
    let names: FieldNames<ExamField>
    let cache: ExamCache

    init(_ settings: GradingSettings) {
        upstream = settings.upstream
        path = settings.examPath
        names = settings.examFields
        cache = ExamCache(lifetime: settings.examCache)
    }

    /// The key of the command's exam.
    ///
    /// - Throws: `JobRefusal` when it will never be there; `Retry` or `ServiceError` when it is not there now.
    func key(for command: GradingCommand, job: Job) async throws -> AnswerKey {
        let exam = ExamCache.Exam(tenant: command.tenantSlug, id: command.examID)
        return try await cache.key(exam) {
            try await job.trace.span("omr.exam") { try await fetch(command, job) }
        }
    }

    private func fetch(_ command: GradingCommand, _ job: Job) async throws -> AnswerKey {
        let places = Dictionary(command.places.map { ($0.name, $0.value) }) { first, _ in first }
        guard let path = UpstreamPath(template: path.text, filling: places) else {
            throw Reject("The setting exam_path has a place that no command fills.", code: "exam.path")
        }
        let response = try await job.host.upstream(upstream).send(
            "GET", path, headers: ["accept": "application/json"], tenant: command.tenantSlug)
        switch response.status {
        case 200...299: return try key(in: response)
        case 404: throw JobRefusal.examMissing(command.examID)
        case 408, 425, 429, 500...: try response.head.requireSuccess()
        default: break
        }
        throw JobRefusal.examRefused(status: response.status)
    }

    private func key(in response: UpstreamResponse) throws -> AnswerKey {
        // What is no JSON at all was not written by the backend, but by something on the way that may be mended.
        guard let exam = try? JSONValue(parsing: response.body) else {
            throw Retry("The backend's answer about the exam is not JSON.", code: "exam.garbled")
        }
        do {
            return try AnswerKey(exam: exam, names)
        } catch {
            throw JobRefusal.keyUnusable(error.message)
        }
    }
}
