import PluginSDK
import ReportDrawing
import ReportTemplates

/// Draws the reports of students - for a queue with a callback, and for who waits - and helps who writes templates.
public final class ReportPlugin: Plugin {
    public typealias Configuration = ReportSettings

    public static let manifest = Manifest<ReportPlugin>(
        id: "org.proctor.report", version: "0.1.0", summary: "Draws exam reports from templates.",
        needs: ["blobs/1", "http/1"]
    ) {
        Operation("report.job", "Makes the report of one command, and answers with its callback.", makeReport)
        Operation("report.failed", "Answers with the callback of a command whose job failed for good.", failReport)
        Operation("report.student", "Draws the report of one student's exam.", studentReport)
            .http(.post, "/v1/reports/students/{student_id}/exams/{exam_id}").produces("image/jpeg")
        Operation("report.class", "Draws the reports of a class into a ZIP.", streaming: classArchive)
            .http(.post, "/v1/reports/class").produces("application/zip")
        Operation("report.class_pdf", "Draws the reports of a class into one PDF.", classBook)
            .http(.post, "/v1/reports/class/pdf").produces("application/pdf")
        Operation("report.class_stream", "Either, telling of each report; the file is kept.", streaming: streamClass)
            .http(.post, "/v1/reports/class/stream")
        Operation("report.file", "Gives the file of a class that was kept.", keptFile)
            .http(.get, "/v1/reports/files/{key}").produces("application/zip")
        Operation("report.templates", "Lists the templates, and what is wrong with them.", templates)
            .http(.get, "/v1/reports/templates")
        Operation("report.lint", "Checks a template with all its samples.", lint).http(.post, "/v1/reports/lint")
        Operation("report.preview", "Draws a sample of a template.", preview).http(.post, "/v1/reports/preview")
        Operation("report.render", "Draws one report from data.", render).http(.post, "/v1/reports/render")
    }

    private let engines: ReportEngines
    private let desk: TemplateDesk
    private let useCases: ReportUseCases

    /// - Throws: `Reject` when fonts or templates cannot be read.
    public init(settings: ReportSettings, host: Host) throws {
        engines = try ReportEngines(settings.drawing, host: host)
        desk = TemplateDesk(shelf: engines.shelf, renderer: engines.renderer)
        useCases = ReportUseCases(
            settings, metrics: host.metrics,
            rendering: TemplateRendering(shelf: engines.shelf, renderer: engines.renderer),
            digest: { ContentHash.sha256($0) })
    }

    public func stop() async { await engines.browser?.close() }

    @Sendable func makeReport(_ payload: ReportPayload, job: Job) async throws -> CallbackAnswer<ReportCallbackBody> {
        try await useCases.jobs.report(useCases.jobs.command(payload, job: job), job: job)
    }

    @Sendable func failReport(_ payload: ReportPayload, job: Job) async throws -> CallbackAnswer<ReportCallbackBody> {
        try useCases.jobs.failed(useCases.jobs.command(payload, job: job), job: job)
    }

    @Sendable func studentReport(_ request: RawRequest, job: Job) async throws -> RawResponse {
        try await useCases.students.report(StudentReportRequest(job), job: job)
    }

    @Sendable func classArchive(_ request: ClassRequest, job: Job, to output: Output<RawPiece>) async throws {
        try await useCases.classes.archive(request, job: job, to: output)
    }

    @Sendable func classBook(_ request: ClassRequest, job: Job) async throws -> RawResponse {
        try await useCases.classes.book(request, job: job)
    }

    @Sendable func streamClass(_ request: ClassRequest, job: Job, to output: Output<ClassPiece>) async throws {
        try await useCases.classes.stream(request, job: job, to: output)
    }

    @Sendable func keptFile(_ request: RawRequest, job: Job) async throws -> RawResponse {
        try await useCases.classes.kept(job.parameter("key") ?? "", job: job)
    }

    @Sendable func templates(job: Job) async throws -> TemplateList { desk.list() }

    @Sendable func lint(_ request: LintRequest, job: Job) async throws -> TemplateLintDocument {
        try await desk.lint(request)
    }

    @Sendable func preview(_ request: PreviewRequest, job: Job) async throws -> RawResponse {
        try await desk.preview(request)
    }

    @Sendable func render(_ request: RenderRequest, job: Job) async throws -> RawResponse {
        try await desk.render(request)
    }
}
