import Templates

/// How one report is to be drawn. What is nil is the template's own choice.
public struct RenderOptions: Sendable, Hashable {
    public var engine: ReportEngine?
    public var format: OutputFormat?
    /// Device pixels for a CSS pixel, 0.5...4.
    public var scale: Double?
    /// Of a JPEG, 1...100.
    public var quality: Int?
    /// A variant of the template's theme; nil: `ink-saving` where the data's options ask for less ink and the template
    /// has it, or else its own.
    public var theme: String?
    /// A BCP 47 tag; nil: the data's `locale`, or else the template's first.
    public var locale: String?
    /// Whether letters that no font has make it fail, instead of being counted.
    public var refusesMissingGlyphs = false

    public init(
        engine: ReportEngine? = nil, format: OutputFormat? = nil, scale: Double? = nil, quality: Int? = nil,
        theme: String? = nil, locale: String? = nil, refusesMissingGlyphs: Bool = false
    ) {
        self.engine = engine
        self.format = format
        self.scale = scale
        self.quality = quality
        self.theme = theme
        self.locale = locale
        self.refusesMissingGlyphs = refusesMissingGlyphs
    }
}

/// The options with the template's choices in the places that were left open.
struct RenderPlan {
    let engine: ReportEngine
    let format: OutputFormat
    let scale: Double
    let quality: Int
    let theme: TemplateTheme
    let refusesMissingGlyphs: Bool

    init(
        _ options: RenderOptions, _ template: ReportTemplate, data: TemplateValue
    ) throws(RenderFailure) {
        engine = options.engine ?? template.engine
        guard template.engines.contains(engine) else {
            throw RenderFailure(
                "render.engine",
                "The template \"\(template.name)\" has no \(engine.mainFile), so the \(engine.rawValue) engine cannot draw it."
            )
        }
        format = options.format ?? template.description.format
        scale = options.scale ?? template.description.scale
        guard (0.5...4).contains(scale) else {
            throw RenderFailure("render.scale", "A scale lies within 0.5 and 4.")
        }
        quality = options.quality ?? template.description.quality
        guard (1...100).contains(quality) else {
            throw RenderFailure("render.quality", "A quality lies within 1 and 100.")
        }
        let savesInk = data["options"]?["inkSaving"] == .bool(true)
        let inkSaving = savesInk && template.themes[Self.inkSavingTheme] != nil ? Self.inkSavingTheme : nil
        theme = try template.theme(options.theme ?? inkSaving ?? TemplateTheme.standardName)
        refusesMissingGlyphs = options.refusesMissingGlyphs
    }

    private static let inkSavingTheme = "ink-saving"
}

extension ReportTemplate {
    /// - Throws: `render.theme` where the template has none of this name.
    public func theme(_ name: String) throws(RenderFailure) -> TemplateTheme {
        guard let theme = themes[name] else {
            throw RenderFailure(
                "render.theme",
                "The template \"\(self.name)\" has no such theme. There are: \(variants.joined(separator: ", ")).")
        }
        return theme
    }
}
