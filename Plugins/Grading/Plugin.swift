import PluginSDK

/// Grades scanned answer sheets, reads them without a key, and prints them blank.
public final class GradingPlugin: Plugin {
    public typealias Configuration = GradingSettings

    public static let manifest = Manifest<GradingPlugin>(
        id: "org.proctor.grading", version: "0.1.0", summary: "Reads and grades scanned answer sheets.",
        needs: ["store/1", "blobs/1", "http/1"]
    ) {
        Operation("grading.grade", "Grades one scanned sheet with a key.", grade)
            .http(.post, "/api/omr/grade").http(.post, "/api/temp/grading")
        Operation("grading.job", "Grades the scan of one command, and answers with its callback.", gradeJob)
        Operation("grading.failed", "Answers with the callback of a command whose job failed for good.", failJob)
        Operation("grading.read", "Reads every field of one scanned sheet.", read).http(.post, "/api/omr/read")
        Operation("grading.sheet", "Prints the blank sheet.", sheet).http(.post, "/api/omr/sheet")
    }

    private let sheets: SheetShelf
    private let reader: ScanReader
    private let grader: SheetGrader
    private let jobs: JobGrader

    /// - Throws: `Reject` when the configured sheet cannot be read.
    public init(settings: GradingSettings, host: Host) throws {
        let metrics = GradingMetrics(metrics: host.metrics)
        sheets = try SheetShelf(settings.sheet.path)
        reader = ScanReader(
            sheets: sheets, codec: ImageCodec(pixelBudget: settings.pixelBudget), rules: settings.rules,
            metrics: metrics)
        grader = SheetGrader(doubleMarks: settings.doubleMarks)
        jobs = JobGrader(
            settings: settings, ledger: CallbackLedger(settings: settings.idempotency, metrics: metrics),
            exams: ExamSource(settings), reader: reader, grader: grader, metrics: metrics)
    }

    @Sendable func gradeJob(_ payload: CommandPayload, job: Job) async throws -> CallbackAnswer<GradingCallback> {
        try await jobs.grade(jobs.command(payload, job: job), job: job)
    }

    @Sendable func failJob(_ payload: CommandPayload, job: Job) async throws -> CallbackAnswer<GradingCallback> {
        try await jobs.failed(jobs.command(payload, job: job), job: job)
    }

    @Sendable func grade(_ form: GradeForm, job: Job) async throws -> GradeResponse {
        let key: AnswerKey
        do {
            key = try AnswerKey(
                answers: form.correctAnswers, scores: form.questionScores, types: form.questionTypes)
        } catch {
            throw ContractError.reject(error)
        }
        do {
            let (image, reading) = try reader.read(form.image.bytes, sheet: form.sheet, job: job)
            guard let graded = grader.grade(reading, key: key) else { throw ContractError.scoreOverflow }
            var response = GradeResponse(
                totalScore: graded.totalScore, grade: graded.grade, phoneNumber: graded.identity,
                results: graded.questions.map(QuestionResult.init),
                imageInfo: ImageInfo(width: image.width, height: image.height))
            if form.detail == "full" {
                response.fields = reading.fields.map(FieldResult.init)
                response.flags = FlagCounts(reading.fields)
                response.confidence = response.fields?.map(\.confidence).min()
            }
            if form.overlay == "jpeg" { response.overlay = try overlay(image, reading) }
            return response
        } catch let error as any GradingFailure {
            throw ContractError.reject(error)
        }
    }

    @Sendable func read(_ request: ReadRequest, job: Job) async throws -> ReadResponse {
        do {
            let (image, reading) = try reader.read(request.image, sheet: request.sheet, job: job)
            return ReadResponse(reading, overlay: request.wantsOverlay ? try overlay(image, reading) : nil)
        } catch let error as any GradingFailure {
            throw Reject(error.message, code: error.code, httpStatus: 422)
        }
    }

    @Sendable func sheet(_ request: SheetRequest, job: Job) async throws -> RawResponse {
        do {
            let printer = SheetPrinter(template: try sheets.sheet(named: request.sheet))
            return switch request.format {
            case .pdf: RawResponse(bytes: try printer.pdf(), mediaType: "application/pdf")
            case .png: RawResponse(bytes: try printer.png(dpi: request.dpi ?? 300), mediaType: "image/png")
            }
        } catch let error as any GradingFailure {
            throw Reject(error.message, code: error.code, httpStatus: 422)
        }
    }

    private func overlay(_ image: LumaImage, _ reading: SheetReading) throws -> Attachment<JPEGImage> {
        Attachment(try Overlay().jpeg(of: image, reading: reading))
    }
}
