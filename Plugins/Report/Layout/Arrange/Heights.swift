import ReportScene

extension Arranger {
    /// Without border and padding; `width` is the border box's.
    func contentHeight(_ id: Int, width: Double) -> Double {
        let box = document.boxes[id]
        let inner = max(0, width - box.style.insets.horizontal)
        switch box.kind {
        case .text(let text): return text.runs.isEmpty ? 0 : lines(id, text, width: inner).size.height
        case .column: return columnHeight(box, inner, align: box.flow.align ?? .stretch)
        case .cell(let cell): return columnHeight(box, inner, align: cell.childAlign)
        case .stack:
            return box.children.reduce(0) { highest, child in
                let width = self.width(ofChild: child, available: inner, align: box.flow.align ?? .stretch)
                return max(highest, outerHeight(child, width: width))
            }
        case .row:
            let widths = rowWidths(box, available: inner)
            if box.flow.align == .baseline {
                let lines = baselines(box, widths)
                let ascent = lines.max() ?? 0
                return zip(zip(box.children, widths), lines).reduce(0) { highest, entry in
                    let ((child, width), line) = entry
                    return max(highest, ascent - line + outerHeight(child, width: width))
                }
            }
            return zip(box.children, widths).reduce(0) { max($0, outerHeight($1.0, width: $1.1)) }
        case .table(let table):
            let columns = self.columns(id, table, width: inner)
            let rows = box.children.reduce(0) { $0 + rowHeight($1, table, columns, gap: box.flow.gap) }
            return rows + table.rowGap * Double(max(0, box.children.count - 1))
        case .image(let image):
            guard let size = image.picture?.size else { return min(48, inner) }
            return min(inner * size.height / size.width, ValueReader.greatestLength)
        case .chart(let chart): return inner / chart.aspect
        case .rule(let thickness, _): return thickness
        case .spacer, .tableRow: return 0
        }
    }

    private func columnHeight(_ box: BoxModel, _ inner: Double, align: Alignment) -> Double {
        var sum = box.flow.gap * Double(max(0, box.children.count - 1))
        for child in box.children {
            sum += outerHeight(child, width: width(ofChild: child, available: inner, align: align))
        }
        return sum
    }

    func outerHeight(_ id: Int, width: Double) -> Double {
        height(id, width: width) + document.boxes[id].style.margin.vertical
    }

    /// Height of a table's row, whose cells stand side by side.
    func rowHeight(_ row: Int, _ table: TableStyle, _ columns: [Double], gap: Double) -> Double {
        let box = document.boxes[row]
        var highest = box.style.height ?? 0
        for child in box.children {
            guard case .cell(let cell) = document.boxes[child].kind else { continue }
            highest = max(highest, height(child, width: cell.width(columns, gap: gap)))
        }
        return max(highest, box.style.minHeight)
    }

    /// Distance of the first line of text from the top of each child, with its margin; a child without text stands on
    /// the line with its lower edge.
    func baselines(_ box: BoxModel, _ widths: [Double]) -> [Double] {
        zip(box.children, widths).map { child, width in
            let margin = document.boxes[child].style.margin
            return margin.top + (baseline(child, width: width) ?? height(child, width: width))
        }
    }

    private func baseline(_ id: Int, width: Double) -> Double? {
        let box = document.boxes[id]
        let insets = box.style.insets
        let inner = max(0, width - insets.horizontal)
        switch box.kind {
        case .text(let text): return insets.top + lines(id, text, width: inner).baseline
        case .column, .stack:
            guard let first = box.children.first else { return nil }
            let align = box.flow.align ?? .stretch
            let width = self.width(ofChild: first, available: inner, align: align)
            return baseline(first, width: width).map { insets.top + document.boxes[first].style.margin.top + $0 }
        case .row:
            let widths = rowWidths(box, available: inner)
            let lines = zip(box.children, widths).compactMap { child, width in
                baseline(child, width: width).map { $0 + document.boxes[child].style.margin.top }
            }
            return lines.max().map { insets.top + $0 }
        default: return nil
        }
    }
}

extension CellModel {
    /// Boxes in a cell stand where its texts would begin.
    var childAlign: Alignment { align == .start ? .stretch : align }

    func width(_ columns: [Double], gap: Double) -> Double {
        guard column < columns.count else { return 0 }
        let end = min(column + span, columns.count)
        return columns[column..<end].reduce(0, +) + gap * Double(end - column - 1)
    }

    func start(_ columns: [Double], gap: Double) -> Double {
        columns.prefix(column).reduce(0, +) + gap * Double(column)
    }
}
