/// A face of the report's own fonts.
public struct Font: Sendable, Hashable {
    /// The name of a family that the report ships or a theme names; faces that lack a letter fall back by script.
    public var family: String
    /// Pixels.
    public var size: Double
    /// 100...900; 400 is regular, 700 bold.
    public var weight: Int
    public var isItalic: Bool

    public init(family: String = "Noto Sans CJK KR", size: Double, weight: Int = 400, isItalic: Bool = false) {
        self.family = family
        self.size = size
        self.weight = weight
        self.isItalic = isItalic
    }
}

/// Letters that look alike, as a part of a paragraph.
public struct TextRun: Sendable, Hashable {
    public enum Position: Sendable, Hashable { case normal, subscripted, superscripted }

    public var text: String
    public var font: Font
    public var color: Color
    public var position: Position
    public var isUnderlined: Bool

    public init(
        _ text: String, font: Font, color: Color, position: Position = .normal, isUnderlined: Bool = false
    ) {
        self.text = text
        self.font = font
        self.color = color
        self.position = position
        self.isUnderlined = isUnderlined
    }
}

/// How the lines of a paragraph are made.
public struct ParagraphStyle: Sendable, Hashable {
    public enum Alignment: String, Sendable, Hashable { case start, center, end, justify }
    public enum Wrapping: String, Sendable, Hashable {
        /// Breaks between words; a word that is wider than the line is broken where it must be. Korean words stay whole.
        case words
        /// Breaks anywhere between letters.
        case letters
        /// One line for each line of the text.
        case none
    }

    public var alignment: Alignment
    public var wrapping: Wrapping
    /// Distance of baselines, as a multiple of the font's size.
    public var lineHeight: Double
    /// More lines than this end in an ellipsis; nil: as many as there are.
    public var maxLines: Int?
    /// Pixels between letters.
    public var letterSpacing: Double
    /// A BCP 47 tag, which picks among the forms of a Han character: `ko`, `en`.
    public var language: String

    public init(
        alignment: Alignment = .start, wrapping: Wrapping = .words, lineHeight: Double = 1.4, maxLines: Int? = nil,
        letterSpacing: Double = 0, language: String = "ko"
    ) {
        self.alignment = alignment
        self.wrapping = wrapping
        self.lineHeight = lineHeight
        self.maxLines = maxLines
        self.letterSpacing = letterSpacing
        self.language = language
    }
}

/// A paragraph whose lines are made, and which can be drawn by who made it. Confined to the thread of its measurer.
public protocol MeasuredText: AnyObject {
    /// As it was asked for.
    var runs: [TextRun] { get }
    var style: ParagraphStyle { get }
    /// The widest line and all lines together, in pixels.
    var size: Size { get }
    /// Of the first line, from the top.
    var baseline: Double { get }
    var lineCount: Int { get }
    /// Characters for which no face has a picture.
    var missingGlyphs: Int { get }
    /// Whether lines or letters were left out.
    var isCut: Bool { get }
    /// What stands in each line, for tests and for looking after orphans; nil when the measurer cannot tell.
    var lines: [String]? { get }
}

extension MeasuredText {
    public var lines: [String]? { nil }
}

/// Makes lines of text. Confined to one thread at a time.
public protocol TextMeasurer: AnyObject {
    /// - Parameters:
    ///   - width: pixels that a line may have; nil: as wide as the text is.
    ///   - maxLines, alignment and the like are the style's.
    func measure(_ runs: [TextRun], style: ParagraphStyle, width: Double?) -> any MeasuredText

    /// The narrowest width at which no word is broken, and the width without any break, in pixels.
    func widths(_ runs: [TextRun], style: ParagraphStyle) -> (least: Double, most: Double)
}
