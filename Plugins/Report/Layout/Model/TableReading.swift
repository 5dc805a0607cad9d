import ReportMarkup
import ReportScene

extension DocumentReader {
    mutating func readTable(_ element: Element, _ context: Context) -> Int {
        let (box, inner) = beginTable(element, context)
        let rows = readRows(of: element, box, inner)
        setChildren(of: box, to: rows)
        if rows.count * max(1, columnCount(of: box)) > limits.cells {
            note("A table has more than \(limits.cells) cells.", at: element.position)
        }
        return box
    }

    private mutating func beginTable(_ element: Element, _ context: Context) -> (box: Int, inner: Context) {
        let style = self.style(of: element, context)
        var table = style.table
        table.columns = readTracks(element)
        table.isDeclared = element["columns"] != nil
        table.alignments = readAlignments(element)
        let opacity = context.opacity * style.box.opacity
        table.stripe = table.stripe?.faded(by: opacity)
        table.headerBackground = table.headerBackground?.faded(by: opacity)
        table.rule = table.rule?.faded(by: opacity)
        let box = add(
            BoxModel(
                element: "table", place: element.position, kind: .table(table), style: faded(style.box, context),
                flow: style.flow))
        var inner = context
        inner.text = style.text.inherited
        inner.isInRow = false
        enter(style, &inner)
        return (box, inner)
    }

    private mutating func readRows(of element: Element, _ table: Int, _ context: Context) -> [Int] {
        var rows: [Int] = []
        var bodyRows = 0
        for child in element.children {
            guard case .element(let row) = child else {
                if case .text(let text) = child { refuseText(text, in: element) }
                continue
            }
            guard row.name == "tr" else {
                refuse(row, in: element, allowed: ["tr"])
                continue
            }
            let isHeader = flag(row, "header") ?? false
            if isHeader, bodyRows > 0 {
                note("header: rows of the head must come before all others", at: row.place(of: "header"))
            }
            if !isHeader { bodyRows += 1 }
            rows.append(readRow(row, context, table, isHeader: isHeader, isStriped: !isHeader && bodyRows % 2 == 0))
        }
        return rows
    }

    private mutating func readRow(
        _ element: Element, _ context: Context, _ table: Int, isHeader: Bool, isStriped: Bool
    ) -> Int {
        let (box, inner, align) = beginRow(element, context, table, isHeader: isHeader, isStriped: isStriped)
        var cells: [Int] = []
        var column = 0
        for child in element.children {
            guard case .element(let cell) = child else {
                if case .text(let text) = child { refuseText(text, in: element) }
                continue
            }
            guard cell.name == "td" else {
                refuse(cell, in: element, allowed: ["td"])
                continue
            }
            guard let span = span(of: cell, table, column: column) else { break }
            let model = CellModel(
                isHeader: isHeader, span: span, column: column, verticalAlign: align, align: .start)
            cells.append(readCell(cell, inner, table, model))
            column += span
        }
        setColumnCount(of: table, atLeast: column)
        setChildren(of: box, to: cells)
        return box
    }

    private mutating func beginRow(
        _ element: Element, _ context: Context, _ table: Int, isHeader: Bool, isStriped: Bool
    ) -> (box: Int, inner: Context, align: Alignment) {
        var defaults: [StyleProperty] = isHeader ? [.weight(700)] : []
        var ground: Ground?
        if case .table(let look) = document.boxes[table].kind {
            ground = (isHeader ? look.headerBackground : isStriped ? look.stripe : nil).map(Ground.solid)
        }
        if let ground { defaults.append(.background(ground)) }
        var style = plain(context, defaults)
        if !element.attributes.isEmpty || theme.elements["tr"] != nil {
            style = self.style(of: element, context, defaults: defaults)
        }
        // A ground that is the table's is faded already.
        let isOwn = style.box.background != ground
        let box = add(
            BoxModel(
                element: "tr", place: element.position, kind: .tableRow(isHeader: isHeader),
                style: isOwn ? faded(style.box, context) : style.box, flow: FlowStyle()))
        var inner = context
        inner.text = style.text.inherited
        enter(style, &inner)
        let align = style.table.verticalAlign ?? .center
        checkVerticalAlign(align, element)
        return (box, inner, align)
    }

    private mutating func readCell(_ element: Element, _ context: Context, _ table: Int, _ model: CellModel) -> Int {
        let (box, inner, hasBlocks) = beginCell(element, context, table, model)
        if hasBlocks { setChildren(of: box, to: readBlocks(element, inner)) }
        return box
    }

