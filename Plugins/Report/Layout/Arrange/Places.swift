import ReportScene

extension Arranger {
    func placeColumn(_ box: BoxModel, _ inner: Size, _ corner: Point, align: Alignment, justify: Justification)
        -> [Frame]
    {
        let widths = box.children.map { width(ofChild: $0, available: inner.width, align: align) }
        var room = inner.height - box.flow.gap * Double(max(0, box.children.count - 1))
        var hasWeights = false
        let items = zip(box.children, widths).map { id, width in
            let style = document.boxes[id].style
            room -= style.margin.vertical
            let natural = height(id, width: width)
            let shrink = style.shrink ?? 0
            hasWeights = hasWeights || style.grow > 0 || shrink > 0
            return FlexibleLengths.Item(
                base: style.grow > 0 && style.height == nil ? 0 : natural,
                least: shrink > 0 ? max(style.minHeight, canGiveHeight(id) ? 20 : natural) : natural,
                most: style.maxHeight, grow: style.grow, shrink: shrink)
        }
        let heights =
            hasWeights ? FlexibleLengths.shared(items, available: max(0, room)) : items.map { max($0.base, $0.least) }
        let spread = Spread(gap: box.flow.gap, justify, free: room - heights.reduce(0, +), count: heights.count)
        var y = corner.y + spread.before
        var frames: [Frame] = []
        frames.reserveCapacity(heights.count)
        for (index, id) in box.children.enumerated() {
            let style = document.boxes[id].style
            let x = offset(style.alignSelf ?? align, free: inner.width - widths[index] - style.margin.horizontal)
            let rect = Rect(
                x: corner.x + style.margin.left + x, y: y + style.margin.top, width: widths[index],
                height: heights[index])
            frames.append(place(id, in: rect))
            y += style.margin.vertical + heights[index] + spread.between
        }
        return frames
    }

    /// Charts and pictures can be drawn smaller than they want to be; texts cannot.
    private func canGiveHeight(_ id: Int) -> Bool {
        switch document.boxes[id].kind {
        case .chart, .image: true
        default: false
        }
    }

    func placeRow(_ box: BoxModel, _ inner: Size, _ corner: Point) -> [Frame] {
        let widths = rowWidths(box, available: inner.width)
        let align = box.flow.align ?? .stretch
        let lines = align == .baseline ? baselines(box, widths) : []
        let ascent = lines.max() ?? 0
        let taken = zip(box.children, widths).reduce(0) { $0 + $1.1 + document.boxes[$1.0].style.margin.horizontal }
        let gaps = box.flow.gap * Double(max(0, box.children.count - 1))
        let spread = Spread(gap: box.flow.gap, box.flow.justify, free: inner.width - gaps - taken, count: widths.count)
        var x = corner.x + spread.before
        var frames: [Frame] = []
        frames.reserveCapacity(widths.count)
        for (index, id) in box.children.enumerated() {
            let style = document.boxes[id].style
            let own = style.alignSelf ?? align
            let room = max(0, inner.height - style.margin.vertical)
            var height = self.height(id, width: widths[index])
            if own == .stretch, style.height == nil, !isImage(id) {
                height = max(style.minHeight, min(max(room, height), style.maxHeight))
            }
            let y =
                own == .baseline && !lines.isEmpty
                ? ascent - lines[index] : offset(own, free: room - height)
            let rect = Rect(
                x: x + style.margin.left, y: corner.y + style.margin.top + y, width: widths[index], height: height)
            frames.append(place(id, in: rect))
            x += style.margin.horizontal + widths[index] + spread.between
        }
        return frames
    }

    private func isImage(_ id: Int) -> Bool {
        if case .image = document.boxes[id].kind { true } else { false }
    }

    /// Children on top of each other: `align` places them from left to right, `justify` from top to bottom.
    func placeStack(_ box: BoxModel, _ inner: Size, _ corner: Point) -> [Frame] {
        box.children.map { id in
            let style = document.boxes[id].style
            let align = style.alignSelf ?? box.flow.align ?? .stretch
            let width = width(ofChild: id, available: inner.width, align: align)
            let room = max(0, inner.height - style.margin.vertical)
            let natural = height(id, width: width)
            let isFilling = box.flow.justify == .start && style.height == nil && align == .stretch && !isImage(id)
            let height = isFilling ? max(natural, min(room, style.maxHeight)) : natural
            let y =
                switch box.flow.justify {
                case .center: (room - height) / 2
                case .end: room - height
                default: 0.0
                }
            let x = offset(align, free: inner.width - width - style.margin.horizontal)
            return place(
                id,
                in: Rect(
                    x: corner.x + style.margin.left + x, y: corner.y + style.margin.top + y, width: width,
                    height: height))
        }
    }

    func placeTable(_ id: Int, _ table: TableStyle, _ inner: Size, _ corner: Point) -> [Frame] {
        let box = document.boxes[id]
        let columns = columns(id, table, width: inner.width)
        var y = corner.y
        var frames: [Frame] = []
        frames.reserveCapacity(box.children.count)
        for row in box.children {
            let height = rowHeight(row, table, columns, gap: box.flow.gap)
            var frame = Frame(box: row, rect: Rect(x: corner.x, y: y, width: inner.width, height: height))
            for child in document.boxes[row].children {
                guard case .cell(let cell) = document.boxes[child].kind else { continue }
                frame.children.append(
                    place(
                        child,
                        in: Rect(
                            x: cell.start(columns, gap: box.flow.gap), y: 0,
                            width: cell.width(columns, gap: box.flow.gap), height: height)))
            }
            frames.append(frame)
            y += height + table.rowGap
        }
        return frames
    }

    func placeCell(_ box: BoxModel, _ cell: CellModel, _ inner: Size, _ corner: Point) -> [Frame] {
        let justify: Justification =
            switch cell.verticalAlign {
            case .center: .center
            case .end: .end
            default: .start
            }
        return placeColumn(box, inner, corner, align: cell.childAlign, justify: justify)
    }

    /// Where something stands that is smaller than its room.
    private func offset(_ align: Alignment, free: Double) -> Double {
        switch align {
        case .center: free / 2
        case .end: free
        default: 0
        }
    }
}

/// What `justify` makes of free space: what stands before the first child and between two of them, the gap included.
struct Spread {
    var before = 0.0
    var between: Double

    init(gap: Double, _ justify: Justification, free: Double, count: Int) {
        between = gap
        guard free > 0, count > 0 else { return }
        switch justify {
        case .start: break
        case .center: before = free / 2
        case .end: before = free
        case .between: between += count > 1 ? free / Double(count - 1) : 0
        case .around:
            between += free / Double(count)
            before = free / Double(count) / 2
        case .evenly:
            between += free / Double(count + 1)
            before = free / Double(count + 1)
        }
    }
}
