import PluginSDK

/// Whole classes: for who waits for the file, and for who wants to see it grow.
struct ClassReports: Sendable {
    let maker: ReportMaker
    let settings: ClassSettings

    /// A ZIP, which leaves while it grows. What is wrong with the request is told before its first byte.
    ///
    /// - Throws: `InputRefusal`, `Reject` when the request or the template is of no use; `CancellationError`.
    func archive(_ request: ClassRequest, job: Job, to output: Output<RawPiece>) async throws {
        guard request.package != .pdf else { throw Self.refuse("package", "Ask report.class_pdf for a PDF") }
        _ = try await make(request, into: StreamSink(output: output), limit: nil, job: job) { _, _ in }
    }

    /// One PDF.
    ///
    /// - Throws: as `archive`; `class.too_large` when it is larger than the settings allow.
    func book(_ request: ClassRequest, job: Job) async throws -> RawResponse {
        guard request.package != .zip else { throw Self.refuse("package", "Ask report.class for a ZIP") }
        var request = request
        request.package = .pdf
        let sink = MemorySink()
        _ = try await make(request, into: sink, limit: settings.pdfLimit, job: job) { _, _ in }
        return RawResponse(bytes: await sink.bytes, mediaType: ClassRequest.Package.pdf.mediaType)
    }

    /// Either, with a piece after each student; the files are kept for `report.file`.
    ///
    /// - Throws: as `archive`; `Reject` when a PDF is larger than a file may be.
    func stream(_ request: ClassRequest, job: Job, to output: Output<ClassPiece>) async throws {
        let kept = KeptFiles(
            exam: request.exam?.id ?? request.examId ?? 0, kind: request.package ?? .zip, lifetime: settings.keepFor,
            tenant: Self.tenant(of: job), job: job)
        do {
            let outcome = try await make(request, into: kept, limit: settings.fileLimit, job: job) { student, place in
                try await output.send(
                    ClassPiece(
                        event: .progress, done: place.done, total: place.total, studentId: student.studentId,
                        status: student.status, message: student.message))
            }
            try await output.send(
                ClassPiece(
                    event: .done, done: outcome.total, total: outcome.total, files: await kept.files,
                    failed: outcome.failed))
        } catch {
            // Nobody was told their names.
            await kept.remove()
            throw error
        }
    }

    /// A file that `stream` has kept, for the tenant whose class it was.
    ///
    /// - Throws: `Reject` with status 404 when there is none, no more or for this tenant.
    func kept(_ name: String, job: Job) async throws -> RawResponse {
        guard let key = ClassFileKey(name), let blob = try await job.host.blobs.get(key.blob(of: Self.tenant(of: job)))
        else {
            throw Reject(
                "There is no such file. Files of classes are kept for a while; draw the class again.",
                code: "file.not_found", httpStatus: 404)
        }
        return RawResponse(bytes: blob.bytes, mediaType: blob.mediaType ?? "application/octet-stream")
    }

    // MARK: Making

    private func make(
        _ request: ClassRequest, into sink: any PackageSink, limit: Int?, job: Job,
        progress: (ClassOutcome.Student, (done: Int, total: Int)) async throws -> Void
    ) async throws -> ClassOutcome {
        let plan = try plan(request, job)
        let look = try look(request, plan, job)
        let batch = ClassBatch(maker: maker, settings: settings, plan: plan, look: look)
        let total = plan.members.count
        let package: any ClassPackage =
            switch request.package ?? .zip {
            case .zip: try archive(look, sink, limit, job)
            case .pdf: try book(look, plan, sink, limit, job)
            }
        let outcome = try await batch.run(into: package, job: job) { student, done in
            try await progress(student, (done, total))
        }
        job.log.info(
            "a class was drawn", ["done": .integer(outcome.done), "failed": .integer(outcome.failed.count)])
        return outcome
    }

