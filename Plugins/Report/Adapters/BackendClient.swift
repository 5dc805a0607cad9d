import Lumie
import PluginSDK

/// The backend's documents, one after the other; each is timed and traced.
struct BackendClient: Sendable {
    private let upstream: String
    private let paths: [BackendDocument: BackendPath<BackendPlace>]
    private let metrics: ReportMetrics

    init(_ settings: ReportSettings, metrics: ReportMetrics) {
        upstream = settings.upstream
        self.metrics = metrics
        paths = Dictionary(
            BackendDocument.allCases.map { ($0, BackendPath(Self.template($0, settings.paths))) }
        ) { first, _ in first }
    }

    /// - Parameter result: the number of a result, for its answers.
    /// - Returns: nil when there is none.
    /// - Throws: `ReportRefusal` when it will never be given; `Retry` or `ServiceError` when it is not given now.
    func document(
        _ document: BackendDocument, for request: ReportRequest, result: Int? = nil, job: Job
    ) async throws -> JSONValue? {
        guard let path = paths[document] else { return nil }
        let sent = try path.request(tenant: request.tenant) { place in
            switch place {
            case .tenantSlug: request.tenant
            case .examId: String(request.examID)
            case .studentId: String(request.studentID)
            case .resultId: result.map { String($0) } ?? ""
            }
        }
        let start = ContinuousClock.now
        defer { metrics.fetched(document, took: ContinuousClock.now - start) }
        return try await job.trace.span("report.fetch", ["endpoint": .string(document.rawValue)]) {
            switch try await job.host.upstream(upstream).document(document.rawValue, sent) {
            case .document(let answer): return answer
            case .absent: return nil
            case .refused(let status): throw ReportRefusal.refused(document, status: status)
            }
        }
    }

    /// - Throws: `ReportRefusal`, also when there is none.
    func required(_ document: BackendDocument, for request: ReportRequest, job: Job) async throws -> JSONValue {
        guard let answer = try await self.document(document, for: request, job: job) else {
            throw ReportRefusal.missing(document)
        }
        return answer
    }

    /// One that a report can do without: nil also where the backend refuses it, and counted.
    ///
    /// - Throws: `Retry`, `ServiceError` when it is not given now.
    func optional(_ document: BackendDocument, for request: ReportRequest, job: Job) async throws -> JSONValue? {
        let answer: JSONValue?
        do {
            answer = try await self.document(document, for: request, job: job)
        } catch is ReportRefusal {
            answer = nil
        }
        if answer == nil { went(without: document, job: job) }
        return answer
    }

    /// Notes that a report goes without a document.
    func went(without document: BackendDocument, job: Job) {
        metrics.went(without: document)
        job.log.debug("a report goes without a document of the backend", ["endpoint": .string(document.rawValue)])
    }

    private static func template(
        _ document: BackendDocument, _ paths: PathSettings
    ) -> CommandTemplate<BackendPlace> {
        switch document {
        case .exam: paths.exam
        case .student: paths.student
        case .studentResults: paths.studentResults
        case .examResults: paths.examResults
        case .answers: paths.answers
        case .rank: paths.rank
        case .statistics: paths.statistics
        case .choices: paths.choices
        }
    }
}
