import ReportDrawing
import ReportLayout
import Templates

/// A template folder that was read, checked and compiled. It never changes: a batch that holds it is drawn alike from
/// the first report to the last, whatever happens to the folder.
public final class ReportTemplate: Sendable {
    public let name: String
    /// The content's hash; see `FolderContent.version`.
    public let version: String
    /// Of all its files.
    let bytes: Int
    public let description: TemplateDescription
    /// Those that the folder has a main file for; at least one.
    public let engines: [ReportEngine]
    /// By name; `standard` is always there.
    public let themes: [String: TemplateTheme]
    public let strings: TemplateStrings
    /// Nil: any object is data.
    public let schema: DataSchema?
    /// Sorted by name.
    public let samples: [TemplateSample]
    /// By name: `logo.svg`.
    public let assets: [String: TemplateAsset]
    let sources: TemplateSet
    /// The pictures, for the native engine.
    let layoutAssets: Assets
    /// What `assets["logo.svg"]` is in a page: the browser gets the picture itself.
    private let pageAssets: TemplateDictionary
    private let assetNames: TemplateDictionary

    /// - Throws: everything that is wrong with the folder, each with its file, line and column.
    public init(_ content: FolderContent) throws(TemplateProblems) {
        var problems: [TemplateProblem] = []
        func attempt<Part>(_ body: () throws(TemplateProblems) -> Part) -> Part? {
            do throws(TemplateProblems) {
                return try body()
            } catch {
                problems += error.problems
                return nil
            }
        }
        func file(_ path: String) -> String { "\(content.name)/\(path)" }

        let inventory = FolderInventory(content)
        problems += inventory.problems
        let description = attempt { () throws(TemplateProblems) in
            try content.files["template.json"].map { bytes throws(TemplateProblems) in
                try TemplateDescription(json: bytes, file: file("template.json"))
            } ?? TemplateDescription()
        }
        let strings = attempt { () throws(TemplateProblems) in
            try TemplateStrings(
                json: content.files["strings.json"], file: file("strings.json"),
                standard: description?.standardLocale ?? "ko")
        }
        let themes = attempt { () throws(TemplateProblems) in try TemplateTheme.read(content) }
        let schema = attempt { () throws(TemplateProblems) in
            try content.files["schema.json"].map { bytes throws(TemplateProblems) in
                try DataSchema(json: bytes, file: file("schema.json"))
            }
        }
        let samples = attempt { () throws(TemplateProblems) in
            try TemplateSample.read(content, schema: schema ?? nil)
        }
        let sources = attempt { () throws(TemplateProblems) in
            try CompiledSources.compile(inventory.sources, template: content.name)
        }
        if let description, let themes {
            problems += Self.missingVariants(description, themes, content)
        }
        guard problems.isEmpty, let description, let strings, let themes, let schema, let samples, let sources else {
            throw TemplateProblems(problems)
        }
        name = content.name
        version = content.version
        bytes = content.files.values.reduce(0) { $0 &+ $1.count }
        self.description = description
        self.strings = strings
        self.themes = themes
        self.schema = schema
        self.samples = samples
        self.sources = sources
        assets = inventory.assets
        engines = ReportEngine.allCases.filter { content.files[$0.mainFile] != nil }
        let sorted = inventory.assets.values.sorted { $0.name < $1.name }
        layoutAssets = Assets(
            pictures: inventory.assets.compactMapValues(\.picture),
            decode: { format, bytes in
                guard let picture = try? PictureReader.read(bytes, alternative: ""), picture.format == format else {
                    return nil
                }
                return picture
            })
        assetNames = TemplateDictionary(sorted.map { ($0.name, .string($0.name)) })
        pageAssets = TemplateDictionary(
            engines.contains(.chromium) ? sorted.map { ($0.name, .string($0.dataAddress)) } : [])
    }

    /// What a template writes to name an asset: its name for the native engine, which knows it; the asset itself, as a
    /// `data:` address, for the browser, which reaches nothing outside of the page.
    func assetAddresses(for engine: ReportEngine) -> TemplateDictionary {
        switch engine {
        case .native: assetNames
        case .chromium: pageAssets
        }
    }

    /// The engine that draws it when nobody asks for another.
    public var engine: ReportEngine {
        if let engine = description.engine, engines.contains(engine) { return engine }
        return engines.first ?? .native
    }

    /// Names of the themes that the template is made for, the standard one first.
    public var variants: [String] {
        [TemplateTheme.standardName]
            + (description.themes ?? themes.keys.sorted()).filter { $0 != TemplateTheme.standardName }
    }

    /// What template.json names and the folder lacks.
    private static func missingVariants(
        _ description: TemplateDescription, _ themes: [String: TemplateTheme], _ content: FolderContent
    ) -> [TemplateProblem] {
        guard let bytes = content.files["template.json"] else { return [] }
        var problems: [TemplateProblem] = []
        func report(_ code: String, _ message: String, _ pointer: [String]) {
            problems.append(
                FolderJSON.problem(code, message, pointer, in: bytes, file: "\(content.name)/template.json"))
        }
        for (index, theme) in (description.themes ?? []).enumerated() where themes[theme] == nil {
            report("template.theme", "there is no themes/\(theme).json", ["themes", "\(index)"])
        }
        if let engine = description.engine, content.files[engine.mainFile] == nil {
            report(
                "template.engine", "the engine is \(engine.rawValue), and there is no \(engine.mainFile)", ["engine"])
        }
        return problems
    }
}
