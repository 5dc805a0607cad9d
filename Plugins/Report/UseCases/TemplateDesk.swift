import PluginSDK
import ReportTemplates
import Templates

/// What people and programs do with templates: list, lint, preview, and draw one report from given data.
struct TemplateDesk: Sendable {
    let shelf: TemplateShelf
    let renderer: ReportRenderer

    func list() -> TemplateList { TemplateList(shelf) }

    /// - Throws: `Reject` with the whole document when the template does not pass: a call on the command line then ends
    ///   with exit code 1, and HTTP answers 422.
    func lint(_ request: LintRequest) async throws -> TemplateLintDocument {
        let report = try await lintReport(request.source)
        let document = TemplateLintDocument(report, failOn: request.failOn)
        if !document.passed {
            throw Reject(
                "The template \"\(document.template)\" does not pass; errors: \(document.errors), "
                    + "warnings: \(document.warnings).", code: "lint.failed", httpStatus: 422, detail: document.json)
        }
        return document
    }

    func preview(_ request: PreviewRequest) async throws -> RawResponse {
        let template = try template(request.source)
        do {
            let data = try data(request.subject, template)
            if request.showsMarkup {
                let markup = try renderer.markup(template, data: data, options: request.options)
                // Shown as text: a browser that opens the answer must not run a page of somebody else's.
                return RawResponse(bytes: Array(markup.utf8), mediaType: "text/plain; charset=utf-8")
            }
            let report =
                request.comparesEngines
                ? try await EngineComparison(renderer: renderer).picture(template, data: data, options: request.options)
                : try await renderer.render(template, data: data, options: request.options)
            return RawResponse(bytes: report.bytes, mediaType: report.mediaType)
        } catch {
            throw Self.refusal(error)
        }
    }

    func render(_ request: RenderRequest) async throws -> RawResponse {
        let template = try template(.shelf(name: request.template, version: request.version))
        do {
            let report = try await renderer.render(template, data: request.data, options: request.options)
            return RawResponse(bytes: report.bytes, mediaType: report.mediaType)
        } catch {
            throw Self.refusal(error)
        }
    }

    // MARK: Which template, which data

    private func template(_ source: TemplateSource) throws -> ReportTemplate {
        do {
            switch source {
            case .shelf(let name, let version):
                return try shelf.template(name, version: version)
            case .files(let files):
                return try ReportTemplate(FolderContent(name: TemplateSource.draftName, files: files))
            }
        } catch let error as ShelfError {
            throw Reject(
                error.messageForTenants, code: error.code, httpStatus: error.problems.isEmpty ? 404 : 422,
                detail: Self.detail(error.problems))
        } catch let error as TemplateProblems {
            throw Reject(
                "The template folder is wrong: \(error.problems.first?.description ?? "").", code: "template.broken",
                httpStatus: 422, detail: Self.detail(error.problems))
        }
    }

    private func lintReport(_ source: TemplateSource) async throws -> LintReport {
        do {
            switch source {
            case .files(let files):
                let content = try FolderContent(name: TemplateSource.draftName, files: files)
                return try await TemplateLint(renderer: renderer).check(try ReportTemplate(content))
            case .shelf(let name, let version):
                let template = try shelf.template(name, version: version)
                var report = try await TemplateLint(renderer: renderer).check(template)
                // What is served may be older than what lies in the folder.
                if version == nil, let entry = shelf.inventory().entries.first(where: { $0.name == name }) {
                    report.add(entry.problems)
                }
                return report
            }
        } catch let error as TemplateProblems {
            return LintReport(template: TemplateSource.draftName, problems: error.problems)
        } catch let error as ShelfError where !error.problems.isEmpty {
            guard case .shelf(let name, _) = source else { throw error }
            return LintReport(template: name, problems: error.problems)
        } catch let error as ShelfError {
            throw Reject(error.messageForTenants, code: error.code, httpStatus: 404)
        } catch let error as RenderFailure {
            throw Self.refusal(error)
        }
    }

    private func data(_ subject: PreviewRequest.Subject, _ template: ReportTemplate) throws -> TemplateValue {
        switch subject {
        case .data(let data): return data
        case .sample(let name):
            if let sample = template.samples.first(where: { $0.name == name ?? $0.name }) { return sample.data }
            let known = template.samples.map(\.name).joined(separator: ", ")
            throw Reject(
                "The template has no such sample. There are: \(known). Or give data.", code: "sample.unknown",
                httpStatus: 404)
        }
    }

    // MARK: Refusals

    /// Data and templates are the sender's to mend; what may pass is tried again.
    static func refusal(_ error: any Error) -> any Error {
        guard let failure = error as? RenderFailure else { return error }
        if failure.code == RenderFailure.cancelled.code { return CancellationError() }
        if failure.isPassing { return Retry(failure.message, code: failure.code, httpStatus: 503) }
        if !failure.data.isEmpty {
            return InputRefusal(
                problems: failure.data.map {
                    InputProblem(location: ["body", "data"] + $0.location, type: "value_error", message: $0.message)
                })
        }
        return Reject(
            failure.message, code: failure.code, httpStatus: 422, detail: detail(failure.places))
    }

    /// Nil where no place is known: HTTP then answers the sentence.
    private static func detail(_ problems: [TemplateProblem]) -> JSONValue? {
        problems.isEmpty ? JSONValue?.none : .array(problems.map { TemplateProblemDocument($0).json })
    }
}
