import ReportTemplates

/// The media types that a report may have.
public typealias ReportFormat = OutputFormat

/// How a report's picture is made. The same template, data and output give the same bytes.
public struct ReportOutput: Sendable, Hashable {
    public var format: ReportFormat
    /// Pixels for each CSS pixel.
    public var scale: Double
    /// Of a JPEG, 1 to 100.
    public var quality: Int

    public init(format: ReportFormat = .jpeg, scale: Double = 2, quality: Int = 90) {
        self.format = format
        self.scale = scale
        self.quality = quality
    }
}

/// A report that was drawn.
public struct DrawnReport: Sendable {
    public var bytes: [UInt8]
    public var mediaType: String
    /// Characters that no font has; a browser cannot tell, and says 0.
    public var missingGlyphs: Int
    /// Codes of what the layout found wrong, `layout.overflow`, each as often as it was found.
    public var findings: [String]

    public init(bytes: [UInt8], mediaType: String, missingGlyphs: Int = 0, findings: [String] = []) {
        self.bytes = bytes
        self.mediaType = mediaType
        self.missingGlyphs = missingGlyphs
        self.findings = findings
    }
}

/// Why a report cannot be drawn.
public struct DrawingRefusal: Error, Sendable, Hashable {
    /// Stable, for programs: `template.unknown`, `template.undefined`, `layout.limit`, `browser.died`.
    public var code: String
    /// A sentence for the operator; no data of the report.
    public var message: String
    /// The same may succeed later: a browser died, memory was short.
    public var isTransient: Bool

    public init(code: String, message: String, isTransient: Bool = false) {
        self.code = code
        self.message = message
        self.isTransient = isTransient
    }
}

/// Finds templates and draws with them. From any task.
public protocol ReportRendering: Sendable {
    /// The template as it is now: a snapshot that later changes of its files leave alone, so that a class has one look.
    ///
    /// - Parameters:
    ///   - name: of its folder.
    ///   - theme: a variant of its theme; nil: its own.
    /// - Throws: `DrawingRefusal`.
    func template(_ name: String, theme: String?) throws(DrawingRefusal) -> any PinnedTemplate
}

/// One version of a template.
public protocol PinnedTemplate: Sendable {
    /// Of content, theme and engine: another one where the same data may look different.
    var version: String { get }

    /// Draws one report.
    ///
    /// - Parameter data: JSON, as `ReportData.json` has it.
    /// - Throws: `DrawingRefusal`; `CancellationError`.
    func draw(_ data: [UInt8], as output: ReportOutput) async throws -> DrawnReport
}
