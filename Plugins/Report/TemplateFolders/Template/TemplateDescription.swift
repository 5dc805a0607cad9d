import Templates

/// What draws a template.
public enum ReportEngine: String, Sendable, Hashable, CaseIterable {
    /// The boxes and charts of this product: `template.xml.j2`.
    case native
    /// A browser: `template.html.j2`.
    case chromium

    /// The file that a template for this engine begins with.
    var mainFile: String {
        switch self {
        case .native: "template.xml.j2"
        case .chromium: "template.html.j2"
        }
    }
}

/// How a report leaves.
public enum OutputFormat: String, Sendable, Hashable, CaseIterable {
    case jpeg, png
    /// PNG with at most 256 colours: a third of the bytes, and slower to make.
    case palettePNG = "png8"
    case pdf

    public var mediaType: String {
        switch self {
        case .jpeg: "image/jpeg"
        case .png, .palettePNG: "image/png"
        case .pdf: "application/pdf"
        }
    }

    /// Of a file's name.
    public var fileExtension: String {
        switch self {
        case .jpeg: "jpg"
        case .png, .palettePNG: "png"
        case .pdf: "pdf"
        }
    }
}

/// What `template.json` says; every member may be left out, and so may the file.
public struct TemplateDescription: Sendable, Hashable {
    /// For people, by language: `["en": "Exam report"]`; under `""` one for all languages.
    public var titles: [String: String] = [:]
    public var summary: String?
    /// The author's own version, for people: "1.2".
    public var label: String?
    /// The engine for a template that has a file for both.
    public var engine: ReportEngine?
    /// CSS pixels.
    public var width = 794.0
    /// CSS pixels; nil grows with what is on the page.
    public var height: Double?
    public var format = OutputFormat.jpeg
    /// Device pixels for a CSS pixel.
    public var scale = 2.0
    /// Of a JPEG, 1...100.
    public var quality = 90
    /// The languages that the template speaks. The first is that of a report whose data names none, and it is complete.
    public var locales = ["ko"]
    /// Variants of the theme that the template is made for: those of `themes/`, unless the file names fewer.
    public var themes: [String]?

    public init() {}

    /// The language that lends its texts to the others.
    public var standardLocale: String { locales.first ?? "ko" }

    /// - Throws: everything that is wrong, each with its line and column.
    init(json bytes: [UInt8], file: String) throws(TemplateProblems) {
        let value = try FolderJSON.value(
            bytes, file: file, schema: FileSchemas.description.get(), code: "template.description")
        titles =
            value["title"]?.text.map { ["": $0] }
            ?? (value["title"]?.members ?? []).reduce(into: [:]) { $0[$1.0] = $1.1.text }
        summary = value["description"]?.text
        label = value["version"]?.text
        engine = value["engine"]?.text.flatMap(ReportEngine.init)
        let page = value["page"]
        if let width = page?["width"]?.double { self.width = width }
        height = page?["height"]?.double
        if let format = value["format"]?.text.flatMap(OutputFormat.init) { self.format = format }
        if let scale = value["scale"]?.double { self.scale = scale }
        if let quality = value["quality"]?.double { self.quality = Int(quality) }
        if let locales = Self.texts(value["locales"]) { self.locales = locales }
        themes = Self.texts(value["themes"])
    }

    private static func texts(_ value: TemplateValue?) -> [String]? {
        guard case .list(let elements)? = value else { return nil }
        return elements.compactMap(\.text)
    }
}
