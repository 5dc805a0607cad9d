import ReportMarkup
import ReportScene

extension DocumentReader {
    mutating func readReport(_ root: Element) {
        guard root.name == "report" else {
            return note("The outermost element is <\(Self.cut(root.name))>, but must be <report>.", at: root.position)
        }
        var context = Context(text: theme.text, ground: .white)
        let style = self.style(of: root, context)
        document.title = root["title"].map { String($0.prefix(200)) } ?? ""
        readLanguage(root)
        let width = pageWidth(style, root)
        let overflow = word(root, "overflow", PageModel.Overflow.self) ?? .grow
        context.text = style.text.inherited
        enter(style, &context)
        let hasPages = root.children.contains {
            if case .element(let child) = $0 { child.name == "page" } else { false }
        }
        guard hasPages else {
            addPage(root, style, context, width: width, height: style.box.height, overflow: overflow)
            return
        }
        for child in root.children {
            switch child {
            case .text(let text): refuseText(text, in: root)
            case .element(let page) where page.name == "page":
                let own = self.style(of: page, context, box: pageBox(style.box), flow: style.flow)
                let pageOverflow = word(page, "overflow", PageModel.Overflow.self) ?? overflow
                var inner = context
                inner.text = own.text.inherited
                enter(own, &inner)
                addPage(page, own, inner, width: width, height: own.box.height, overflow: pageOverflow)
            case .element(let other):
                note("<\(Self.cut(other.name))> stands beside a <page>; put it into one.", at: other.position)
            }
        }
    }

    private mutating func readLanguage(_ root: Element) {
        guard let language = root["lang"] else { return }
        let isTag =
            (1...35).contains(language.utf8.count)
            && language.utf8.allSatisfy { $0 == 0x2D || (48...57).contains($0) || (65...90).contains($0 & 0xDF) }
        if isTag {
            document.language = language
        } else {
            note(
                "lang: the value is no language; write \"ko\" or \"en\"",
                at: root.place(of: "lang"))
        }
    }

    /// What a page begins with when its report says how pages look.
    private func pageBox(_ report: BoxStyle) -> BoxStyle {
        var box = BoxStyle()
        box.padding = report.padding
        box.background = report.background
        box.border = report.border
        box.borderColor = report.borderColor
        box.height = report.height
        return box
    }

    private mutating func pageWidth(_ style: ElementStyle, _ root: Element) -> Double {
        switch style.box.width {
        case .pixels(let width)? where limits.pageWidth.contains(width): return width
        case nil: return 794
        default:
            note(
                "width: a report is \(Int(limits.pageWidth.lowerBound)) to \(Int(limits.pageWidth.upperBound)) pixels wide",
                at: root.place(of: "width"))
            return 794
        }
    }

    private mutating func addPage(
        _ element: Element, _ style: ElementStyle, _ context: Context, width: Double, height: Double?,
        overflow: PageModel.Overflow
    ) {
        if let height, !(50...limits.pageHeight).contains(height) {
            note(
                "height: a page is 50 to \(Int(limits.pageHeight)) pixels high, or auto",
                at: element.place(of: "height"))
        }
        if height == nil, overflow != .grow {
            note(
                "overflow: \"\(overflow.rawValue)\" needs a height of the page", at: element.place(of: "overflow"))
        }
        var box = style.box
        (box.width, box.height, box.maxHeight) = (nil, nil, .infinity)
        var background = Color.white
        if case .solid(let color)? = box.background {
            background = color.over(.white)
            background.alpha = 1
            box.background = nil
        }
        let root = add(
            BoxModel(element: element.name, place: element.position, kind: .column, style: box, flow: style.flow))
        checkAlign(style.flow.align, .column, element)
        setChildren(of: root, to: readBlocks(element, context))
        document.pages.append(
            PageModel(width: width, height: height, overflow: overflow, background: background, root: root))
    }
}
