import AnalysisFacts
import Lumie
import PluginSDK

/// What queues ask for, and the callbacks that end their jobs.
struct AnalysisJobs: Sendable {
    let writer: TextWriter
    let classes: ClassWriter
    let language: AnalysisLanguage
    let keepFor: Duration

    /// The callback of success, or of a request that can never be answered.
    ///
    /// - Throws: what ends this attempt alone.
    func run(_ command: AnalysisCommand, job: Job) async throws -> CallbackAnswer<AnalysisCallback> {
        try job.requireTenant(command.tenant, calledAs: "tenantSlug")
        do {
            var callback = AnalysisCallback(command, success: true)
            switch try command.request() {
            case .examCommentary(let request):
                let task = TextTask(request.figures, in: request.language ?? language, tenant: command.tenant)
                try await write(task, into: &callback, job)
            case .studentFeedback(let request):
                let task = TextTask(request.figures, in: request.language ?? language, tenant: command.tenant)
                try await write(task, into: &callback, job)
            case .classFeedback(let request):
                let texts = try await writeClass(request, command, job)
                // A wrong key fails all of them, and a class without a single text is no success.
                if let first = texts.first, texts.allSatisfy({ $0.status == .error }) {
                    return try failed(
                        command, code: first.errorCode ?? "job.failed", first.errorMessage ?? "", texts: texts)
                }
                callback.students = texts
            }
            return try CallbackAnswer(callback, messageID: command.messageID)
        } catch let refusal as InputRefusal {
            return try failed(command, code: refusal.code, refusal.message)
        } catch let reject as Reject {
            return try failed(command, code: reject.code, reject.message)
        }
    }

    /// The callback of a job that failed for good elsewhere, with those texts of a class that are there.
    func failed(_ command: AnalysisCommand, job: Job) async throws -> CallbackAnswer<AnalysisCallback> {
        try job.requireTenant(command.tenant, calledAs: "tenantSlug")
        let failure = job.failure ?? JobFailure(code: "job.failed", message: "")
        var texts: [ClassPiece.Student] = []
        if case .classFeedback(let request)? = try? command.request() {
            let places = classes.places(request)
            let kept = kept(command, job)
            // Without the store it is still told that the job failed.
            let known = Self.texts(of: places, in: (try? await kept.all()) ?? [:])
            texts = places.compactMap { known[$0.index] }
            try? await kept.end()
        }
        return try failed(
            command, code: failure.code, failure.message.isEmpty ? failure.code : failure.message, texts: texts)
    }

    /// How far the class of a job is.
    func progress(jobID: String, job: Job) async throws -> ClassPiece {
        guard let tenant = job.tenant, let kept = try await begun(tenant: tenant, jobID, job) else {
            throw Reject(
                "No class of this job is known to this tenant.", code: "job.not_found", httpStatus: 404)
        }
        let texts = try await kept.texts.all().values
        let failed = texts.count { $0.text.status == .error }
        var hasEnded = texts.count >= kept.total
        if !hasEnded { hasEnded = try await kept.texts.hasEnded() }
        return ClassPiece(
            event: hasEnded ? .done : .progress, done: texts.count, total: kept.total,
            failed: hasEnded ? failed + max(0, kept.total - texts.count) : failed)
    }

    private func write(_ task: TextTask, into callback: inout AnalysisCallback, _ job: Job) async throws {
        let text = try await writer.write(task, job: job)
        callback.content = text.content
        callback.degraded = text.isDegraded ? true : nil
    }

    private func kept(_ command: AnalysisCommand, _ job: Job) -> KeptTexts {
        KeptTexts(tenant: command.tenant, jobName: command.jobName, lifetime: keepFor, job: job)
    }

    /// What is kept of a job that a client names; nil: nothing.
    private func begun(tenant: String, _ jobID: String, _ job: Job) async throws -> (texts: KeptTexts, total: Int)? {
        let isName = jobID.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        guard isName, (1...AnalysisCommand.mostBytesOfID).contains(jobID.utf8.count) else { return nil }
        let kept = KeptTexts(tenant: tenant, jobName: jobID, lifetime: keepFor, job: job)
        return try await kept.total().map { (kept, $0) }
    }

    /// The kept texts of these places, by their index: those that are made of the same figures.
    private static func texts(
        of places: [ClassWriter.Place], in entries: [Int?: KeptTexts.Entry]
    ) -> [Int?: ClassPiece.Student] {
        places.reduce(into: [:]) { texts, place in
            guard let entry = entries[place.index], entry.fingerprint == place.task.fingerprint else { return }
            texts[place.index] = entry.text
            texts[place.index]?.studentId = place.studentID
        }
    }

    /// - Throws: `Retry` when a text is missing that another attempt may give; what is there is kept for it.
    private func writeClass(
        _ request: ClassFeedbackRequest, _ command: AnalysisCommand, _ job: Job
    ) async throws -> [ClassPiece.Student] {
        let places = classes.places(request, tenant: command.tenant)
        let kept = kept(command, job)
        let entries = try await kept.all()
        var texts = Self.texts(of: places, in: entries)
        // What failed for good is asked again by a new run of the command, not by another attempt of this one.
        if job.attempt == 1 { texts = texts.filter { $0.value.status == .done } }
        // What is asked again, or is of figures that were corrected, does not count as there.
        for index in entries.keys where texts[index] == nil { try await kept.forget(index) }
        try await kept.begin(total: places.count)
        var retry: Retry?
        try await classes.each(
            places.filter { texts[$0.index] == nil }, job: job, begins: { _ in },
            ends: { outcome in
                if let again = outcome.retry {
                    // One of them says how long the provider wants to be left alone.
                    if (retry?.after ?? .zero) <= (again.after ?? .zero) { retry = again }
                } else {
                    texts[outcome.said.index] = outcome.said
                    try await kept.keep(outcome.said, fingerprint: outcome.place.task.fingerprint)
                }
            })
        if let retry { throw retry }
        return places.compactMap { texts[$0.index] }
    }

    private func failed(
        _ command: AnalysisCommand, code: String, _ message: String, texts: [ClassPiece.Student] = []
    ) throws -> CallbackAnswer<AnalysisCallback> {
        var callback = AnalysisCallback(command, success: false)
        callback.errorCode = code
        callback.errorMessage = message
        callback.students = texts.isEmpty ? nil : texts
        return try CallbackAnswer(callback, messageID: command.messageID, isFailure: true)
    }
}
