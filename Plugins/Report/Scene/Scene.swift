/// A report whose places are settled: what is drawn, page by page, by whatever can draw. Confined to the thread of the
/// measurer that made its texts.
public struct Scene {
    public var title: String
    /// A BCP 47 tag.
    public var language: String
    public var pages: [ScenePage]

    public init(title: String, language: String, pages: [ScenePage]) {
        self.title = title
        self.language = language
        self.pages = pages
    }
}

public struct ScenePage {
    public var size: Size
    public var background: Color
    /// Later ones cover earlier ones.
    public var items: [SceneItem]

    public init(size: Size, background: Color = .white, items: [SceneItem] = []) {
        self.size = size
        self.background = background
        self.items = items
    }
}

public enum SceneItem {
    case fill(Path, Paint)
    case stroke(Path, Stroke)
    /// A soft edge under a box: drawn as a few translucent outlines, which cost little.
    case shadow(Rect, radius: Double, Shadow)
    /// The top left corner of the paragraph, and the width in which its lines are aligned.
    case text(any MeasuredText, at: Point, width: Double)
    case picture(Picture, in: Rect)
    /// What follows up to `endGroup` is drawn only inside the outline.
    case beginClip(Path)
    /// What follows up to `endGroup` belongs to one part of the document, for readers that do not see: PDF structure.
    case beginPart(DocumentPart)
    case endGroup
}

public struct Shadow: Sendable, Hashable {
    public var offset: Point
    public var blur: Double
    public var color: Color

    public init(offset: Point, blur: Double, color: Color) {
        self.offset = offset
        self.blur = blur
        self.color = color
    }
}

/// A picture by its bytes, which are decoded once by who draws it.
public struct Picture: Sendable, Hashable {
    public enum Format: Sendable, Hashable { case png, jpeg, svg }

    public var format: Format
    public var bytes: [UInt8]
    /// Of the bytes: pictures of one hash are decoded once.
    public var contentHash: String
    /// The picture's own size in pixels.
    public var size: Size
    public var alternative: String

    public init(format: Format, bytes: [UInt8], contentHash: String, size: Size, alternative: String) {
        self.format = format
        self.bytes = bytes
        self.contentHash = contentHash
        self.size = size
        self.alternative = alternative
    }

    // A picture stands for its content; comparing the bytes again would be dear.
    public static func == (one: Picture, other: Picture) -> Bool { one.contentHash == other.contentHash }
    public func hash(into hasher: inout Hasher) { hasher.combine(contentHash) }
}

/// A part of a document, by the roles of ISO 32000-1, 14.8.4.
public enum DocumentPart: Sendable, Hashable {
    case heading(level: Int)
    case paragraph
    case table
    case tableRow
    case tableHeader
    case tableCell
    /// A picture or chart, and what it says in words.
    case figure(alternative: String)
    /// Lines and grounds, which say nothing.
    case artifact
}
