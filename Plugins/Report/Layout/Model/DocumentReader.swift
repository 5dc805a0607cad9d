import ReportMarkup
import ReportScene

/// Makes checked boxes of elements. Goes on after a problem, to find all of them.
struct DocumentReader {
    /// What passes from a box to what is in it.
    struct Context {
        var text: TextStyle
        var opacity = 1.0
        /// The last opaque ground, which charts are told.
        var ground: Color
        var isInRow = false
    }

    let theme: Theme
    let assets: Assets
    let limits: LayoutLimits
    let values: ValueReader
    var document = Document()
    private var problems: [LayoutError.Problem] = []
    private var textBytes = 0

    private init(theme: Theme, assets: Assets, limits: LayoutLimits) {
        self.theme = theme
        self.assets = assets
        self.limits = limits
        values = ValueReader(theme, repeatsValues: false)
    }

    static func read(
        _ root: Element, theme: Theme, assets: Assets, limits: LayoutLimits
    ) throws(LayoutError) -> Document {
        var reader = DocumentReader(theme: theme, assets: assets, limits: limits)
        reader.readReport(root)
        guard reader.problems.isEmpty else {
            throw LayoutError(code: "layout.markup", problems: Array(reader.problems.prefix(20)))
        }
        guard reader.textBytes <= limits.textBytes else {
            throw LayoutError(
                code: "layout.too_large",
                problems: [
                    .init(
                        message: "The texts of the report have more than \(limits.textBytes) bytes.",
                        position: root.position)
                ])
        }
        return reader.document
    }

    mutating func note(_ message: String, at position: MarkupPosition) {
        if problems.count < 20 { problems.append(.init(message: message, position: position)) }
    }

    mutating func count(_ text: [TextRun]) { for run in text { textBytes += run.text.utf8.count } }

    mutating func add(_ box: BoxModel) -> Int {
        document.boxes.append(box)
        return document.boxes.count - 1
    }

    mutating func setChildren(of box: Int, to children: [Int]) { document.boxes[box].children = children }

    mutating func readBlocks(_ parent: Element, _ context: Context) -> [Int] {
        var found: [Int] = []
        for child in parent.children {
            switch child {
            case .text(let text): refuseText(text, in: parent)
            case .element(let element):
                if let box = readBlock(element, context, parent: parent) { found.append(box) }
            }
        }
        return found
    }

    private mutating func readBlock(_ element: Element, _ context: Context, parent: Element) -> Int? {
        switch element.name {
        case "column", "box": return readFlow(element, context, .column)
        case "row": return readFlow(element, context, .row)
        case "stack": return readFlow(element, context, .stack)
        case "text", "heading", "badge": return readParagraph(element, context)
        case "table": return readTable(element, context)
        case "image": return readImage(element, context)
        case "rule": return readRule(element, context)
        case "spacer": return readSpacer(element, context)
        case "chart": return readChart(element, context)
        default:
            refuse(element, in: parent, allowed: ElementSchema.blocks)
            return nil
        }
    }

    private mutating func readFlow(_ element: Element, _ context: Context, _ kind: BoxModel.Kind) -> Int {
        let (box, inner) = beginFlow(element, context, kind)
        setChildren(of: box, to: readBlocks(element, inner))
        return box
    }

    /// Apart from what recurs, whose steps have to be small on the stack; so are all functions called `begin`.
    private mutating func beginFlow(
        _ element: Element, _ context: Context, _ kind: BoxModel.Kind
    ) -> (box: Int, inner: Context) {
        let style = self.style(of: element, context)
        checkAlign(style.flow.align, kind, element)
        let box = add(
            BoxModel(
                element: element.name, place: element.position, kind: kind,
                style: faded(style.box, context), flow: style.flow))
        var inner = context
        inner.text = style.text.inherited
        enter(style, &inner)
        if case .row = kind { inner.isInRow = true } else { inner.isInRow = false }
        return (box, inner)
    }

    mutating func checkAlign(_ align: Alignment?, _ kind: BoxModel.Kind, _ element: Element) {
        guard let align else { return }
        let isAllowed =
            switch kind {
            case .row: align != .justify
            case .text, .cell: align != .baseline && align != .stretch
            default: align != .justify && align != .baseline
            }
        if !isAllowed {
            note("align: \"\(align.rawValue)\" has no meaning for <\(element.name)>", at: element.place(of: "align"))
        }
    }

    /// Opacity and ground of what is within a box.
    func enter(_ style: ElementStyle, _ context: inout Context) {
        context.opacity *= style.box.opacity
        if case .solid(let color)? = style.box.background {
            context.ground = color.faded(by: context.opacity).over(context.ground)
        }
    }

    /// The box's own colours after its and the surrounding opacity.
    func faded(_ box: BoxStyle, _ context: Context) -> BoxStyle {
        let opacity = context.opacity * box.opacity
        guard opacity < 1 else { return box }
        var box = box
        box.background = box.background?.faded(by: opacity)
        box.borderColor = box.borderColor.faded(by: opacity)
        box.shadow?.color.alpha *= opacity
        return box
    }

    mutating func refuseText(_ text: String, in parent: Element) {
        guard text.utf8.contains(where: { ![0x20, 0x0A, 0x0D, 0x09].contains($0) }) else { return }
        note("Text stands directly in <\(parent.name)>; put it into a <text>.", at: parent.position)
    }

    mutating func refuse(_ element: Element, in parent: Element, allowed: [String]) {
        let name = Self.cut(element.name)
        if ElementSchema.named(element.name) != nil {
            note("<\(name)> cannot stand in <\(parent.name)>.", at: element.position)
        } else {
            note(
                "<\(name)> is no element\(NearMiss.suggestion(for: element.name, among: allowed))", at: element.position
            )
        }
    }

    static func cut(_ name: String) -> String { name.utf8.count <= 40 ? name : "\(name.prefix(36))…" }
}

extension Element {
    subscript(_ name: String) -> String? { attributes.first { $0.name == name }?.value }

    /// Of an attribute, or of the element when it has none of that name.
    func place(of name: String) -> MarkupPosition { attributes.first { $0.name == name }?.position ?? position }
}
