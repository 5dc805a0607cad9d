import ReportScene

/// Finds the sizes and places of a document's boxes. What is asked of a box twice is kept by its number. Confined to the
/// thread of its measurer.
///
/// A box is asked three things, each a pure function of the document and the measurer: how wide it wants to be; how
/// high it is at a width; and where all in it stands when its size is settled. A box is asked for its height at one
/// width only, and is placed once, so that the work grows with the number of boxes and not with their depth.
final class Arranger {
    let document: Document
    private let memory: TextMemory
    /// Of the texts among the boxes.
    private let textNumbers: [Int?]
    private var knownWidths: [Widths?]
    private var knownHeights: [(width: Double, height: Double)?]
    private var knownColumns: [Int: (width: Double, columns: [Double])] = [:]
    private var knownNeeds: [Int: [Widths]] = [:]

    init(_ document: Document, _ measurer: any TextMeasurer, _ cancellation: Cancellation) {
        self.document = document
        let memory = TextMemory(measurer, cancellation)
        textNumbers = document.boxes.map { box in
            if case .text(let text) = box.kind { memory.number(text) } else { nil }
        }
        self.memory = memory
        knownWidths = Array(repeating: nil, count: document.boxes.count)
        knownHeights = Array(repeating: nil, count: document.boxes.count)
    }

    /// Of the border box.
    func widths(_ id: Int) -> Widths {
        if let known = knownWidths[id] { return known }
        let found = findWidths(id)
        knownWidths[id] = found
        return found
    }

    /// Of the border box, when nothing makes it higher or lower than it wants to be.
    func height(_ id: Int, width: Double) -> Double {
        if let known = knownHeights[id], known.width == width { return known.height }
        let box = document.boxes[id]
        let natural = box.style.height ?? contentHeight(id, width: width) + box.style.insets.vertical
        let height = min(max(natural, box.style.minHeight), max(box.style.maxHeight, box.style.minHeight))
        knownHeights[id] = (width, height)
        return height
    }

    func lines(_ id: Int, _ text: TextModel, width: Double) -> any MeasuredText {
        memory.text(text, textNumbers[id] ?? memory.number(text), width: width)
    }

    func widths(_ id: Int, _ text: TextModel) -> Widths {
        memory.widths(text, textNumbers[id] ?? memory.number(text))
    }

    /// Widths of a table's columns.
    func columns(_ id: Int, _ table: TableStyle, width: Double) -> [Double] {
        if let known = knownColumns[id], known.width == width { return known.columns }
        let gap = document.boxes[id].flow.gap
        let found = TableColumns.widths(table.columns, needs(id, table), available: width, gap: gap)
        knownColumns[id] = (width, found)
        return found
    }

    /// What the columns of a table need.
    func needs(_ id: Int, _ table: TableStyle) -> [Widths] {
        if let known = knownNeeds[id] { return known }
        var cells: [TableColumns.Need] = []
        for row in document.boxes[id].children {
            for cell in document.boxes[row].children {
                guard case .cell(let model) = document.boxes[cell].kind else { continue }
                cells.append(.init(column: model.column, span: model.span, widths: widths(cell)))
            }
        }
        let found = TableColumns.needs(cells, tracks: table.columns, gap: document.boxes[id].flow.gap)
        knownNeeds[id] = found
        return found
    }

    func place(_ id: Int, in rect: Rect) -> Frame {
        let box = document.boxes[id]
        let insets = box.style.insets
        let inner = Size(
            width: max(0, rect.width - insets.horizontal), height: max(0, rect.height - insets.vertical))
        let corner = Point(x: insets.left, y: insets.top)
        var frame = Frame(box: id, rect: rect)
        switch box.kind {
        case .column:
            frame.children = placeColumn(
                box, inner, corner, align: box.flow.align ?? .stretch, justify: box.flow.justify)
        case .row: frame.children = placeRow(box, inner, corner)
        case .stack: frame.children = placeStack(box, inner, corner)
        case .text(let text): frame.text = lines(id, text, width: inner.width)
        case .table(let table): frame.children = placeTable(id, table, inner, corner)
        case .cell(let cell): frame.children = placeCell(box, cell, inner, corner)
        case .tableRow, .image, .rule, .spacer, .chart: break
        }
        return frame
    }
}
