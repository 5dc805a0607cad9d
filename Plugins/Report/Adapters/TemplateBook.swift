import ReportDrawing
import ReportScene
import ReportTemplates
import Templates

/// Draws reports of one template into one PDF. Those of the browser's templates become a picture each.
actor TemplateBook: ReportBook {
    private let template: ReportTemplate
    private let renderer: ReportRenderer
    private let options: RenderOptions
    private let language: String
    private let book: PDFBook
    /// Of the pictures; what cairo writes of drawn pages is known at the end.
    private(set) var leastSize = 0

    init(
        _ template: ReportTemplate, renderer: ReportRenderer, options: RenderOptions, title: String, language: String
    ) throws(DrawingRefusal) {
        self.template = template
        self.renderer = renderer
        self.options = options
        self.language = language
        do {
            book = try PDFBook(title: title, language: language)
        } catch {
            throw DrawingRefusal(error)
        }
    }

    func append(
        _ data: [UInt8], outline: String, accept: @escaping @Sendable (DrawnReport) throws -> Void
    ) async throws -> DrawnReport {
        guard let value = try? TemplateValue(json: data) else {
            throw DrawingRefusal(code: "data.invalid", message: "The report's data is no JSON that templates take.")
        }
        do {
            switch options.engine ?? template.engine {
            case .native: return try await draw(value, outline, accept)
            case .chromium: return try await capture(value, outline, accept)
            }
        } catch let failure as RenderFailure {
            if Task.isCancelled { throw CancellationError() }
            throw DrawingRefusal(code: failure.code, message: failure.message, isTransient: failure.isPassing)
        }
    }

    private func draw(
        _ data: TemplateValue, _ outline: String, _ accept: @escaping @Sendable (DrawnReport) throws -> Void
    ) async throws -> DrawnReport {
        let (book, renderer, template, options) = (book, renderer, template, options)
        let drawn = try await renderer.withLane(pixels: 0) { lane throws(RenderFailure) in
            let report = try renderer.compose(template, data: data, options: options, on: lane)
            let found = DrawnReport(
                bytes: [], mediaType: ReportFormat.pdf.mediaType, missingGlyphs: report.missingGlyphs,
                findings: report.findings.map(\.code))
            return Result<DrawnReport, any Error> {
                try accept(found)
                do throws(DrawingError) {
                    try book.append(report.scene, outline: outline, lane: lane)
                } catch {
                    throw BrokenBook(refusal: DrawingRefusal(error))
                }
                return found
            }
        }
        return try drawn.get()
    }

    private func capture(
        _ data: TemplateValue, _ outline: String, _ accept: (DrawnReport) throws -> Void
    ) async throws -> DrawnReport {
        var options = options
        options.format = .jpeg
        let picture = try await renderer.render(template, data: data, options: options)
        let found = DrawnReport(
            bytes: [], mediaType: ReportFormat.pdf.mediaType, missingGlyphs: picture.missingGlyphs,
            findings: picture.findings.map(\.code))
        try accept(found)
        let scale = options.scale ?? template.description.scale
        do {
            try book.append(
                jpeg: picture.bytes,
                size: Size(width: Double(picture.width) / scale, height: Double(picture.height) / scale),
                outline: outline)
        } catch {
            throw BrokenBook(refusal: DrawingRefusal(error))
        }
        leastSize += picture.bytes.count
        return found
    }

    func append(title: String, lines: [String]) async throws {
        let (book, language) = (book, language)
        let drawn = try await renderer.withLane(pixels: 0) { lane throws(RenderFailure) in
            Result<Void, DrawingError> { () throws(DrawingError) in
                let pages = LinePages(title: title, lines: lines, language: language).pages(measurer: lane)
                try book.append(
                    Scene(title: title, language: language, pages: pages), outline: title, lane: lane)
            }
        }
        try drawn.mapError { BrokenBook(refusal: DrawingRefusal($0)) }.get()
    }

    func finish() async throws -> [UInt8] {
        do {
            return try book.finish()
        } catch {
            throw BrokenBook(refusal: DrawingRefusal(error))
        }
    }
}

extension ShelvedTemplate: BindingTemplate {
    func book(title: String, language: String, output: ReportOutput) throws(DrawingRefusal) -> any ReportBook {
        try TemplateBook(
            template, renderer: renderer,
            options: RenderOptions(scale: output.scale, quality: output.quality, theme: theme), title: title,
            language: language)
    }
}

extension DrawingRefusal {
    init(_ error: DrawingError) { self.init(code: error.code, message: error.message) }
}
