import PluginSDK
import ReportTemplates
import Templates

/// What `report.lint` is sent: `{"template": "exam-report"}`, a folder as JSON, or a folder as a form.
struct LintRequest: PayloadInput {
    var source: TemplateSource
    var failOn = FailOn.warning

    static var payloadDescription: PayloadDescription {
        PayloadDescription(mediaType: "application/json", schema: TemplateRequestSchema.lint.json)
    }

    init(source: TemplateSource, failOn: FailOn = .warning) {
        self.source = source
        self.failOn = failOn
    }

    init(payload: UnsafeRawBufferPointer, mediaType: String?) throws {
        let (source, request) = try TemplateSource.read(payload, mediaType, TemplateRequestSchema.lint)
        self.init(source: source, failOn: request.text("fail_on").flatMap(FailOn.init) ?? .warning)
    }
}

/// What `report.preview` is sent: a template, and a sample's name or data.
struct PreviewRequest: PayloadInput {
    enum Subject: Sendable {
        /// Nil: the first.
        case sample(String?)
        case data(TemplateValue)
    }

    var source: TemplateSource
    var subject: Subject
    var options: RenderOptions
    /// Both engines' pictures, side by side.
    var comparesEngines: Bool
    /// The markup in place of the report.
    var showsMarkup: Bool

    static var payloadDescription: PayloadDescription {
        PayloadDescription(mediaType: "application/json", schema: TemplateRequestSchema.preview.json)
    }

    init(payload: UnsafeRawBufferPointer, mediaType: String?) throws {
        let request: TemplateRequest
        (source, request) = try TemplateSource.read(payload, mediaType, TemplateRequestSchema.preview)
        subject = request.value["data"].map(Subject.data) ?? .sample(request.text("sample"))
        options = request.options
        comparesEngines = request.text("engine") == "both"
        showsMarkup = request.text("show") == "markup"
    }
}

/// What `report.render` is sent: a template and data.
struct RenderRequest: PayloadInput {
    var template: String
    var version: String?
    var data: TemplateValue
    var options: RenderOptions

    static var payloadDescription: PayloadDescription {
        PayloadDescription(mediaType: "application/json", schema: TemplateRequestSchema.render.json)
    }

    init(payload: UnsafeRawBufferPointer, mediaType: String?) throws {
        let request = try TemplateRequest(payload: payload, schema: TemplateRequestSchema.render.schema())
        template = request.text("template") ?? ""
        version = request.text("version")
        data = request.value["data"] ?? .none
        options = request.options
    }
}

extension TemplateSource {
    /// Reads a request that may bring its template along, as JSON or as a form.
    static func read(
        _ payload: UnsafeRawBufferPointer, _ mediaType: String?, _ schema: TemplateRequestSchema
    ) throws -> (source: TemplateSource, request: TemplateRequest) {
        guard let form = try TemplateForm.files(payload: payload, mediaType: mediaType) else {
            let request = try TemplateRequest(payload: payload, schema: schema.schema())
            return (try TemplateSource(request), request)
        }
        let request = try form.request.withUnsafeBytes { bytes in
            try TemplateRequest(payload: bytes, schema: schema.schema())
        }
        return (.files(form.files), request)
    }
}