    private func plan(_ request: ClassRequest, _ job: Job) throws -> ClassPlan {
        let most = settings.mostStudents
        if let examID = request.examId, let students = request.studentIds {
            guard request.exam == nil, request.results == nil else {
                throw Self.refuse("examId", "Give exam and results, or examId and studentIds, not both")
            }
            guard job.tenant?.isEmpty == false else {
                throw InputRefusal(
                    problems: [
                        InputProblem(location: ["header", "x-tenant-slug"], type: "missing", message: "Field required")
                    ])
            }
            guard (1...most).contains(students.count) else {
                throw Self.refuse("studentIds", "Give 1 to \(most) students")
            }
            return ClassPlan(examID: examID, studentIDs: students)
        }
        guard let exam = request.exam, let results = request.results else {
            throw Self.refuse("exam", "Give exam and results, or examId and studentIds")
        }
        let roster = request.roster ?? []
        guard results.count <= most, roster.count <= most else {
            throw Self.refuse("results", "A class has at most \(most) students")
        }
        let problems = request.problems
        guard problems.isEmpty else { throw InputRefusal(problems: problems) }
        let facts = ExamFacts(
            exam, whenNone: maker.settings.fallbackTypes, utcOffset: maker.settings.utcOffset)
        let plan = ClassPlan(exam: facts, results: results, roster: roster)
        guard !plan.members.isEmpty else { throw Self.refuse("results", "Give at least one result or one student") }
        return plan
    }

    private static func refuse(_ member: String, _ message: String) -> InputRefusal {
        InputRefusal(
            problems: [InputProblem(location: ["body", .string(member)], type: "value_error", message: message)])
    }

    private func look(_ request: ClassRequest, _ plan: ClassPlan, _ job: Job) throws -> ClassBatch.Look {
        let tenant = Self.tenant(of: job)
        var choice = maker.settings.choice(for: tenant, inkSaving: request.options?.inkSaving)
        if let template = request.template, template != choice.template {
            (choice.template, choice.theme) = (template, nil)
        }
        if let theme = request.theme { choice.theme = theme }
        var manner = choice.manner
        if let locale = request.locale { manner.locale = locale == .ko ? .korean : .english }
        if let logo = request.options?.logo { manner.logo = logo }
        if let secondPage = request.options?.secondPage { manner.options.secondPage = secondPage }
        var output = maker.settings.output
        if let format = request.format { output.format = ReportFormat(format) }
        let template: any PinnedTemplate
        do {
            template = try maker.rendering.template(choice.template, theme: choice.theme)
        } catch {
            throw Reject(error.message, code: error.code, httpStatus: error.code == "template.unknown" ? 404 : 422)
        }
        let feedback = (request.feedback ?? [:]).compactMap { id, text in Int(id).map { ($0, text) } }
        return ClassBatch.Look(
            template: template, templateName: choice.template, manner: manner, output: output,
            day: maker.day, tenant: tenant,
            academy: request.academy.map { OutsideText.line($0) }, commentary: request.commentary,
            feedback: Dictionary(feedback) { first, _ in first })
    }

    private func archive(
        _ look: ClassBatch.Look, _ sink: any PackageSink, _ limit: Int?, _ job: Job
    ) throws -> ArchivePackage {
        let maker = maker
        return try ArchivePackage(output: look.output, sink: sink, limit: limit) { draft in
            try await maker.picture(draft.data, of: draft.request, with: look.template, as: look.output, job: job)
        }
    }

    private func book(
        _ look: ClassBatch.Look, _ plan: ClassPlan, _ sink: any PackageSink, _ limit: Int?, _ job: Job
    ) throws -> BookPackage {
        guard let template = look.template as? any BindingTemplate else {
            throw Reject(
                "The template \"\(look.templateName)\" cannot be bound into one PDF: ask for a zip.",
                code: "class.no_book", httpStatus: 422)
        }
        let name = plan.exam?.exam.name ?? ""
        return try BookPackage(
            template, title: name.isEmpty ? look.manner.locale.exam : name, language: look.manner.locale.rawValue,
            output: look.output, sink: sink, limit: limit, drawn: maker.drawn, job: job)
    }

    private static func tenant(of job: Job) -> String { job.tenant ?? "" }
}

extension ReportFormat {
    init(_ format: ClassRequest.Format) {
        self =
            switch format {
            case .jpeg: .jpeg
            case .png: .png
            case .png8: .palettePNG
            case .pdf: .pdf
            }
    }
}
