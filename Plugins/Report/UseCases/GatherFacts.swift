import PluginSDK

/// Gathers what one report is made of: all that can be asked for at once is.
struct FactsGatherer: Sendable {
    let settings: ReportSettings
    let backend: BackendClient
    let classes: ClassSource

    init(_ settings: ReportSettings, metrics: ReportMetrics) {
        self.settings = settings
        backend = BackendClient(settings, metrics: metrics)
        classes = ClassSource(settings, backend: backend)
    }

    /// The student's own results, and the answers of the one that the report is about.
    private struct OwnResults: Sendable {
        var all: [ResultDocument]
        var this: ResultDocument?
        var answers: [StudentAnswer]
    }

    /// - Throws: `ReportRefusal` when the report will never be made; `Retry`, `ServiceError`, `CancellationError` when
    ///   it is not made now.
    func facts(for request: ReportRequest, job: Job) async throws -> ReportFacts {
        let asked = classes.now
        async let student = student(request, job)
        async let ownResults = ownResults(request, job)
        async let standing = standing(request, job)
        var all = try await classes.facts(for: request, job: job)
        var own = try await ownResults
        // A list from before the student's result came is fetched once more.
        if !all.knows(own.this, of: request.studentID) {
            all = try await classes.renewed(all, asked: asked, for: request, job: job)
        }
        if own.this == nil, let listed = all.results?[request.studentID]?.last {
            own.this = listed
            own.answers = try await answers(of: listed, request, job)
        }
        guard let this = own.this else { throw ReportRefusal.resultMissing }
        let profile = try await student
        return ReportFacts(
            exam: all.exam, academy: profile.academy, student: profile.student,
            result: StudentResult(
                score: this.score, grade: this.grade, correctCount: this.correctCount,
                incorrectCount: this.incorrectCount, answers: own.answers),
            statistics: all.statistics, standing: try await standing,
            history: own.all.map { result in
                ReportFacts.PastResult(
                    examID: result.examID ?? request.examID, name: result.examName,
                    date: result.date.map { LocalTime.text($0, utcOffset: settings.utcOffset) },
                    score: result.score, grade: result.grade)
            },
            commentary: request.commentary.map { OutsideText.paragraphs($0) },
            feedback: request.feedback.map { OutsideText.paragraphs($0) })
    }

    private func student(_ request: ReportRequest, _ job: Job) async throws -> StudentDocument {
        let document = try await backend.required(.student, for: request, job: job)
        return try StudentDocument(id: request.studentID, document, settings.fields.student)
    }

    private func ownResults(_ request: ReportRequest, _ job: Job) async throws -> OwnResults {
        guard let document = try await backend.document(.studentResults, for: request, job: job) else {
            return OwnResults(all: [], this: nil, answers: [])
        }
        let all = try ResultDocument.list(
            document, of: .studentResults, in: settings.listMember, settings.fields.result)
        // The last of several: a sheet that was graded again.
        let this = all.last { $0.examID == request.examID }
        let answers = if let this { try await answers(of: this, request, job) } else { [] as [StudentAnswer] }
        return OwnResults(all: all, this: this, answers: answers)
    }

    private func answers(
        of result: ResultDocument, _ request: ReportRequest, _ job: Job
    ) async throws -> [StudentAnswer] {
        guard let document = try await backend.document(.answers, for: request, result: result.id, job: job) else {
            backend.went(without: .answers, job: job)
            return []
        }
        return try StudentAnswer.list(document, in: settings.listMember, settings.fields.answer)
    }

    private func standing(_ request: ReportRequest, _ job: Job) async throws -> ReportFacts.Standing? {
        if settings.skip.contains(.rank) { return nil }
        guard let document = try await backend.optional(.rank, for: request, job: job) else { return nil }
        let standing = ReportFacts.Standing(document, settings.fields.rank)
        if standing == nil { backend.went(without: .rank, job: job) }
        return standing
    }
}
