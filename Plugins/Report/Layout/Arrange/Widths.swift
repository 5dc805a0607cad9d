import ReportScene

extension Arranger {
    func findWidths(_ id: Int) -> Widths {
        let box = document.boxes[id]
        let style = box.style
        var found: Widths
        if case .pixels(let width)? = style.width {
            found = Widths(least: width, most: width)
        } else {
            found = contentWidths(id, box).widened(by: style.insets.horizontal)
        }
        if case .pixels(let width)? = style.maxWidth {
            found = Widths(least: min(found.least, width), most: min(found.most, width))
        }
        if case .pixels(let width)? = style.minWidth {
            found = Widths(least: max(found.least, width), most: max(found.most, width))
        }
        return Widths(least: found.least, most: max(found.least, found.most))
    }

    private func contentWidths(_ id: Int, _ box: BoxModel) -> Widths {
        switch box.kind {
        case .text(let text): return widths(id, text)
        case .column, .stack, .cell: return widest(of: box)
        case .row:
            var all = Widths.zero
            for child in box.children {
                let needed = outerWidths(child)
                all.least += needed.least
                all.most += needed.most
            }
            return all.widened(by: box.flow.gap * Double(max(0, box.children.count - 1)))
        case .table(let table):
            let gaps = box.flow.gap * Double(max(0, table.columns.count - 1))
            var all = Widths(least: gaps, most: gaps)
            for (track, need) in zip(table.columns, needs(id, table)) {
                if case .pixels(let width) = track {
                    all.least += max(width, need.least)
                    all.most += max(width, need.least)
                } else {
                    all.least += need.least
                    all.most += need.most
                }
            }
            return all
        case .image(let image):
            guard let size = image.picture?.size else { return Widths(least: 16, most: 48) }
            let natural = box.style.height.map { size.width * $0 / size.height } ?? size.width
            return Widths(least: box.style.height == nil ? min(16, natural) : natural, most: natural)
        case .chart(let chart):
            let natural = box.style.height.map { $0 * chart.aspect } ?? 280
            return Widths(least: min(60, natural), most: natural)
        case .rule(let thickness, _): return Widths(least: thickness, most: thickness)
        case .spacer, .tableRow: return .zero
        }
    }

    private func widest(of box: BoxModel) -> Widths {
        var all = Widths.zero
        for child in box.children {
            let needed = outerWidths(child)
            all.least = max(all.least, needed.least)
            all.most = max(all.most, needed.most)
        }
        return all
    }

    /// With the margins.
    private func outerWidths(_ id: Int) -> Widths {
        widths(id).widened(by: document.boxes[id].style.margin.horizontal)
    }

    /// Width of a child that stands in a column or stack.
    func width(ofChild id: Int, available: Double, align: Alignment) -> Double {
        let style = document.boxes[id].style
        let room = max(0, available - style.margin.horizontal)
        let bounds = widthBounds(style, available: available)
        let wanted: Double
        switch style.width {
        case .pixels(let width)?: wanted = width
        case .share(let share)?: wanted = min(room, available * share)
        case nil:
            let isStretched = (style.alignSelf ?? align) == .stretch
            if isStretched, !isImageWithOwnWidth(id) {
                wanted = room
            } else {
                let needed = widths(id)
                wanted = min(needed.most, max(room, needed.least))
            }
        }
        return min(max(wanted, bounds.least), bounds.most)
    }

    /// Pictures are not drawn out to the width of their column unless someone asks for it.
    private func isImageWithOwnWidth(_ id: Int) -> Bool {
        guard case .image = document.boxes[id].kind else { return false }
        return document.boxes[id].style.alignSelf != .stretch
    }

    func widthBounds(_ style: BoxStyle, available: Double) -> Widths {
        func pixels(_ extent: Extent?) -> Double? {
            switch extent {
            case .pixels(let width)?: width
            case .share(let share)?: available * share
            case nil: nil
            }
        }
        let least = pixels(style.minWidth) ?? 0
        return Widths(least: least, most: max(least, pixels(style.maxWidth) ?? .infinity))
    }

    /// Widths of the children of a row, without their margins.
    func rowWidths(_ box: BoxModel, available: Double) -> [Double] {
        var room = available - box.flow.gap * Double(max(0, box.children.count - 1))
        let items = box.children.map { id in
            let style = document.boxes[id].style
            room -= style.margin.horizontal
            let bounds = widthBounds(style, available: available)
            let needed = widths(id)
            let given: Double? =
                switch style.width {
                case .pixels(let width)?: width
                case .share(let share)?: available * share
                case nil: nil
                }
            // Boxes that grow begin with nothing, so that equal weights make equal widths.
            let base = given ?? (style.grow > 0 ? 0 : needed.most)
            let least = min(max(given.map { min($0, needed.least) } ?? needed.least, bounds.least), bounds.most)
            return FlexibleLengths.Item(
                base: base,
                least: given != nil && style.shrink == nil ? min(max(base, bounds.least), bounds.most) : least,
                most: bounds.most, grow: style.grow, shrink: style.shrink ?? (given == nil ? 1 : 0))
        }
        return FlexibleLengths.shared(items, available: max(0, room))
    }
}
