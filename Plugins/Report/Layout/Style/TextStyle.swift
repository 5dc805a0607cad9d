import ReportScene

/// How text looks. All but `maxLines` and the alignment passes from a box to what is in it.
struct TextStyle: Hashable, Sendable {
    var font = Font(size: 12)
    var color = Color.black
    var isUnderlined = false
    var position = TextRun.Position.normal
    var lineHeight = 1.4
    var wrapping = ParagraphStyle.Wrapping.words
    var letterSpacing = 0.0
    var maxLines: Int?
    var alignment = ParagraphStyle.Alignment.start
    /// Whether line ends of the text stay line ends.
    var keepsLines = false

    /// What a child begins with.
    var inherited: TextStyle {
        var style = self
        style.maxLines = nil
        style.alignment = .start
        return style
    }

    func paragraph(language: String) -> ParagraphStyle {
        ParagraphStyle(
            alignment: alignment, wrapping: wrapping, lineHeight: lineHeight, maxLines: maxLines,
            letterSpacing: letterSpacing, language: language)
    }

    mutating func apply(_ property: StyleProperty) {
        switch property {
        case .font(let value): font.family = value
        case .size(let value): font.size = value
        case .weight(let value): font.weight = value
        case .italic(let value): font.isItalic = value
        case .underline(let value): isUnderlined = value
        case .color(let value): color = value
        case .lineHeight(let value): lineHeight = value
        case .wrap(let value): wrapping = value
        case .maxLines(let value): maxLines = value
        case .spacing(let value): letterSpacing = value
        case .keepLines(let value): keepsLines = value
        case .align(let value): alignment = ParagraphStyle.Alignment(rawValue: value.rawValue) ?? .start
        default: break
        }
    }
}
