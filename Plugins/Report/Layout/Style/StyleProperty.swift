import ReportScene

/// One thing that an attribute, or an entry of a style, says about the look of an element.
enum StyleProperty: Hashable, Sendable {
    case margin(Insets), padding(Insets), border(Insets)
    case borderColor(Color), background(Ground?), radius(Double), shadow(Shadow?), opacity(Double)
    case width(Extent?), minWidth(Extent?), maxWidth(Extent?)
    case height(Double?), minHeight(Double?), maxHeight(Double?)
    case grow(Double), shrink(Double), alignSelf(Alignment), keep(Bool), breakBefore(Bool)
    case gap(Double), align(Alignment), justify(Justification)
    case font(String), size(Double), weight(Int), italic(Bool), underline(Bool), color(Color)
    case lineHeight(Double), wrap(ParagraphStyle.Wrapping), maxLines(Int?), spacing(Double), keepLines(Bool)
    case rowGap(Double), cellPadding(Insets), stripe(Color?), headerBackground(Color?), rule(Color?), ruleWidth(Double)
    case verticalAlign(Alignment)

    /// Properties that go together: an element takes whole groups.
    enum Group: CaseIterable, Sendable { case box, flow, text, align, paragraph, table, cell }

    /// As written in markup and in themes.
    enum Name: String, CaseIterable, Sendable {
        case margin, padding, border, background, radius, shadow, opacity, width, height, grow, shrink, keep
        case borderColor = "border-color"
        case minWidth = "min-width"
        case maxWidth = "max-width"
        case minHeight = "min-height"
        case maxHeight = "max-height"
        case alignSelf = "align-self"
        case breakBefore = "break-before"
        case gap, align, justify
        case font, size, weight, italic, underline, color, wrap, spacing
        case lineHeight = "line-height"
        case maxLines = "max-lines"
        case keepLines = "keep-lines"
        case rowGap = "row-gap"
        case cellPadding = "cell-padding"
        case stripe, rule
        case headerBackground = "header-background"
        case ruleWidth = "rule-width"
        case valign

        static let named = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

        var group: Group {
            switch self {
            case .margin, .padding, .border, .background, .radius, .shadow, .opacity, .width, .height, .grow, .shrink,
                .keep, .borderColor, .minWidth, .maxWidth, .minHeight, .maxHeight, .alignSelf, .breakBefore:
                .box
            case .gap, .justify: .flow
            case .align: .align
            case .font, .size, .weight, .italic, .underline, .color, .wrap, .spacing, .lineHeight, .keepLines: .text
            case .maxLines: .paragraph
            case .rowGap, .cellPadding, .stripe, .rule, .headerBackground, .ruleWidth: .table
            case .valign: .cell
            }
        }
    }

    /// A property by the name under which a theme gave it.
    struct Named: Hashable, Sendable {
        var name: Name
        var property: StyleProperty
    }

    static func read(_ name: Name, _ text: String, _ values: ValueReader) -> Result<StyleProperty, ValueProblem> {
        switch name {
        case .margin: values.insets(text).map(Self.margin)
        case .padding: values.insets(text).map(Self.padding)
        case .border: values.insets(text).map(Self.border)
        case .borderColor: values.color(text).map(Self.borderColor)
        case .background: values.ground(text).map(Self.background)
        case .radius: values.length(text).map(Self.radius)
        case .shadow: values.shadow(text).map(Self.shadow)
        case .opacity: values.number(text, within: 0...1).map(Self.opacity)
        case .width: values.extent(text).map(Self.width)
        case .minWidth: values.extent(text).map(Self.minWidth)
        case .maxWidth: values.extent(text).map(Self.maxWidth)
        case .height: values.height(text).map(Self.height)
        case .minHeight: values.height(text).map(Self.minHeight)
        case .maxHeight: values.height(text).map(Self.maxHeight)
        case .grow: values.number(text, within: 0...1000).map(Self.grow)
        case .shrink: values.number(text, within: 0...1000).map(Self.shrink)
        case .alignSelf: values.word(text, Alignment.self).map(Self.alignSelf)
        case .keep: values.flag(text).map(Self.keep)
        case .breakBefore: values.flag(text).map(Self.breakBefore)
        case .gap: values.length(text).map(Self.gap)
        case .align: values.word(text, Alignment.self).map(Self.align)
        case .justify: values.word(text, Justification.self).map(Self.justify)
        case .font: values.font(text).map(Self.font)
        case .size: values.fontSize(text).map(Self.size)
        case .weight: weight(text, values).map(Self.weight)
        case .italic: values.flag(text).map(Self.italic)
        case .underline: values.flag(text).map(Self.underline)
        case .color: values.color(text).map(Self.color)
        case .lineHeight: values.number(text, within: 0.5...5).map(Self.lineHeight)
        case .wrap: values.word(text, ParagraphStyle.Wrapping.self).map(Self.wrap)
        case .maxLines: values.integer(text, within: 1...1000).map(Self.maxLines)
        case .spacing: values.number(text, within: -20...100).map(Self.spacing)
        case .keepLines: values.flag(text).map(Self.keepLines)
        case .rowGap: values.length(text).map(Self.rowGap)
        case .cellPadding: values.insets(text).map(Self.cellPadding)
        case .stripe: values.color(orNone: text).map(Self.stripe)
        case .headerBackground: values.color(orNone: text).map(Self.headerBackground)
        case .rule: values.color(orNone: text).map(Self.rule)
        case .ruleWidth: values.length(text).map(Self.ruleWidth)
        case .valign: values.word(text, Alignment.self).map(Self.verticalAlign)
        }
    }

    private static func weight(_ text: String, _ values: ValueReader) -> Result<Int, ValueProblem> {
        switch text {
        case "regular": .success(400)
        case "bold": .success(700)
        default: values.integer(text, within: 100...900)
        }
    }
}

extension ParagraphStyle.Wrapping: CaseIterable {
    public static let allCases: [Self] = [.words, .letters, .none]
}
