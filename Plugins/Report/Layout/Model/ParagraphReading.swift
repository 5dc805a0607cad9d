import ReportMarkup
import ReportScene

extension DocumentReader {
    mutating func readParagraph(_ element: Element, _ context: Context) -> Int {
        var level: Int?
        var defaults: [StyleProperty] = []
        let values = values
        if element.name == "heading" {
            level = value(element, "level") { values.integer($0, within: 1...6) } ?? 2
            let sizes = [24.0, 18, 15, 13, 12, 12]
            defaults = [.size(sizes[(level ?? 2) - 1]), .weight(700), .lineHeight(1.3)]
        } else if element.name == "badge" {
            defaults = [
                .padding(Insets(top: 1, right: 8, bottom: 1, left: 8)), .radius(999),
                .alignSelf(context.isInRow ? .center : .start),
                .wrap(.none), .weight(700),
            ]
        }
        let style = self.style(of: element, context, defaults: defaults)
        checkAlign(style.flow.align, .text(TextModel(runs: [], style: ParagraphStyle(), headingLevel: nil)), element)
        var inner = context
        enter(style, &inner)
        return addText(element, style.text, inner, element.name, faded(style.box, context), level: level)
    }

    /// A paragraph of the inline content of an element.
    mutating func addText(
        _ element: Element, _ style: TextStyle, _ context: Context, _ name: String, _ box: BoxStyle, level: Int? = nil
    ) -> Int {
        var text = InlineText()
        readInline(element, style, context.opacity, &text)
        let runs = text.finish()
        count(runs)
        let paragraph = style.paragraph(language: document.language)
        return add(
            BoxModel(
                element: name, place: element.position,
                kind: .text(TextModel(runs: runs, style: paragraph, headingLevel: level)), style: box,
                flow: FlowStyle()))
    }

    private mutating func readInline(
        _ parent: Element, _ style: TextStyle, _ opacity: Double, _ text: inout InlineText
    ) {
        var visible = style
        visible.color = visible.color.faded(by: opacity)
        for child in parent.children {
            switch child {
            case .text(let string): text.add(string, visible)
            case .element(let element):
                guard let defaults = Self.inlineDefaults(element.name) else {
                    refuse(element, in: parent, allowed: ElementSchema.inline)
                    continue
                }
                if element.name == "br" {
                    checkAttributes(element)
                    checkEmpty(element)
                    text.addLineEnd(visible)
                    continue
                }
                var own = self.style(
                    of: element, Context(text: style, ground: .white), defaults: defaults
                ).text
                if element.name == "sub" { own.position = .subscripted }
                if element.name == "sup" { own.position = .superscripted }
                readInline(element, own, opacity, &text)
            }
        }
    }

    private static func inlineDefaults(_ name: String) -> [StyleProperty]? {
        switch name {
        case "span", "sub", "sup", "br": []
        case "b": [.weight(700)]
        case "i": [.italic(true)]
        case "u": [.underline(true)]
        default: nil
        }
    }
}
