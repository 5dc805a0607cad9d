import AnalysisFacts
import LanguageModel
import PluginSDK

/// Writes commentary on exams and feedback to students: by a model whose every statement is held against the facts, or
/// by a narrator that needs none.
public final class AnalysisPlugin: Plugin {
    public typealias Configuration = AnalysisSettings

    public static let manifest = Manifest<AnalysisPlugin>(
        id: "org.proctor.analysis", version: "0.1.0",
        summary: "Writes commentary on exams and feedback to students, held against the facts.",
        needs: ["http/1", "store/1"]
    ) {
        Operation("analysis.exam_commentary", "Writes commentary on an exam.", commentExam)
            .http(.post, "/api/analysis/exam-commentary")
        Operation("analysis.student_feedback", "Writes feedback to one student.", adviseStudent)
            .http(.post, "/api/analysis/student-feedback")
        Operation("analysis.exam_commentary_stream", "The same, while it is written.", streaming: streamExam)
            .http(.post, "/api/analysis/exam-commentary/stream")
        Operation("analysis.student_feedback_stream", "The same, while it is written.", streaming: streamStudent)
            .http(.post, "/api/analysis/student-feedback/stream")
        Operation("analysis.class", "Writes the texts of a whole class, telling of each.", streaming: streamClass)
            .http(.post, "/api/analysis/class")
        Operation("analysis.job", "Writes what one command of a queue asks for, and answers with its callback.", run)
        Operation("analysis.failed", "Answers with the callback of a command whose job failed for good.", fail)
        Operation("analysis.progress", "Tells how far the class of a command is.", progress)
            .http(.get, "/api/analysis/jobs/{job_id}")
        Operation("analysis.facts", "Computes what texts about a class are made of.", facts)
            .http(.post, "/api/analysis/facts")
        Operation("analysis.prompts", "Lists the prompts, and what is wrong with them.", listPrompts)
            .http(.get, "/api/analysis/prompts")
        Operation("analysis.usage", "Tells the tokens and costs of days, by tenant and model.", usage)
            .http(.get, "/api/analysis/usage")
        Operation("analysis.index", "Tells who this is, and who writes.", index).http(.get, "/")
    }

    private let settings: AnalysisSettings
    private let model: LanguageModel?
    private let prompts: AnalysisPrompts
    private let writer: TextWriter
    private let classes: ClassWriter
    private let jobs: AnalysisJobs

    /// - Throws: `Reject` when nobody said who writes, or a prompt is broken.
    public init(settings: AnalysisSettings, host: Host) throws {
        self.settings = settings
        guard let llm = settings.llm, !llm.isEmpty else {
            throw Reject(
                "Nobody says who writes: set llm under config to the name of an upstream with a model, whose key "
                    + "LLM_API_KEY has, or to none for texts without one.", code: "settings.llm")
        }
        let metrics = AnalysisMetrics(metrics: host.metrics)
        let prompts = try AnalysisPrompts(folder: settings.prompts?.path)
        model = llm == "none" ? nil : try LanguageModel(settings.model, upstream: llm, host: host)
        self.prompts = prompts
        writer = TextWriter(
            model: model.map {
                ModelWriter(
                    model: $0, prompts: prompts, metrics: metrics, feedbackTokens: settings.feedbackTokens,
                    deadline: settings.model.deadline)
            }, onFailure: settings.onFailure, metrics: metrics)
        classes = ClassWriter(writer: writer, language: settings.language, lanes: settings.classes.lanes)
        jobs = AnalysisJobs(
            writer: writer, classes: classes, language: settings.language, keepFor: settings.classes.keepFor)
    }

    public func stop() async { await model?.stop() }

    @Sendable func commentExam(
        _ request: ExamCommentaryRequest, job: Job
    ) async throws -> CallbackAnswer<ContentAnswer> {
        try await answer(TextTask(request.figures, in: request.language ?? settings.language), job)
    }

    @Sendable func adviseStudent(
        _ request: StudentFeedbackRequest, job: Job
    ) async throws -> CallbackAnswer<ContentAnswer> {
        try await answer(TextTask(request.figures, in: request.language ?? settings.language), job)
    }

    @Sendable func streamExam(_ request: ExamCommentaryRequest, job: Job, to output: Output<TextPiece>) async throws {
        try await stream(TextTask(request.figures, in: request.language ?? settings.language), job, output)
    }

    @Sendable func streamStudent(
        _ request: StudentFeedbackRequest, job: Job, to output: Output<TextPiece>
    ) async throws {
        try await stream(TextTask(request.figures, in: request.language ?? settings.language), job, output)
    }

    @Sendable func streamClass(_ request: ClassFeedbackRequest, job: Job, to output: Output<ClassPiece>) async throws {
        try await classes.stream(request, job: job) { try await output.send($0) }
    }

    @Sendable func run(_ command: AnalysisCommand, job: Job) async throws -> CallbackAnswer<AnalysisCallback> {
        try await jobs.run(command, job: job)
    }

    @Sendable func fail(_ command: AnalysisCommand, job: Job) async throws -> CallbackAnswer<AnalysisCallback> {
        try await jobs.failed(command, job: job)
    }

    @Sendable func progress(job: Job) async throws -> ClassPiece {
        try await jobs.progress(jobID: job.parameter("job_id") ?? "", job: job)
    }

    @Sendable func facts(_ request: ClassFeedbackRequest, job: Job) async throws -> FactsDocument {
        FactsDocument(request)
    }

    @Sendable func listPrompts(job: Job) async throws -> PromptList { prompts.list }

    @Sendable func usage(job: Job) async throws -> UsageDocument {
        try await UsageDocument(model, from: job.parameter("from"), to: job.parameter("to"), tenant: job.tenant)
    }

    @Sendable func index(job: Job) async throws -> IndexDocument {
        IndexDocument(
            writer: model == nil ? "narrator" : "model", model: model == nil ? nil : settings.model.name,
            language: settings.language.rawValue, prompts: prompts.names)
    }

    /// An answer of the narrator in the model's place says so in a header.
    private func answer(_ task: TextTask, _ job: Job) async throws -> CallbackAnswer<ContentAnswer> {
        let text = try await writer.write(task, job: job)
        guard let reason = text.degradedBy else { return try CallbackAnswer(ContentAnswer(content: text.content)) }
        return try CallbackAnswer(ContentAnswer(content: text.content), httpHeaders: ["X-Proctor-Degraded": reason])
    }

    private func stream(_ task: TextTask, _ job: Job, _ output: Output<TextPiece>) async throws {
        let text = try await writer.stream(task, job: job) { event, content in
            try await output.send(TextPiece(event, content))
        }
        try await output.send(TextPiece(.done, text.content, degraded: text.isDegraded ? true : nil))
    }
}
