import ReportScene

/// Cuts a page that is too high into several, between blocks and between rows of tables.
struct PageBreaker {
    let document: Document
    let pageHeight: Double

    /// The pages of a root frame: each with the root's padding, and tables with their head again. Nil when there would be
    /// more than `most`.
    func pages(of root: Frame, most: Int) -> [Frame]? {
        var pages: [Frame] = []
        var rest: Frame? = root
        while let frame = rest {
            guard pages.count < most else { return nil }
            let (head, tail) = split(frame, at: pageHeight, isAtTop: true, isRoot: true)
            guard var page = head else { return pages }
            page.rect = Rect(x: 0, y: 0, width: root.rect.width, height: pageHeight)
            pages.append(page)
            rest = tail
        }
        return pages
    }

    /// What of a frame stays above a line, and what goes on the next page.
    ///
    /// - Parameters:
    ///   - limit: the line's distance from the frame's upper edge.
    ///   - isAtTop: nothing stands above the frame on its page; then something must stay, even if it is too high.
    private func split(
        _ frame: Frame, at limit: Double, isAtTop: Bool, isRoot: Bool = false
    ) -> (head: Frame?, tail: Frame?) {
        let mustBreak = isRoot && containsBreak(frame)
        if frame.rect.height <= limit + 0.01, !mustBreak { return (frame, nil) }
        guard isRoot || isBreakable(frame) else { return isAtTop ? (frame, nil) : (nil, frame) }
        if case .row = document.boxes[frame.box].kind { return splitRow(frame, at: limit, isAtTop: isAtTop) }
        return splitColumn(frame, at: limit, isAtTop: isAtTop)
    }

    private func splitColumn(_ frame: Frame, at limit: Double, isAtTop: Bool) -> (head: Frame?, tail: Frame?) {
        let insets = document.boxes[frame.box].style.insets
        let line = limit - insets.bottom
        let head = frame.children.prefix { isTableHead($0) }
        var kept = Array(head)
        var moved: [Piece] = []
        for child in frame.children.dropFirst(head.count) {
            let box = document.boxes[child.box]
            let isFirst = kept.count == head.count
            let isForced = box.style.breaksBefore && !(isFirst && isAtTop) && !child.isRepeated
            if !moved.isEmpty || isForced {
                moved.append(Piece(child))
                continue
            }
            if child.rect.maxY + box.style.margin.bottom <= line + 0.01 {
                kept.append(child)
                continue
            }
            let (above, below) = split(child, at: line - child.rect.minY, isAtTop: isAtTop && isFirst)
            if let above { kept.append(above) }
            if let below { moved.append(Piece(below, of: child)) }
        }
        // A heading does not stay alone above what it announces.
        if !moved.isEmpty {
            while kept.count > head.count + 1, let last = kept.last, isHeading(last) {
                kept.removeLast()
                moved.insert(Piece(last), at: 0)
            }
        }
        guard kept.count > head.count || (moved.isEmpty && isAtTop) else { return (nil, frame) }
        guard !moved.isEmpty else { return (frame.holding(kept, bottom: insets.bottom), nil) }
        var top = insets.top
        var repeated: [Frame] = []
        for var row in head {
            row.isRepeated = true
            row.rect.origin.y = top
            repeated.append(row)
            top += row.rect.height + rowGap(frame)
        }
        let tail = repeated + stacked(moved, from: top)
        return (frame.holding(kept, bottom: insets.bottom), frame.holding(tail, bottom: insets.bottom))
    }

    /// Boxes side by side go on side by side.
    private func splitRow(_ frame: Frame, at limit: Double, isAtTop: Bool) -> (head: Frame?, tail: Frame?) {
        let insets = document.boxes[frame.box].style.insets
        let line = limit - insets.bottom
        var kept: [Frame] = []
        var moved: [Frame] = []
        for child in frame.children {
            let (above, below) = split(child, at: line - child.rect.minY, isAtTop: isAtTop)
            if let above { kept.append(above) }
            if var below {
                below.rect.origin.y = insets.top
                moved.append(below)
            }
        }
        guard !kept.isEmpty else { return (nil, frame) }
        guard !moved.isEmpty else { return (frame, nil) }
        return (frame.holding(kept, bottom: insets.bottom), frame.holding(moved, bottom: insets.bottom))
    }

    /// Boxes with a ground or a border stay whole when a page can hold them, and so do rows that are lower than half a
    /// page: what is drawn as one thing is one thing.
    private func isBreakable(_ frame: Frame) -> Bool {
        let box = document.boxes[frame.box]
        let hasEdges = box.style.background != nil || box.style.border != Insets() || box.style.shadow != nil
        guard !box.style.isKept, !hasEdges || frame.rect.height > pageHeight else { return false }
        switch box.kind {
        case .column, .table: return frame.children.count > 1 || frame.children.contains(where: isBreakable)
        case .row: return frame.rect.height > pageHeight / 2 && frame.children.contains(where: isBreakable)
        case .stack, .text, .tableRow, .cell, .image, .rule, .spacer, .chart: return false
        }
    }

    private func containsBreak(_ frame: Frame) -> Bool {
        frame.children.dropFirst().contains { document.boxes[$0.box].style.breaksBefore && !$0.isRepeated }
    }

    private func isTableHead(_ frame: Frame) -> Bool {
        if case .tableRow(isHeader: true) = document.boxes[frame.box].kind { true } else { false }
    }

    private func isHeading(_ frame: Frame) -> Bool {
        if case .text(let text) = document.boxes[frame.box].kind { text.headingLevel != nil } else { false }
    }

    private func rowGap(_ frame: Frame) -> Double {
        if case .table(let table) = document.boxes[frame.box].kind { table.rowGap } else { 0 }
    }

    /// What goes on below, at the distances that it had.
    private func stacked(_ pieces: [Piece], from top: Double) -> [Frame] {
        var y = top
        var before: Piece?
        return pieces.map { piece in
            if let before { y += piece.top - before.bottom }
            before = piece
            var frame = piece.frame
            frame.rect.origin.y = y
            y += frame.rect.height
            return frame
        }
    }

    /// A frame, or the rest of one, and where the whole stood.
    private struct Piece {
        var frame: Frame
        var top: Double
        var bottom: Double

        init(_ frame: Frame, of whole: Frame? = nil) {
            self.frame = frame
            top = (whole ?? frame).rect.minY
            bottom = (whole ?? frame).rect.maxY
        }
    }
}

extension Frame {
    /// As high as these children need.
    fileprivate func holding(_ children: [Frame], bottom: Double) -> Frame {
        var frame = self
        frame.children = children
        frame.rect.size.height = children.reduce(0) { max($0, $1.rect.maxY) } + bottom
        return frame
    }
}
