import ReportCharts
import ReportScene

/// Writes the items of one page, from back to front, each in the part of the document to which it belongs.
struct SceneWriter {
    let document: Document
    let measurer: any TextMeasurer
    let page: Int
    private(set) var items: [SceneItem] = []
    /// Of the charts, which are drawn here.
    private(set) var findings: [Finding] = []

    init(_ document: Document, _ measurer: any TextMeasurer, page: Int) {
        self.document = document
        self.measurer = measurer
        self.page = page
    }

    /// - Parameter isClipped: whether what stands outside of the page is left out.
    mutating func write(page: Frame, size: Size, isClipped: Bool) {
        if isClipped { items.append(.beginClip(.rectangle(Rect(origin: .zero, size: size)))) }
        write(page, at: .zero)
        if isClipped { items.append(.endGroup) }
    }

    /// - Parameters:
    ///   - origin: corner of the surrounding frame on the page.
    ///   - isArtifact: whether what is in it has been said already, as a table's head on its second page.
    private mutating func write(_ frame: Frame, at origin: Point, isArtifact: Bool = false) {
        let box = document.boxes[frame.box]
        let rect = frame.rect.moved(by: origin)
        let part = isArtifact ? nil : part(of: box)
        if let part { items.append(.beginPart(part)) }
        let isSilent = isArtifact || part == .artifact
        write(decoration: box.style.items(around: rect), isSilent: isSilent)
        let inner = rect.inset(by: box.style.insets)
        switch box.kind {
        case .text: write(frame, in: inner)
        case .image(let image): write(image, box.style, in: inner)
        case .rule(_, let color): items.append(.fill(.rectangle(inner), .solid(color)))
        case .chart(let chart): write(chart, box, in: inner, isSilent: isSilent)
        case .column, .row, .stack, .table, .tableRow, .cell, .spacer: break
        }
        for child in frame.children {
            if child.isRepeated, !isArtifact {
                items.append(.beginPart(.artifact))
                write(child, at: rect.origin, isArtifact: true)
                items.append(.endGroup)
            } else {
                write(child, at: rect.origin, isArtifact: isArtifact)
            }
        }
        if case .table(let table) = box.kind {
            write(decoration: rules(of: table, frame, rect), isSilent: isSilent)
        }
        if part != nil { items.append(.endGroup) }
    }

    private func part(of box: BoxModel) -> DocumentPart? {
        switch box.kind {
        case .text(let text):
            if text.runs.isEmpty || box.element.isEmpty { return nil }
            return text.headingLevel.map { .heading(level: $0) } ?? .paragraph
        case .table: return .table
        case .tableRow: return .tableRow
        case .cell(let cell): return cell.isHeader ? .tableHeader : .tableCell
        case .image(let image): return image.alternative.isEmpty ? .artifact : .figure(alternative: image.alternative)
        case .rule: return .artifact
        case .column, .row, .stack, .spacer, .chart: return nil
        }
    }

    private mutating func write(decoration: [SceneItem], isSilent: Bool) {
        guard !decoration.isEmpty else { return }
        if isSilent {
            items += decoration
        } else {
            items.append(.beginPart(.artifact))
            items += decoration
            items.append(.endGroup)
        }
    }

    private mutating func write(_ frame: Frame, in inner: Rect) {
        guard let text = frame.text else { return }
        // One line is placed here and has the width of its letters: the same line serves every width.
        let line = text.lineRect(in: inner)
        items.append(.text(text, at: line.origin, width: line.width))
    }

    private mutating func write(_ image: ImageModel, _ style: BoxStyle, in inner: Rect) {
        guard let picture = image.picture else {
            let frame = Path.rounded(inner, radius: 4)
            return items.append(.fill(frame, .solid(Color(red: 0.5, green: 0.5, blue: 0.5, alpha: 0.15))))
        }
        let scales = (inner.width / picture.size.width, inner.height / picture.size.height)
        let scale = image.fit == .contain ? min(scales.0, scales.1) : max(scales.0, scales.1)
        let size = Size(width: picture.size.width * scale, height: picture.size.height * scale)
        let rect = Rect(
            x: inner.center.x - size.width / 2, y: inner.center.y - size.height / 2, width: size.width,
            height: size.height)
        let isClipped = image.fit == .cover || style.radius > 0
        if isClipped { items.append(.beginClip(.rounded(inner, radius: style.radius))) }
        items.append(.picture(picture, in: rect))
        if isClipped { items.append(.endGroup) }
    }

    private mutating func write(_ chart: ChartModel, _ box: BoxModel, in inner: Rect, isSilent: Bool) {
        let drawing = drawChart(chart.spec, style: chart.style, in: inner.size, measurer: measurer)
        if !isSilent { items.append(.beginPart(.figure(alternative: drawing.alternative))) }
        items += drawing.items.map { $0.moved(by: inner.origin) }
        if !isSilent { items.append(.endGroup) }
        for finding in drawing.findings {
            findings.append(
                Finding(
                    code: finding.code.rawValue,
                    severity: Finding.Severity(rawValue: finding.severity.rawValue) ?? .note,
                    message: finding.message, page: page, place: box.place,
                    box: finding.box?.moved(by: inner.origin) ?? inner))
        }
    }

    /// Lines between the rows of a table.
    private func rules(of table: TableStyle, _ frame: Frame, _ rect: Rect) -> [SceneItem] {
        guard let color = table.rule, table.ruleWidth > 0 else { return [] }
        return zip(frame.children, frame.children.dropFirst()).map { row, next in
            let middle = (row.rect.maxY + next.rect.minY) / 2
            let line = Rect(
                x: rect.minX + row.rect.minX, y: rect.minY + middle - table.ruleWidth / 2, width: row.rect.width,
                height: table.ruleWidth)
            return .fill(.rectangle(line), .solid(color))
        }
    }
}

extension MeasuredText {
    /// Where lines are aligned: one line by itself, several in all the width there is.
    func lineRect(in inner: Rect) -> Rect {
        guard lineCount <= 1, style.alignment != .justify else { return inner }
        let free = inner.width - size.width
        let x =
            switch style.alignment {
            case .center: free / 2
            case .end: free
            case .start, .justify: 0.0
            }
        return Rect(x: inner.minX + x, y: inner.minY, width: size.width, height: size.height)
    }

    /// What the letters take up, as far as it can be told.
    func inkRect(in inner: Rect) -> Rect {
        let line = lineRect(in: inner)
        let free = line.width - size.width
        let x =
            switch style.alignment {
            case .center: free / 2
            case .end: free
            case .start, .justify: 0.0
            }
        return Rect(x: line.minX + x, y: line.minY, width: size.width, height: size.height)
    }
}