    /// With its text, when it has no boxes.
    private mutating func beginCell(
        _ element: Element, _ context: Context, _ table: Int, _ model: CellModel
    ) -> (box: Int, inner: Context, hasBlocks: Bool) {
        guard case .table(let look) = document.boxes[table].kind else { return (table, context, false) }
        var style = plain(context, [.padding(look.cellPadding)])
        if !element.attributes.isEmpty || theme.elements["td"] != nil {
            style = self.style(of: element, context, defaults: [.padding(look.cellPadding)])
        }
        var cell = model
        cell.verticalAlign = style.table.verticalAlign ?? model.verticalAlign
        cell.align =
            style.flow.align ?? (model.column < look.alignments.count ? look.alignments[model.column] : .start)
        checkAlign(style.flow.align, .cell(cell), element)
        checkVerticalAlign(cell.verticalAlign, element)
        let box = add(
            BoxModel(
                element: "td", place: element.position, kind: .cell(cell), style: faded(style.box, context),
                flow: style.flow))
        var inner = context
        enter(style, &inner)
        let hasBlocks = element.children.contains {
            if case .element(let child) = $0 { ElementSchema.blocks.contains(child.name) } else { false }
        }
        if hasBlocks {
            inner.text = style.text.inherited
        } else {
            style.text.alignment = ParagraphStyle.Alignment(rawValue: cell.align.rawValue) ?? .start
            setChildren(of: box, to: [addText(element, style.text, inner, "", BoxStyle())])
        }
        return (box, inner, hasBlocks)
    }

    private func plain(_ context: Context, _ properties: [StyleProperty]) -> ElementStyle {
        var style = ElementStyle(text: context.text)
        for property in properties { style.apply(property) }
        return style
    }

    private mutating func checkVerticalAlign(_ align: Alignment, _ element: Element) {
        guard align == .justify || align == .baseline || align == .stretch else { return }
        note("valign: write start, center or end", at: element.place(of: "valign"))
    }

    /// Nil when the table has no column left, which is noted.
    private mutating func span(of cell: Element, _ table: Int, column: Int) -> Int? {
        let values = values
        let span = value(cell, "colspan") { values.integer($0, within: 1...100) } ?? 1
        var most = 100
        if case .table(let look) = document.boxes[table].kind, look.isDeclared { most = look.columns.count }
        guard column + span > most else { return span }
        note("The row has more cells than the table has columns (\(most)).", at: cell.position)
        return nil
    }

    private func columnCount(of table: Int) -> Int {
        if case .table(let look) = document.boxes[table].kind { look.columns.count } else { 0 }
    }

    private func setColumnCount(of table: Int, atLeast count: Int) {
        guard case .table(var look) = document.boxes[table].kind, !look.isDeclared, look.columns.count < count else {
            return
        }
        look.columns += [Track](repeating: .auto, count: count - look.columns.count)
        document.boxes[table].kind = .table(look)
    }

    private mutating func readTracks(_ element: Element) -> [Track] {
        guard let text = element["columns"] else { return [] }
        var tracks: [Track] = []
        let place = element.place(of: "columns")
        for part in text.split(separator: " ") {
            let word = String(part)
            if word.utf8.last == UInt8(ascii: "*") {
                switch word == "*" ? .success(1) : values.number(String(word.dropLast()), within: 0...1000) {
                case .success(let weight): tracks.append(.star(weight))
                case .failure(let problem): note("columns: \(problem.message)", at: place)
                }
                continue
            }
            switch values.extent(word) {
            case .success(.pixels(let width)?): tracks.append(.pixels(width))
            case .success(.share(let share)?): tracks.append(.share(share))
            case .success(nil): tracks.append(.auto)
            case .failure(let problem):
                note("columns: \(problem.message); write pixels, a percentage, auto or 1*", at: place)
            }
        }
        if !(1...100).contains(tracks.count) { note("columns: write 1 to 100 of them", at: place) }
        return tracks
    }

    private mutating func readAlignments(_ element: Element) -> [Alignment] {
        guard let text = element["column-align"] else { return [] }
        return text.split(separator: " ").compactMap { part in
            switch values.word(String(part), Alignment.self) {
            case .success(let align) where align == .start || align == .center || align == .end: return align
            case .success:
                note("column-align: write start, center or end", at: element.place(of: "column-align"))
            case .failure(let problem):
                note("column-align: \(problem.message)", at: element.place(of: "column-align"))
            }
            return nil
        }
    }
}
