import ReportScene

/// Looks over a page for what its author would not want: texts that are too wide, too pale, cut, covered, or without
/// letters. Pictures are not looked at: what lies over one is taken to lie on the ground behind it.
struct Inspection {
    /// Rounding of measurers is no finding.
    static let slack = 0.75
    /// Further findings of one report are not looked for.
    static let mostFindings = 500

    let arranger: Arranger
    private let size: Size
    private let page: Int
    private let most: Int
    var grounds: Grounds
    var contrast = Contrast()
    private var coverage = Coverage()
    private var cells = 0
    private var findings: [Finding] = []

    var document: Document { arranger.document }

    /// - Parameter most: how many findings are wanted.
    static func findings(
        _ root: Frame, size: Size, background: Color, page: Int, _ arranger: Arranger, most: Int
    ) -> [Finding] {
        guard most > 0 else { return [] }
        var inspection = Inspection(
            arranger: arranger, size: size, page: page, most: most, grounds: Grounds(page: background))
        _ = inspection.visit(root, at: .zero)
        return inspection.findings
    }

    private init(arranger: Arranger, size: Size, page: Int, most: Int, grounds: Grounds) {
        self.arranger = arranger
        self.size = size
        self.page = page
        self.most = most
        self.grounds = grounds
    }

    /// Of a table.
    var isInCell: Bool { cells > 0 }

    private var isFull: Bool { findings.count >= most }

    /// What the box and all in it take up on the page.
    private mutating func visit(_ frame: Frame, at origin: Point) -> Rect {
        let rect = frame.rect.moved(by: origin)
        if isFull { return rect }
        let box = document.boxes[frame.box]
        paint(box, rect)
        var bounds = rect
        switch box.kind {
        case .text(let model):
            if let text = frame.text, !text.runs.isEmpty {
                let ink = visit(text, model, frame, rect)
                coverage.write(ink, box)
                bounds = rect.union(ink)
            }
        case .image(let image):
            if image.picture == nil {
                note(
                    "image.missing", "There is no picture of the name in src; a grey box stands in its place.", box,
                    rect)
            }
            checkPage(rect, box)
        case .chart: checkPage(rect, box)
        case .table(let table): checkColumns(table, box, rect)
        default: break
        }
        return bounds.union(visitChildren(of: frame, box, rect))
    }

    private mutating func visitChildren(of frame: Frame, _ box: BoxModel, _ rect: Rect) -> Rect {
        var isStack = false
        switch box.kind {
        case .stack:
            isStack = true
            coverage.enterStack()
        case .cell: cells += 1
        default: break
        }
        defer {
            if isStack { coverage.leaveStack() }
            if case .cell = box.kind { cells -= 1 }
        }
        var bounds = rect
        var last: (bounds: Rect, box: BoxModel)?
        var reach = Rect.zero
        for child in frame.children where !child.isRepeated {
            let found = visit(child, at: rect.origin)
            reach = reach.union(child.rect)
            bounds = bounds.union(found)
            let childBox = document.boxes[child.box]
            if let last, !isStack { checkOverlap(last, (found, childBox)) }
            last = (found, childBox)
        }
        checkReach(reach, frame, box, rect)
        return bounds
    }

    /// The box's ground, which may hide a text that was written before, and its place on the page, if it is seen.
    private mutating func paint(_ box: BoxModel, _ rect: Rect) {
        if let background = box.style.background {
            grounds.paint(background, over: rect)
            if background.isOpaque {
                for hidden in coverage.paint(rect) {
                    note(
                        "text.covered", "The text lies behind the ground of the <\(Self.name(box))> in front of it.",
                        hidden.box, hidden.ink)
                }
            }
        }
        guard box.style.background != nil || box.style.border != Insets(), !box.element.isEmpty, box.element != "page"
        else { return }
        switch box.kind {
        case .text, .image, .chart: break
        default: checkPage(rect, box)
        }
    }

    mutating func checkPage(_ rect: Rect, _ box: BoxModel) {
        guard !Rect(origin: .zero, size: size).contains(rect, slack: Self.slack) else { return }
        note("layout.overflow", "The <\(Self.name(box))> stands outside of its page.", box, rect)
    }

    /// Columns whose widths are said, and which are narrower than that because the table is.
    private mutating func checkColumns(_ table: TableStyle, _ box: BoxModel, _ rect: Rect) {
        let gaps = box.flow.gap * Double(max(0, table.columns.count - 1))
        let room = max(0, rect.inset(by: box.style.insets).width - gaps)
        let said = table.columns.reduce(0) { sum, track in
            switch track {
            case .pixels(let width): sum + width
            case .share(let share): sum + room * share
            case .auto, .star: sum
            }
        }
        guard said - room > Self.slack else { return }
        note(
            "layout.overflow",
            "The widths in columns are together \(Self.pixels(said - room)) wider than the table has room for, and were "
                + "made narrower.", box, rect)
    }

    /// To the right and below, as text flows; to the left and above, where something is centred or at the end.
    private mutating func checkReach(_ reach: Rect, _ frame: Frame, _ box: BoxModel, _ rect: Rect) {
        let tooWide = max(0, reach.maxX - frame.rect.width) + max(0, -reach.minX)
        let tooHigh = max(0, reach.maxY - frame.rect.height) + max(0, -reach.minY)
        guard tooWide > Self.slack || tooHigh > Self.slack else { return }
        let how =
            tooWide > Self.slack ? "\(Self.pixels(tooWide)) wider" : "\(Self.pixels(tooHigh)) higher"
        note("layout.overflow", "What is in the <\(Self.name(box))> is \(how) than it.", box, rect)
    }

    private mutating func checkOverlap(_ first: (bounds: Rect, box: BoxModel), _ second: (bounds: Rect, box: BoxModel))
    {
        let right = min(first.bounds.maxX, second.bounds.maxX) - max(first.bounds.minX, second.bounds.minX)
        let down = min(first.bounds.maxY, second.bounds.maxY) - max(first.bounds.minY, second.bounds.minY)
        guard right > Self.slack, down > Self.slack else { return }
        note(
            "layout.overlap",
            "The <\(Self.name(second.box))> overlaps the <\(Self.name(first.box))> before it by \(Self.pixels(min(right, down))).",
            second.box, second.bounds)
    }

    mutating func note(
        _ code: String, _ message: String, _ box: BoxModel, _ rect: Rect, severity: Finding.Severity = .warning
    ) {
        guard !isFull else { return }
        findings.append(
            Finding(code: code, severity: severity, message: message, page: page, place: box.place, box: rect))
    }

    private static func name(_ box: BoxModel) -> String { box.element.isEmpty ? "td" : box.element }

    static func pixels(_ length: Double) -> String { "\(tenths(length)) pixels" }

    static func tenths(_ number: Double) -> String { "\((min(number, 1e6) * 10).rounded() / 10)" }
}

extension Rect {
    fileprivate func union(_ other: Rect) -> Rect {
        let x = min(minX, other.minX)
        let y = min(minY, other.minY)
        return Rect(x: x, y: y, width: max(maxX, other.maxX) - x, height: max(maxY, other.maxY) - y)
    }
}
