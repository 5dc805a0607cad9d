import PluginSDK
import SingleFlight

/// What all reports of one exam have in common.
struct ClassFacts: Sendable {
    let exam: ExamFacts
    /// By student, in the list's order; nil where the backend was not asked, or has no list.
    let results: [Int: [ResultDocument]]?
    let statistics: ClassStatistics
    /// When it was asked for.
    let begun: ContinuousClock.Instant

    /// Whether a student's own result stands in the list as it is; true where there is no list, or one that says
    /// nobody's number.
    func knows(_ result: ResultDocument?, of student: Int) -> Bool {
        guard let results, !results.isEmpty else { return true }
        guard let listed = results[student] else { return false }
        guard let result else { return true }
        // Of a student who was graded twice the two lists may have another one last.
        if let same = listed.last(where: { $0.id == result.id }) { return same.score == result.score }
        return listed.contains { $0.score == result.score }
    }
}

/// Fetches it once for the two hundred reports of a class.
struct ClassSource: Sendable {
    private struct Exam: Hashable {
        let tenant: String
        let id: Int
    }

    private let backend: BackendClient
    private let settings: ReportSettings
    private let skipped: Set<OptionalDocument>
    private let known: SingleFlightCache<Exam, ClassFacts>
    private let renewals: ClassRenewals<Exam>

    init(_ settings: ReportSettings, backend: BackendClient) {
        self.backend = backend
        self.settings = settings
        skipped = Set(settings.skip)
        known = SingleFlightCache(lifetime: settings.examCache)
        renewals = ClassRenewals(interval: settings.examCache)
    }

    /// - Throws: `ReportRefusal`; `Retry`, `ServiceError`, `CancellationError`.
    func facts(for request: ReportRequest, job: Job) async throws -> ClassFacts {
        try await facts(for: request, notBefore: nil, job: job)
    }

    /// The time by which `renewed` goes.
    var now: ContinuousClock.Instant { known.now }

    /// What is known in place of facts that lack something: fetched anew once for an exam and the time for which its
    /// facts are known, for all who come. A list that lacks a student for good - one page of several - is not fetched
    /// for each report.
    ///
    /// - Parameter asked: when the report was begun; facts that are not older are as new as they get.
    func renewed(
        _ facts: ClassFacts, asked: ContinuousClock.Instant, for request: ReportRequest, job: Job
    ) async throws -> ClassFacts {
        let exam = Exam(tenant: request.tenant, id: request.examID)
        guard facts.begun < asked, let notBefore = renewals.begin(exam, at: asked) else { return facts }
        return try await self.facts(for: request, notBefore: notBefore, job: job)
    }

    private func facts(
        for request: ReportRequest, notBefore: ContinuousClock.Instant?, job: Job
    ) async throws -> ClassFacts {
        try await known.value(
            Exam(tenant: request.tenant, id: request.examID), notBefore: notBefore,
            // A job whose time is over fails alone: the others of its class have theirs.
            isOwnFailure: { job.isCancelled || job.timeRemaining.map { $0 < .milliseconds(100) } ?? false }
        ) {
            let begun = known.now
            async let exam = backend.required(.exam, for: request, job: job)
            async let results = optional(.examResults, request, job)
            async let statistics = optional(.statistics, request, job)
            async let choices = optional(.choices, request, job)
            return try facts(
                request.examID, exam: try await exam, results: try await results, statistics: try await statistics,
                choices: try await choices, begun: begun, job: job)
        }
    }

    private func optional(
        _ document: OptionalDocument, _ request: ReportRequest, _ job: Job
    ) async throws -> JSONValue? {
        if skipped.contains(document) { return nil }
        return try await backend.optional(document.document, for: request, job: job)
    }

    private func facts(
        _ id: Int, exam: JSONValue, results: JSONValue?, statistics: JSONValue?, choices: JSONValue?,
        begun: ContinuousClock.Instant, job: Job
    ) throws -> ClassFacts {
        let facts = try ExamFacts(
            id: id, document: exam, settings.fields.exam, fallback: settings.fallbackTypes,
            utcOffset: settings.utcOffset)
        let all = try results.map {
            try ResultDocument.list($0, of: .examResults, in: settings.listMember, settings.fields.result)
        }
        let byStudent = all.map { Dictionary(grouping: $0.filter { $0.studentID != nil }) { $0.studentID ?? 0 } }
        // Of a student who was graded twice the last counts; results that say nobody's number all do.
        let counted = (byStudent ?? [:]).values.compactMap(\.last) + (all ?? []).filter { $0.studentID == nil }
        let scores = counted.map { StudentResult(score: $0.score, grade: $0.grade) }
        var computed = ClassStatistics(scores, of: facts)
        if let choices, !computed.take(choices: choices, settings.fields.choices) {
            backend.went(without: .choices, job: job)
        }
        if let statistics, !computed.take(statistics: statistics, settings.fields.statistics) {
            backend.went(without: .statistics, job: job)
        }
        return ClassFacts(exam: facts, results: byStudent, statistics: computed, begun: begun)
    }
}

extension OptionalDocument {
    var document: BackendDocument {
        switch self {
        case .examResults: .examResults
        case .rank: .rank
        case .statistics: .statistics
        case .choices: .choices
        }
    }
}
